package com.jisu.logs.embedded;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/**
 * One broker of a cluster on 127.0.0.1, which is one of the cluster's controllers too.
 *
 * @param id its key in {@code controllerPorts}
 * @param port for clients and the other brokers; 1 to 65535
 * @param controllerPorts the controller's port of every node, by id; the same for all and at every start
 * @param clusterId the same for all; what {@link #newClusterId()} gave
 * @param proxied a second way in for clients that come through a proxy; empty for none
 */
public record KafkaNode(
        int id, int port, SortedMap<Integer, Integer> controllerPorts, String clusterId, Optional<Proxied> proxied) {

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
        return new KafkaNode(1, port, new TreeMap<>(Map.of(1, controllerPort)), newClusterId(), Optional.empty());
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
        return address("BROKER", port)
                + proxied.map(way -> "," + address("PROXIED", way.port())).orElse("")
                + "," + address("CONTROLLER", controllerPorts.get(id));
    }

    String advertisedListeners() {
        return address("BROKER", port)
                + proxied.map(way -> "," + address("PROXIED", way.advertisedPort()))
                        .orElse("");
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
