package com.jisu.logs.servers;

import com.jisu.logs.embedded.LoopbackPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A broker of another version than the build's, in a process of its own: a folder has its jars. Not thread-safe.
 *
 * <p>Its settings are those of the embedded one as far as tests rest on them, and as far as brokers since 3.9 know them.
 */
final class KafkaProcess implements AutoCloseable {

    private static final String NAME = "Kafka";
    private static final String HOST = LoopbackPorts.HOST;
    private static final String CLUSTER = "amlzdS1sb2dzLXRlc3RzLQ";
    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 30;
    private static final int POLL_MILLIS = 100;

    private final Process process;
    private final int port;

    private KafkaProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * @param jars folder with the broker's jars
     * @param directory for its data; formatted on first use
     * @param port 0 for any that is free
     */
    static KafkaProcess start(Path jars, Path directory, int port) {
        try {
            int listens = LoopbackPorts.free(NAME, port);
            Path settings = Files.createDirectories(directory).resolve("server.properties");
            Files.writeString(settings, settings(directory.resolve("data"), listens, LoopbackPorts.free(NAME, 0)));
            if (!Files.exists(directory.resolve("data/meta.properties"))) {
                Process format =
                        run(jars, directory, "kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", settings);
                if (!format.waitFor(START_SECONDS, TimeUnit.SECONDS) || format.exitValue() != 0) {
                    throw new IllegalStateException("the broker's data was not formatted; see " + log(directory));
                }
            }
            KafkaProcess kafka = new KafkaProcess(run(jars, directory, "kafka.Kafka", settings), listens);
            kafka.awaitReady(directory);
            return kafka;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String settings(Path data, int port, int controllerPort) {
        return String.join(
                "\n",
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@" + HOST + ":" + controllerPort,
                "listeners=BROKER://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort,
                "advertised.listeners=BROKER://" + HOST + ":" + port,
                "listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name=BROKER",
                "controller.listener.names=CONTROLLER",
                "log.dirs=" + data,
                "auto.create.topics.enable=false",
                "message.max.bytes=" + 32 * 1024 * 1024,
                "offsets.topic.replication.factor=1",
                "offsets.topic.num.partitions=4",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "group.initial.rebalance.delay.ms=0",
                "broker.session.timeout.ms=5000",
                "broker.heartbeat.interval.ms=1000",
                "log.retention.check.interval.ms=5000",
                "");
    }

    private static Process run(Path jars, Path directory, Object... command) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-cp", jars + "/*"));
        for (Object each : command) {
            all.add(each.toString());
        }
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(directory).toFile()))
                .start();
    }

    private static Path log(Path directory) {
        return directory.resolve("broker.log");
    }

    /** It listens once it takes clients. */
    private void awaitReady(Path directory) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                process.destroyForcibly();
                throw new IllegalStateException("the broker did not start; see " + log(directory));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(HOST, port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** Ends it as a crash would (SIGKILL). */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void close() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
