package com.jisu.logs.servers;

import com.jisu.logs.embedded.EmbeddedKafka;
import com.jisu.logs.embedded.EmbeddedNode;
import com.jisu.logs.embedded.NodeKind;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;

/**
 * A real Kafka broker or node of a search server that a test holds: an embedded one, or, where the build was started with
 * {@code -Pcontainers}, one in a container. It keeps address and data when it is stopped or killed and started again.
 *
 * <p>Not thread-safe.
 */
public interface TestServer extends AutoCloseable {

    /** Host and port. */
    String address();

    /** The address as an HTTP URL. */
    default URI url() {
        return URI.create("http://" + address());
    }

    /** Stops it in order and returns when it is gone. */
    void stop();

    /** Ends it as a crash would (SIGKILL); an embedded broker, which is no process of its own, is stopped. */
    void kill();

    /** Starts it again after {@link #stop} or {@link #kill} and returns when it answers. */
    void start();

    /** Stops it for good. */
    @Override
    void close();

    /**
     * Starts a broker: that of the build, or by {@code -Djisu.logs.test.kafka.jars=FOLDER} the one whose jars are there.
     *
     * @param directory for its data, unless it is in a container
     */
    static TestServer kafka(Path directory) {
        assumeAvailable();
        if (inContainers()) {
            return ContainerServer.kafka();
        }
        String jars = System.getProperty("jisu.logs.test.kafka.jars", "");
        return jars.isEmpty()
                ? new EmbeddedServer<>(
                        port -> EmbeddedKafka.start(directory, port), EmbeddedKafka::port, EmbeddedKafka::close)
                : new EmbeddedServer<>(
                        port -> KafkaProcess.start(Path.of(jars), directory, port),
                        KafkaProcess::port,
                        KafkaProcess::kill);
    }

    /**
     * Starts a node of the kind that the tests run on.
     *
     * @param directory for an embedded one's data
     */
    static TestServer search(Path directory) {
        assumeAvailable();
        return inContainers() ? ContainerServer.search(searchKind()) : node(searchKind(), directory);
    }

    /**
     * Starts an OpenSearch node, whatever the tests run on: an embedded one, unless {@link #search} is such a node anyway.
     *
     * @param directory for its data
     */
    static TestServer opensearch(Path directory) {
        return searchKind() == NodeKind.OPENSEARCH ? search(directory) : node(NodeKind.OPENSEARCH, directory);
    }

    private static TestServer node(NodeKind kind, Path directory) {
        return new EmbeddedServer<>(
                port -> EmbeddedNode.start(kind, directory, port), EmbeddedNode::port, EmbeddedNode::kill);
    }

    /** What the tests run on: Elasticsearch, or by {@code -Djisu.logs.test.search=opensearch} ({@code -Popensearch}) that. */
    static NodeKind searchKind() {
        return NodeKind.valueOf(
                System.getProperty("jisu.logs.test.search", "elasticsearch").toUpperCase(Locale.ROOT));
    }

    /** Skips the running test where it should use containers and nothing here runs any. */
    static void assumeAvailable() {
        if (inContainers()) {
            Assumptions.assumeTrue(
                    DockerClientFactory.instance().isDockerAvailable(),
                    "skipped: -Pcontainers needs a container engine (Docker, or podman's service in DOCKER_HOST)");
        }
    }

    private static boolean inContainers() {
        return System.getProperty("jisu.logs.test.servers", "embedded").equals("containers");
    }
}
