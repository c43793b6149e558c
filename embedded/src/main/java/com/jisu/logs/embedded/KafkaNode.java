package com.jisu.logs.embedded;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * One broker of a cluster on 127.0.0.1, which is one of the cluster's controllers too.
 *
 * @param id its key in {@code controllerPorts}
 * @param port for clients and the other brokers; 1 to 65535
 * @param controllerPorts the controller's port of every node, by id; the same for all and at every start
 * @param clusterId the same for all; what {@link #newClusterId()} gave
 * @param proxied further ways in, each for clients that come through a proxy of their own
 */
public record KafkaNode(
        int id, int port, SortedMap<Integer, Integer> controllerPorts, String clusterId, List<Proxied> proxied) {

    /** Most replicas of Kafka's own topics. */
    private static final int MAX_REPLICATION = 3;

    /**
     * A listener behind a proxy.
     *
     * @param port where the broker listens
     * @param advertisedPort where clients that come this way are told to connect: the proxy's
     */
    public record Proxied(int port, int advertisedPort) {}

    public KafkaNode {
        if (!controllerPorts.containsKey(id)) {
            throw new IllegalArgumentException("node " + id + " is none of the controllers " + controllerPorts);
        }
    }

    /** A new cluster's id. */
    public static String newClusterId() {
        return Uuid.randomUuid().toString();
    }

    static KafkaNode alone(int port, int controllerPort) {
        return new KafkaNode(1, port, new TreeMap<>(Map.of(1, controllerPort)), newClusterId(), List.of());
    }

    /** Replicas of Kafka's own topics, and of those created without a number. */
    int replication() {
        return Math.min(MAX_REPLICATION, controllerPorts.size());
    }

    /** Replicas that must have a record: all but one, so that one broker may be away. */
    int minInSyncReplicas() {
        return Math.max(1, replication() - 1);
    }

    String listeners() {
        return address("BROKER", port) + ways(Proxied::port) + "," + address("CONTROLLER", controllerPorts.get(id));
    }

    String advertisedListeners() {
        return address("BROKER", port) + ways(Proxied::advertisedPort);
    }

    /** Which protocol each listener speaks. */
    String protocols() {
        return "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"
                + IntStream.range(0, proxied.size())
                        .mapToObj(i -> ",PROXIED" + i + ":PLAINTEXT")
                        .collect(Collectors.joining());
    }

    private String ways(ToIntFunction<Proxied> itsPort) {
        return IntStream.range(0, proxied.size())
                .mapToObj(i -> "," + address("PROXIED" + i, itsPort.applyAsInt(proxied.get(i))))
                .collect(Collectors.joining());
    }

    String voters() {
        return controllerPorts.entrySet().stream()
                .map(node -> node.getKey() + "@" + LoopbackPorts.HOST + ":" + node.getValue())
                .collect(Collectors.joining(","));
    }

    private static String address(String listener, int port) {
        return listener + "://" + LoopbackPorts.HOST + ":" + port;
    }
}
