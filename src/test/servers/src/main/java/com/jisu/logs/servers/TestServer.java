package com.jisu.logs.servers;

import com.jisu.logs.embedded.EmbeddedElasticsearch;
import com.jisu.logs.embedded.EmbeddedKafka;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;

/**
 * A real Kafka broker or Elasticsearch node that a test holds: an embedded one, or, where the build was started with {@code
 * -Pcontainers}, one in a container. It keeps address and data when it is stopped or killed and started again.
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
     * Starts a broker.
     *
     * @param directory for an embedded one's data
     */
    static TestServer kafka(Path directory) {
        assumeAvailable();
        return inContainers()
                ? ContainerServer.kafka()
                : new EmbeddedServer<>(
                        port -> EmbeddedKafka.start(directory, port), EmbeddedKafka::port, EmbeddedKafka::close);
    }

    /**
     * Starts a node.
     *
     * @param directory for an embedded one's data
     */
    static TestServer elasticsearch(Path directory) {
        assumeAvailable();
        return inContainers()
                ? ContainerServer.elasticsearch()
                : new EmbeddedServer<>(
                        port -> EmbeddedElasticsearch.start(directory, port),
                        EmbeddedElasticsearch::port,
                        EmbeddedElasticsearch::kill);
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
