package com.jisu.logs.servers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import com.jisu.logs.embedded.NodeKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.elasticsearch.ElasticsearchContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** A server in a container of the official image, on a port that stays the same when it is started again. */
final class ContainerServer implements TestServer {

    private static final long PATIENCE_SECONDS = 90;

    /** Neither image sees to it that a SIGTERM to the container reaches Java, and one has no pkill. */
    private static final String TERMINATE =
            "for p in /proc/[0-9]*; do if [ \"$(cat $p/comm)\" = java ]; then kill \"${p#/proc/}\"; fi; done";

    private final GenericContainer<?> container;
    private final String address;
    private final Predicate<String> answers;

    private ContainerServer(GenericContainer<?> container, int containerPort, Predicate<String> answers) {
        int port = freePort();
        this.container = container;
        // Not 127.0.0.1 where the tests themselves run in a container; a broker tells its clients this one, too.
        this.address = container.getHost() + ":" + port;
        this.answers = answers;
        container.setExposedPorts(List.of(containerPort));
        // Docker would choose another port at every start.
        container.withCreateContainerCmdModifier(command -> command.getHostConfig()
                .withPortBindings(new PortBinding(Binding.bindPort(port), ExposedPort.tcp(containerPort))));
        container.start();
        awaitAnswer();
    }

    static TestServer kafka() {
        return new ContainerServer(
                new KafkaContainer(DockerImageName.parse("apache/kafka:" + version("kafka")))
                        .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                        .withEnv("KAFKA_MESSAGE_MAX_BYTES", Integer.toString(32 * 1024 * 1024))
                        .withEnv("KAFKA_BROKER_SESSION_TIMEOUT_MS", "5000")
                        .withEnv("KAFKA_BROKER_HEARTBEAT_INTERVAL_MS", "1000"),
                9092,
                ContainerServer::isBroker);
    }

    static TestServer search(NodeKind kind) {
        return kind == NodeKind.OPENSEARCH ? opensearch() : elasticsearch();
    }

    private static TestServer opensearch() {
        return new ContainerServer(
                new GenericContainer<>(DockerImageName.parse("opensearchproject/opensearch:" + version("opensearch")))
                        .withEnv("discovery.type", "single-node")
                        .withEnv("DISABLE_SECURITY_PLUGIN", "true")
                        .withEnv("DISABLE_INSTALL_DEMO_CONFIG", "true")
                        .withEnv("cluster.routing.allocation.disk.threshold_enabled", "false"),
                9200,
                ContainerServer::isNode);
    }

    private static TestServer elasticsearch() {
        return new ContainerServer(
                new ElasticsearchContainer(DockerImageName.parse(
                                "docker.elastic.co/elasticsearch/elasticsearch:" + version("elasticsearch")))
                        .withCertPath("")
                        .withEnv("xpack.security.enabled", "false")
                        .withEnv("cluster.routing.allocation.disk.threshold_enabled", "false"),
                9200,
                ContainerServer::isNode);
    }

    private static String version(String server) {
        return System.getProperty("jisu.logs.test." + server + ".version");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isBroker(String address) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", address, "request.timeout.ms", 2_000, "default.api.timeout.ms", 2_000);
        try (Admin admin = Admin.create(properties)) {
            return !admin.describeCluster().nodes().get().isEmpty();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            return false; // not yet
        }
    }

    private static boolean isNode(String address) {
        try {
            URI health = URI.create("http://" + address + "/_cluster/health?wait_for_status=yellow&timeout=1s");
            HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
            connection.setReadTimeout(5_000);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    private void awaitAnswer() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!answers.test(address)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        address + " does not answer after " + PATIENCE_SECONDS + " s: " + container.getLogs());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private DockerClient docker() {
        return container.getDockerClient();
    }

    private boolean isRunning() {
        return Boolean.TRUE.equals(docker().inspectContainerCmd(container.getContainerId())
                .exec()
                .getState()
                .getRunning());
    }

    private void awaitEnd() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (isRunning()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(address + " still runs: " + container.getLogs());
            }
            pause();
        }
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public void stop() {
        if (!isRunning()) {
            return;
        }
        try {
            container.execInContainer("sh", "-c", TERMINATE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
        awaitEnd();
    }

    @Override
    public void kill() {
        docker().killContainerCmd(container.getContainerId()).exec();
        awaitEnd();
    }

    @Override
    public void start() {
        docker().startContainerCmd(container.getContainerId()).exec();
        awaitAnswer();
    }

    @Override
    public void close() {
        container.stop();
    }
}
