package com.jisu.logs.sink;

import com.jisu.logs.servers.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One real broker and one real node for all tests of the module, started by the first that asks. Tests keep apart by
 * the names of their topics and indices; one that stops a server starts it again.
 */
public class Servers implements AutoCloseable {

    private final Path directory;
    private final TestServer kafka;
    private final TestServer elasticsearch;

    private Servers(Path directory, TestServer kafka, TestServer elasticsearch) {
        this.directory = directory;
        this.kafka = kafka;
        this.elasticsearch = elasticsearch;
    }

    /** The same broker with another node. Closing these closes the node alone. */
    Servers with(TestServer node) {
        return new Servers(directory, kafka, node) {
            @Override
            public void close() throws IOException {
                node.close();
            }
        };
    }

    TestServer kafka() {
        return kafka;
    }

    TestServer elasticsearch() {
        return elasticsearch;
    }

    public void killElasticsearch() {
        elasticsearch.kill();
    }

    public void startElasticsearch() {
        elasticsearch.start();
    }

    public void stopKafka() {
        kafka.stop();
    }

    public void startKafka() {
        kafka.start();
    }

    @Override
    public void close() throws IOException {
        elasticsearch.close();
        kafka.close();
        delete(directory);
    }

    private static Servers start() {
        try {
            Path directory = Files.createTempDirectory("jisu-logs-sink-test");
            return new Servers(
                    directory,
                    TestServer.kafka(directory.resolve("kafka")),
                    TestServer.search(directory.resolve("elasticsearch")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(directory)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }

    /** Hands the servers to tests; closes them after the last. */
    public static final class Extension implements ParameterResolver, BeforeAllCallback {

        @Override
        public void beforeAll(ExtensionContext context) {
            TestServer.assumeAvailable();
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Servers.class;
        }

        @Override
        public Servers resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getStore(StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(Servers.class, key -> start(), Servers.class);
        }
    }
}
