package com.jisu.logs.app;

import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.app.config.ConfigurationLoader;
import com.jisu.logs.app.tail.EventFormat;
import com.jisu.logs.app.tail.EventPrinter;
import com.jisu.logs.app.tail.Tail;
import com.jisu.logs.app.tail.Terminal;
import com.jisu.logs.embedded.EmbeddedElasticsearch;
import com.jisu.logs.embedded.EmbeddedKafka;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jisu-logs dev}: the whole pipeline on this machine, its servers included, and the tail on stdout. */
@Command(
        name = "dev",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs everything on this machine: Kafka, Elasticsearch, ingest, streams, sink; parsed events appear on stdout.",
            "Ctrl-C stops it; what it holds is kept in the data directory for the next start."
        },
        footer = {"", "Example:", "  jisu-logs dev --format json | jq .message"})
final class DevCommand implements Callable<Integer> {

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where Kafka and Elasticsearch keep their data (default: ${DEFAULT-VALUE}).")
    private Path dataDirectory = Path.of(".jisu-logs");

    @Option(names = "--beats-port", description = "The Beats input (default: ${DEFAULT-VALUE}).")
    private int beatsPort = 5044;

    @Option(names = "--kafka-port", description = "The embedded Kafka broker (default: ${DEFAULT-VALUE}).")
    private int kafkaPort = 9092;

    @Option(names = "--elasticsearch-port", description = "The embedded Elasticsearch (default: ${DEFAULT-VALUE}).")
    private int elasticsearchPort = 9200;

    @Option(names = "--admin-port", description = "Live page, metrics and health (default: ${DEFAULT-VALUE}).")
    private int adminPort = 9600;

    @Option(
            names = "--kafka-bootstrap",
            paramLabel = "HOST:PORT",
            description = "Use this Kafka instead of an embedded one; takes part in the pipeline that runs on it.")
    private String kafkaBootstrap;

    @Option(
            names = "--elasticsearch-url",
            paramLabel = "URL",
            description = "Use this Elasticsearch instead of an embedded one.")
    private String elasticsearchUrl;

    @Option(
            names = "--format",
            description = "How events appear on stdout: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private EventFormat format = EventFormat.PRETTY;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "A configuration file; the options above win over it.")
    private Path configurationFile;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides one key of the configuration, such as --set streams.schema=logstash.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        // Embedded servers have no address yet, but all else can be checked before they take their time to start.
        Settings.check(
                EnumSet.allOf(Role.class),
                configuration(new Servers(
                        kafkaBootstrap != null ? kafkaBootstrap : "localhost:9092",
                        elasticsearchUrl != null ? elasticsearchUrl : "http://localhost:9200")));
        requireFreePorts();
        try (Shutdown shutdown = new Shutdown()) {
            shutdown.register(DataDirectory.open(dataDirectory));
            Servers servers = startServers(shutdown);
            Configuration configuration = configuration(servers);
            KafkaTopics.createMissing(configuration);
            shutdown.register(startTail(configuration)); // before the roles, so that it stops after them
            Pipeline pipeline = shutdown.register(Pipeline.start(EnumSet.allOf(Role.class), configuration));
            Map<String, String> waiting = pipeline.awaitReady(READY_PATIENCE);
            System.err.print(ready(pipeline, servers));
            if (!waiting.isEmpty()) {
                System.err.println("Not all of it yet: " + waiting + "; events are kept until it is.");
            }
            shutdown.onStop(
                    () -> System.err.println("\nStopping; what was acknowledged is kept in " + dataDirectory + " ..."));
            shutdown.await();
        }
        return 0;
    }

    private static final Duration READY_PATIENCE = Duration.ofSeconds(60);

    /** The addresses of the two servers, embedded or given. */
    private record Servers(String kafka, String elasticsearch) {}

    /** All at once: a port that is taken is found before anything has been started. */
    private void requireFreePorts() {
        requireFree("the Beats input", "--beats-port", beatsPort);
        requireFree("the admin port", "--admin-port", adminPort);
        if (kafkaBootstrap == null) {
            requireFree("Kafka", "--kafka-port", kafkaPort);
        }
        if (elasticsearchUrl == null) {
            requireFree("Elasticsearch", "--elasticsearch-port", elasticsearchPort);
        }
    }

    private static void requireFree(String what, String option, int port) {
        if (port < 0 || port > 65_535) {
            throw new UserError(option + " must be 1 to 65535, or 0 for any free port, not " + port);
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // as the servers do: connections that linger after a stop are no obstacle
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UserError(
                    "port " + port + " for " + what + " is taken; stop what listens there or choose another with "
                            + option,
                    e);
        }
    }

    private Servers startServers(Shutdown shutdown) {
        boolean embedded = kafkaBootstrap == null || elasticsearchUrl == null;
        if (embedded) {
            System.err.println("Starting the servers ...");
        }
        CompletableFuture<String> kafka = kafkaBootstrap != null
                ? CompletableFuture.completedFuture(kafkaBootstrap)
                : CompletableFuture.supplyAsync(
                        () -> shutdown.register(EmbeddedKafka.start(dataDirectory.resolve("kafka"), kafkaPort))
                                .bootstrapServers());
        CompletableFuture<String> elasticsearch = elasticsearchUrl != null
                ? CompletableFuture.completedFuture(elasticsearchUrl)
                : CompletableFuture.supplyAsync(() -> shutdown.register(
                                EmbeddedElasticsearch.start(dataDirectory.resolve("elasticsearch"), elasticsearchPort))
                        .url()
                        .toString());
        return new Servers(joined(kafka), joined(elasticsearch));
    }

    private static String joined(CompletableFuture<String> start) {
        try {
            return start.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private Configuration configuration(Servers servers) {
        return ConfigurationLoader.load(Optional.ofNullable(configurationFile), keys(servers));
    }

    private Map<String, String> keys(Servers servers) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("kafka.bootstrap-servers", servers.kafka());
        keys.put("sink.elasticsearch.url", servers.elasticsearch());
        keys.put("ingest.host", "localhost");
        keys.put("ingest.port", Integer.toString(beatsPort));
        keys.put("admin.port", Integer.toString(adminPort));
        keys.put("streams.state-directory", dataDirectory.resolve("streams").toString());
        keys.putAll(overrides);
        return keys;
    }

    private Tail startTail(Configuration configuration) {
        // System.out is autoflushing and unbuffered: at thousands of events a second it would be the bottleneck.
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 64 * 1024),
                false,
                StandardCharsets.UTF_8);
        return Tail.follow(
                configuration.topics().parsed(),
                KafkaConnection.of(configuration),
                document -> true,
                new EventPrinter(format, Terminal.stdoutHasColours(), out));
    }

    private String ready(Pipeline pipeline, Servers servers) {
        String beats = "localhost:" + pipeline.beatsPort();
        String to = pipeline.beatsPort() == 5044 ? "" : " --to " + beats;
        return """
                jisu-logs is ready.
                  Beats input      %s
                  Kafka            %s
                  Elasticsearch    %s
                  Live page        http://localhost:%d
                Parsed events appear here. Try in another terminal:
                  ./jisu-logs send%s --type nginx samples/nginx-access.log
                  curl '%s/jisu-logs-*/_search?q=http.response.status_code:500&pretty'
                Ctrl-C stops it.
                """.formatted(
                beats, servers.kafka(), servers.elasticsearch(), pipeline.adminPort(), to, servers.elasticsearch());
    }
}
