package com.jisu.logs.endtoend.faults;

import com.jisu.logs.embedded.KafkaNode;
import com.jisu.logs.endtoend.faults.RoleProcess.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One broker or several, each in a process of its own and with a proxy that each of the roles comes through. */
final class KafkaCluster implements AutoCloseable {

    private final List<Broker> brokers = new ArrayList<>();
    private final Map<Role, List<ConnectionProxy>> proxies = new EnumMap<>(Role.class);
    private final List<Integer> ports = new ArrayList<>();

    /** @param environment of each broker's process */
    KafkaCluster(Path directory, int size, Ports freePorts, Map<String, String> environment) throws IOException {
        String clusterId = KafkaNode.newClusterId();
        SortedMap<Integer, Integer> controllers = new TreeMap<>();
        for (int id = 1; id <= size; id++) {
            controllers.put(id, freePorts.free());
        }
        for (int id = 1; id <= size; id++) {
            List<KafkaNode.Proxied> ways = new ArrayList<>();
            for (Role role : Role.values()) {
                ConnectionProxy proxy = new ConnectionProxy(freePorts.free());
                KafkaNode.Proxied way = new KafkaNode.Proxied(freePorts.free(), proxy.port());
                proxy.target(List.of(way.port()));
                proxies.computeIfAbsent(role, first -> new ArrayList<>()).add(proxy);
                ways.add(way);
            }
            int port = freePorts.free();
            ports.add(port);
            brokers.add(new Broker(
                    directory.resolve("kafka-" + id),
                    new KafkaNode(id, port, controllers, clusterId, ways),
                    environment));
        }
    }

    void start() throws IOException {
        for (Broker broker : brokers) {
            broker.launch();
        }
        brokers.forEach(Broker::awaitStarted);
    }

    List<Broker> brokers() {
        return brokers;
    }

    /** The proxies that a role's connections go through, one for each broker. */
    List<ConnectionProxy> proxies(Role role) {
        return proxies.get(role);
    }

    /** For a role: through its proxies. */
    String proxiedServers(Role role) {
        return servers(proxies(role).stream().map(ConnectionProxy::port).toList());
    }

    /** For who watches: past the proxies. */
    String directServers() {
        return servers(ports);
    }

    private static String servers(List<Integer> ports) {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    @Override
    public void close() throws IOException {
        for (List<ConnectionProxy> ofRole : proxies.values()) {
            for (ConnectionProxy proxy : ofRole) {
                proxy.close();
            }
        }
    }
}
