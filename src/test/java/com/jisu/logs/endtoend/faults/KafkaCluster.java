package com.jisu.logs.endtoend.faults;

import com.jisu.logs.embedded.KafkaNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One broker or several, each in a process of its own and with a proxy that the roles come through. */
final class KafkaCluster implements AutoCloseable {

    private final List<Broker> brokers = new ArrayList<>();
    private final List<ConnectionProxy> proxies = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();

    KafkaCluster(Path directory, int size, Ports freePorts) throws IOException {
        String clusterId = KafkaNode.newClusterId();
        SortedMap<Integer, Integer> controllers = new TreeMap<>();
        for (int id = 1; id <= size; id++) {
            controllers.put(id, freePorts.free());
        }
        for (int id = 1; id <= size; id++) {
            ConnectionProxy proxy = new ConnectionProxy(freePorts.free());
            int port = freePorts.free();
            KafkaNode.Proxied proxied = new KafkaNode.Proxied(freePorts.free(), proxy.port());
            proxy.target(List.of(proxied.port()));
            proxies.add(proxy);
            ports.add(port);
            brokers.add(new Broker(
                    directory.resolve("kafka-" + id),
                    new KafkaNode(id, port, controllers, clusterId, Optional.of(proxied))));
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

    List<ConnectionProxy> proxies() {
        return proxies;
    }

    /** For the roles: through the proxies. */
    String proxiedServers() {
        return servers(proxies.stream().map(ConnectionProxy::port).toList());
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
        for (ConnectionProxy proxy : proxies) {
            proxy.close();
        }
    }
}
