package com.jisu.logs.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka broker that is a controller too (KRaft, combined mode), in this process, on 127.0.0.1: a cluster of its own,
 * or a node of one.
 *
 * <p>Topics have one replica, in a cluster three, and have to be created before they are used. Records of up to 32 MiB are taken where the
 * topic's own {@code max.message.bytes} allows.
 *
 * <p>A broker that finds its data damaged ends the whole process with exit code 1, as every Kafka broker does; it says
 * why at level ERROR, so keep the loggers {@code org.apache.kafka} and {@code kafka} at WARN or below.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final String NAME = "Kafka";
    private static final int MAX_RECORD_BYTES = 32 * 1024 * 1024;

    private final ServerDirectory directory;
    private final int port;
    private final KafkaRaftServer server;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedKafka(ServerDirectory directory, int port, KafkaRaftServer server) {
        this.directory = directory;
        this.port = port;
        this.server = server;
    }

    /**
     * Starts a broker and waits until it answers.
     *
     * @param directory holds the broker's data; created and formatted on first use, continued with later
     * @param port 1 to 65535, or 0 for any that is free
     * @throws EmbeddedServerException if the port is taken, the directory is not writable or in use, or the broker gives
     *     up
     */
    public static EmbeddedKafka start(Path directory, int port) {
        // The controller's port is new at each start: nobody but this broker uses it.
        return start(directory, KafkaNode.alone(LoopbackPorts.free(NAME, port), LoopbackPorts.free(NAME, 0)));
    }

    /**
     * Starts one broker of a cluster and waits until it answers, which it does once most of the cluster's nodes run.
     *
     * @param directory holds this broker's data; created and formatted on first use, continued with later
     * @throws EmbeddedServerException if a port is taken, the directory is not writable or in use, or the broker gives up
     */
    public static EmbeddedKafka start(Path directory, KafkaNode node) {
        return start(directory, node, Map.of());
    }

    /**
     * The same with settings of the broker's own, such as an authorizer.
     *
     * @param others win over what this class sets
     */
    public static EmbeddedKafka start(Path directory, KafkaNode node, Map<String, String> others) {
        ServerDirectory held = ServerDirectory.open(NAME, directory);
        try {
            return start(held, node, others);
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    private static EmbeddedKafka start(ServerDirectory directory, KafkaNode node, Map<String, String> others) {
        Path data = directory.resolve("data");
        KafkaRaftServer server = null;
        try {
            if (!Files.exists(data.resolve("meta.properties"))) {
                format(data, node);
            }
            Map<String, String> settings = new HashMap<>(settings(data, node));
            settings.putAll(others);
            server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
            server.startup();
            return new EmbeddedKafka(directory, node.port(), server);
        } catch (Exception
                | InternalError e) { // the latter where an index that is mapped into memory finds the disk full
            if (server != null) {
                server.shutdown();
            }
            throw new EmbeddedServerException(
                    NAME + " did not start in " + directory.path() + ": " + e.getMessage(), e);
        }
    }

    private static void format(Path data, KafkaNode node) throws Exception {
        Files.createDirectories(data);
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(nowhere)
                    .setClusterId(node.clusterId())
                    .setNodeId(node.id())
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(data.toString())
                    .addDirectory(data.toString())
                    .run();
        }
    }

    private static Map<String, String> settings(Path data, KafkaNode node) {
        String replication = Integer.toString(node.replication());
        String minInSyncReplicas = Integer.toString(node.minInSyncReplicas());
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(node.id())),
                Map.entry("controller.quorum.voters", node.voters()),
                Map.entry("listeners", node.listeners()),
                Map.entry("advertised.listeners", node.advertisedListeners()),
                Map.entry("listener.security.protocol.map", node.protocols()),
                Map.entry("inter.broker.listener.name", "BROKER"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("log.dirs", data.toString()),
                Map.entry("metric.reporters", ""),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("message.max.bytes", Integer.toString(MAX_RECORD_BYTES)),
                Map.entry("default.replication.factor", replication),
                Map.entry("min.insync.replicas", minInSyncReplicas),
                // A partition of these topics costs files and time at every start, and there are a handful of consumer
                // groups.
                Map.entry("offsets.topic.replication.factor", replication),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", replication),
                Map.entry("transaction.state.log.min.isr", minInSyncReplicas),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("share.coordinator.state.topic.replication.factor", replication),
                Map.entry("share.coordinator.state.topic.min.isr", minInSyncReplicas),
                Map.entry("share.coordinator.state.topic.num.partitions", "4"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                // Its default of a minute is too short for a machine that is slow, or busy.
                Map.entry("initial.broker.registration.timeout.ms", "600000"),
                // After a kill, the next broker waits until the controller has given up on the one before.
                Map.entry("broker.session.timeout.ms", "5000"),
                Map.entry("broker.heartbeat.interval.ms", "1000"),
                // A topic's retention is seen to within seconds, from the start on; the defaults are 5 min and 30 s.
                Map.entry("log.retention.check.interval.ms", "5000"),
                Map.entry("log.initial.task.delay.ms", "1000"),
                // The default takes 128 MiB of our heap to compact topics that are small here.
                Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(8 * 1024 * 1024)));
    }

    /** The address for {@code bootstrap.servers}, as {@code host:port}. */
    public String bootstrapServers() {
        return LoopbackPorts.HOST + ":" + port;
    }

    public int port() {
        return port;
    }

    /** Stops the broker in order: what it acknowledged is on disk. A second call does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.shutdown();
            server.awaitShutdown();
            directory.close();
        }
    }
}
