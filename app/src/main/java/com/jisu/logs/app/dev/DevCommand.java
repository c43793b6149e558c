package com.jisu.logs.app.dev;

import com.jisu.logs.app.api.EventFormat;
import com.jisu.logs.app.api.Role;
import com.jisu.logs.app.api.UsageError;
import com.jisu.logs.app.api.UserError;
import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.app.kafka.ClientProperties;
import com.jisu.logs.app.kafka.KafkaTopics;
import com.jisu.logs.app.roles.Parts;
import com.jisu.logs.app.roles.Pipeline;
import com.jisu.logs.app.roles.Shutdown;
import com.jisu.logs.app.settings.ConfigurationOptions;
import com.jisu.logs.app.settings.Settings;
import com.jisu.logs.app.tail.EventFilter;
import com.jisu.logs.app.tail.EventPrinter;
import com.jisu.logs.app.tail.Tail;
import com.jisu.logs.sink.ElasticsearchSetup;
import com.jisu.logs.sink.api.SinkSettings.TargetKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jisu-logs dev}: the whole pipeline on this machine, its servers included, and the tail on stdout. */
@Command(
        name = "dev",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs everything on this machine: Kafka, Elasticsearch or OpenSearch, ingest, streams, sink; parsed events appear on stdout.",
            "Ctrl-C stops it; what it holds is kept in the data directory for the next start."
        },
        footer = {"", "Example:", "  jisu-logs dev --format json | jq .message"})
public final class DevCommand implements Callable<Integer> {

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where the servers keep their data (default: ${DEFAULT-VALUE}).")
    private Path dataDirectory = Path.of(".jisu-logs");

    @Option(names = "--beats-port", paramLabel = "PORT", description = "The Beats input (default: ${DEFAULT-VALUE}).")
    private int beatsPort = 5044;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            description = "The embedded Kafka broker (default: ${DEFAULT-VALUE}).")
    private int kafkaPort = 9092;

    @Option(
            names = "--elasticsearch-port",
            paramLabel = "PORT",
            description = "The embedded Elasticsearch or OpenSearch (default: ${DEFAULT-VALUE}).")
    private int elasticsearchPort = 9200;

    @Option(
            names = "--opensearch",
            description = "Start OpenSearch instead of Elasticsearch; each keeps data of its own.")
    private boolean opensearch;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            description = "Live page, metrics and health (default: ${DEFAULT-VALUE}).")
    private int adminPort = 9600;

    @Option(
            names = "--kafka-bootstrap",
            paramLabel = "HOST:PORT",
            description = "Use this Kafka instead of an embedded one; takes part in the pipeline that runs on it.")
    private String kafkaBootstrap;

    @Option(
            names = "--elasticsearch-url",
            paramLabel = "URL",
            description = "Use this Elasticsearch or OpenSearch instead of an embedded one.")
    private String elasticsearchUrl;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "Rules of your own (docs/rules.md), as streams.rules; read again when the file changes.")
    private Path rules;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "How events appear on stdout: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private EventFormat format = EventFormat.PRETTY;

    @Mixin
    private ConfigurationOptions options;

    private DiskWatch watch;

    @Override
    public Integer call() throws Exception {
        try {
            return run();
        } catch (Exception | InternalError e) {
            if (watch != null && watch.isFull()) {
                return 1; // it has been said
            }
            throw e;
        }
    }

    private int run() throws Exception {
        requireRules();
        requireServers();
        requirePorts();
        sayWhatIsIgnored();
        // Embedded servers have no address yet, but all else can be checked before they take their time to start.
        Configuration checked = configuration(new Servers(
                kafkaBootstrap != null ? kafkaBootstrap : "localhost:9092",
                elasticsearchUrl != null ? elasticsearchUrl : "http://localhost:9200"));
        requireFreePorts();
        if (kafkaBootstrap != null) {
            requireKafka(checked);
        }
        if (elasticsearchUrl != null) {
            requireElasticsearch(checked);
        }
        try (Shutdown shutdown = new Shutdown()) {
            DiskSpace disk = new DiskSpace(dataDirectory);
            disk.problem(DiskSpace.TO_START).ifPresent(problem -> {
                throw new UserError(problem);
            });
            shutdown.register(DataDirectory.open(dataDirectory));
            watch = shutdown.register(DiskWatch.start(disk)); // first in, last out
            if (embedded()) {
                System.err.println("Starting the servers ...");
            }
            // The node takes longest: everything but the sink starts meanwhile.
            Parts embedded =
                    shutdown.register(new Parts()); // whenever they have started: they stop after all that uses them
            StartingNode node = startSearch(embedded);
            Servers servers = new Servers(startKafka(embedded), node.url());
            Configuration configuration = configuration(servers);
            if (kafkaBootstrap == null) {
                KafkaTopics.createMissing(configuration, EnumSet.allOf(Role.class)); // one that runs has had its turn
            }
            shutdown.register(startTail(configuration)); // before the roles, so that it stops after them
            Pipeline pipeline = shutdown.register(Pipeline.of(EnumSet.allOf(Role.class)));
            pipeline.start(configuration, node::await);
            Map<String, String> waiting = pipeline.awaitReady(READY_PATIENCE);
            System.err.print(new ReadyText(
                            "localhost:" + pipeline.beatsPort(),
                            servers.kafka(),
                            search(),
                            servers.elasticsearch(),
                            configuration.sink().target() == TargetKind.DATA_STREAM ? "logs-*-*" : "jisu-logs-*",
                            pipeline.adminPort())
                    .text(configuration.ingest().tls(), Settings.typesOfRules(configuration)));
            if (!waiting.isEmpty()) {
                System.err.println("Not all of it yet: " + waiting + "; events are kept until it is.");
            }
            shutdown.onStop(this::announceStop);
            shutdown.await();
        }
        return 0;
    }

    private void announceStop() {
        if (!watch.isFull()) {
            System.err.println("\nStopping; what was acknowledged is kept in " + dataDirectory + " ...");
        }
    }

    /** Keys that are for another Elasticsearch than the embedded one. */
    private static final List<String> ACCESS = List.of(
            "sink.elasticsearch.user",
            "sink.elasticsearch.password",
            "sink.elasticsearch.password-file",
            "sink.elasticsearch.api-key",
            "sink.elasticsearch.api-key-file",
            "sink.elasticsearch.ca-file",
            "sink.elasticsearch.certificate",
            "sink.elasticsearch.key",
            "sink.elasticsearch.key-password",
            "sink.elasticsearch.key-password-file");

    private static final Duration READY_PATIENCE = Duration.ofSeconds(60);

    /** The addresses of the two servers, embedded or given. */
    private record Servers(String kafka, String elasticsearch) {}

    /** A port that something of ours will listen on. */
    private record Port(String what, String option, int number) {}

    private List<Port> ports() {
        List<Port> ports = new ArrayList<>();
        ports.add(new Port("the Beats input", "--beats-port", beatsPort));
        ports.add(new Port("metrics and health", "--admin-port", adminPort));
        if (kafkaBootstrap == null) {
            ports.add(new Port("Kafka", "--kafka-port", kafkaPort));
        }
        if (elasticsearchUrl == null) {
            ports.add(new Port(search(), "--elasticsearch-port", elasticsearchPort));
        }
        return ports;
    }

    /** What this option names is said of it, and not of the key that it sets. */
    private void requireRules() {
        if (rules == null) {
            return;
        }
        if (Files.isDirectory(rules)) {
            throw new UsageError("--rules: " + rules + " is a directory; name a file");
        }
        if (!Files.isReadable(rules)) {
            throw new UsageError(
                    "--rules: " + (Files.exists(rules) ? rules + " can not be read" : "there is no file " + rules));
        }
    }

    private void sayWhatIsIgnored() {
        if (elasticsearchUrl == null) {
            List<String> hidden = options.hidden(ACCESS, keys(new Servers("localhost:9092", "http://localhost:9200")));
            if (!hidden.isEmpty()) {
                System.err.println("dev's own " + search() + " has neither users nor TLS; passed over: "
                        + String.join(", ", hidden));
            }
        }
    }

    /** A production installation has none of its own. */
    private void requireServers() {
        if (embedded() && !serversAreInstalled()) {
            throw new UserError(
                    "the servers of dev are a part of their own: unpack jisu-logs-VERSION-dev.tar.gz over this"
                            + " installation, or name servers that run with --kafka-bootstrap and --elasticsearch-url");
        }
        if (opensearch && elasticsearchUrl != null) {
            throw new UsageError(
                    "--opensearch starts a node, and --elasticsearch-url names one that runs; leave one out");
        }
        if (opensearch && !EmbeddedServers.hasOpenSearch()) {
            throw new UserError("the OpenSearch node of dev is a part of its own: unpack"
                    + " jisu-logs-VERSION-opensearch-dev.tar.gz over this installation");
        }
    }

    static boolean serversAreInstalled() {
        return DevCommand.class.getResource("/com/jisu/logs/embedded/EmbeddedKafka.class") != null;
    }

    private boolean embedded() {
        return kafkaBootstrap == null || elasticsearchUrl == null;
    }

    private void requirePorts() {
        for (Port port : ports()) {
            if (port.number() < 0 || port.number() > 65_535) {
                throw new UsageError(
                        port.option() + " must be 1 to 65535, or 0 for any free port, not " + port.number());
            }
        }
        Map<Integer, Port> byNumber = new HashMap<>();
        for (Port port : ports()) {
            Port same = port.number() == 0 ? null : byNumber.put(port.number(), port);
            if (same != null) {
                throw new UsageError(same.option() + " and " + port.option() + " are both " + port.number()
                        + "; each needs a port of its own");
            }
        }
    }

    /** All at once: ports that are taken are found before anything has been started. */
    private void requireFreePorts() {
        List<Port> taken =
                ports().stream().filter(port -> isTaken(port.number())).toList();
        if (!taken.isEmpty()) {
            throw new UserError(taken.stream()
                            .map(port -> "port " + port.number() + " for " + port.what() + " (" + port.option() + ")")
                            .collect(Collectors.joining(", "))
                    + (taken.size() == 1 ? " is taken" : " are taken")
                    + "; stop what listens there, or choose others with these options");
        }
    }

    private static boolean isTaken(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // as the servers do: connections that linger after a stop are no obstacle
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** In production the roles wait for a Kafka that is away; here a wrong address is more likely. */
    private static void requireKafka(Configuration configuration) throws InterruptedException {
        try {
            KafkaTopics.createMissingNow(configuration);
        } catch (UserError e) {
            throw new UserError(e.getMessage() + "; start it, or correct --kafka-bootstrap", e);
        }
    }

    /** The same for the sink. */
    private void requireElasticsearch(Configuration configuration) {
        try (ElasticsearchSetup setup = ElasticsearchSetup.of(Settings.sink(configuration))) {
            setup.problem().ifPresent(problem -> {
                throw new UserError(setup.serverName() + " at " + elasticsearchUrl + " can not be used: " + problem
                        + "; start it, or correct --elasticsearch-url");
            });
        }
    }

    private String startKafka(Parts embedded) {
        return kafkaBootstrap != null
                ? kafkaBootstrap
                : EmbeddedServers.startKafka(embedded, dataDirectory.resolve("kafka"), kafkaPort);
    }

    private StartingNode startSearch(Parts embedded) {
        if (elasticsearchUrl != null) {
            return StartingNode.that(elasticsearchUrl);
        }
        return StartingNode.on(elasticsearchPort, port -> {
            if (opensearch) {
                EmbeddedServers.startOpenSearch(embedded, dataDirectory.resolve("opensearch"), port);
            } else {
                EmbeddedServers.startElasticsearch(embedded, dataDirectory.resolve("elasticsearch"), port);
            }
        });
    }

    /** What an embedded one is called; of another one it is not known yet. */
    private String search() {
        return opensearch ? "OpenSearch" : "Elasticsearch";
    }

    private Configuration configuration(Servers servers) {
        return options.load(EnumSet.allOf(Role.class), keys(servers));
    }

    private Map<String, String> keys(Servers servers) {
        Map<String, String> keys = new LinkedHashMap<>();
        if (elasticsearchUrl == null) {
            ACCESS.forEach(key -> keys.put(key, ""));
        }
        keys.put("kafka.bootstrap-servers", servers.kafka());
        keys.put("sink.elasticsearch.url", servers.elasticsearch());
        keys.put("ingest.host", "localhost");
        keys.put("ingest.port", Integer.toString(beatsPort));
        keys.put("admin.port", Integer.toString(adminPort));
        keys.put("streams.state-directory", dataDirectory.resolve("streams").toString());
        if (rules != null) {
            keys.put("streams.rules", rules.toString());
        }
        return keys;
    }

    private Tail startTail(Configuration configuration) {
        return Tail.follow(
                configuration.topics().parsed(),
                ClientProperties.of(configuration),
                Optional.empty(),
                EventFilter.ALL,
                EventPrinter.toStdout(format));
    }
}
