package com.jisu.logs.app.dev;

import com.jisu.logs.app.api.EventFormat;
import com.jisu.logs.app.api.Role;
import com.jisu.logs.app.api.UserError;
import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.app.kafka.ClientProperties;
import com.jisu.logs.app.kafka.KafkaTopics;
import com.jisu.logs.app.parse.ParseCommand;
import com.jisu.logs.app.roles.Parts;
import com.jisu.logs.app.roles.Pipeline;
import com.jisu.logs.app.roles.Shutdown;
import com.jisu.logs.app.settings.ConfigurationOptions;
import com.jisu.logs.app.tail.EventFilter;
import com.jisu.logs.app.tail.EventPrinter;
import com.jisu.logs.app.tail.Tail;
import com.jisu.logs.ingest.client.LumberjackClient;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code jisu-logs warm-up}: starts the roles and ends, so that a JVM with {@code -XX:DumpLoadedClassList} can list their
 * classes for faster starts. For the launcher and for image builds. Where the embedded broker is installed it runs, too,
 * for {@code dev}, and an event goes through. Before that a line is parsed as {@code parse} does it.
 */
@Command(
        name = "warm-up",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Starts the roles and ends: for a class data sharing archive.",
        footer = {"", "Example:", "  java -XX:DumpLoadedClassList=jisu-logs.classes -jar jisu-logs-app.jar warm-up"})
public final class WarmUpCommand implements Callable<Integer> {

    private static final EnumSet<Role> ROLES = EnumSet.allOf(Role.class);

    /** Nobody listens there. */
    private static final String NOBODY = "127.0.0.1:1";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The launcher waits for this command, and starts without an archive where there is none. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private static final String LINE = "192.0.2.1 - - [24/Nov/2026:00:00:00 +0000] \"GET / HTTP/1.1\" 200 2 \"-\""
            + " \"Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0\"\n";

    private static final String EVENT = """
            {"@timestamp": "2026-11-24T00:00:00.000Z", "fields": {"logtype": "nginx"}, "message": "192.0.2.1 - - \
            [24/Nov/2026:00:00:00 +0000] \\"GET / HTTP/1.1\\" 200 2 \\"-\\" \\"curl/8.5.0\\""}""";

    @Mixin
    private ConfigurationOptions options;

    @Override
    public Integer call() throws IOException, InterruptedException {
        endAfter(LONGEST);
        parse();
        if (DevCommand.serversAreInstalled()) {
            withKafka();
        } else {
            withoutKafka();
        }
        return 0;
    }

    /** Whatever hangs, the start that waits for this must not. */
    private static void endAfter(Duration time) {
        Thread watch = new Thread(
                () -> {
                    try {
                        Thread.sleep(time.toMillis());
                    } catch (InterruptedException e) {
                        return; // nobody does
                    }
                    System.err.println("jisu-logs: warm-up is not done after " + time.toSeconds() + " s");
                    Runtime.getRuntime().halt(1);
                },
                "jisu-warm-up-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void parse() throws IOException {
        Path file = Files.createTempFile("jisu-logs-warm-up", ".log");
        Files.writeString(file, LINE);
        if (new CommandLine(new ParseCommand()).execute("--type", "nginx", file.toString()) != 0) {
            throw new UserError("a line was not parsed");
        }
        Files.delete(file);
    }

    private void withoutKafka() throws IOException, InterruptedException {
        Pipeline pipeline = Pipeline.startWithoutKafka(ROLES, configuration(Map.of("kafka.bootstrap-servers", NOBODY)));
        try (LumberjackClient filebeat = connect(pipeline)) {
            filebeat.send(EVENT.getBytes(StandardCharsets.UTF_8));
            filebeat.flush();
            lookAt(pipeline);
        }
        System.exit(0); // without closing: every part would wait in vain for the servers
    }

    private void withKafka() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("jisu-logs-warm-up");
        try (Shutdown shutdown = new Shutdown()) {
            Configuration configuration = configuration(Map.of(
                    "kafka.bootstrap-servers",
                    EmbeddedServers.startKafka(shutdown.register(new Parts()), directory.resolve("kafka"), 0),
                    "streams.state-directory",
                    directory.resolve("streams").toString()));
            KafkaTopics.createMissing(configuration, EnumSet.allOf(Role.class));
            Tail tail = shutdown.register(Tail.follow(
                    configuration.topics().parsed(),
                    ClientProperties.of(configuration),
                    Optional.empty(),
                    EventFilter.ALL,
                    new EventPrinter(EventFormat.PRETTY, false, new PrintStream(OutputStream.nullOutputStream()))
                            .atMost(1)));
            Pipeline pipeline = shutdown.register(Pipeline.start(ROLES, configuration));
            try (LumberjackClient filebeat = connect(pipeline)) {
                filebeat.send(EVENT.getBytes(StandardCharsets.UTF_8));
                filebeat.awaitAcknowledged();
            }
            if (!tail.awaitEnd(PATIENCE)) {
                throw new UserError("an event did not get through within " + PATIENCE.toSeconds() + " s");
            }
            lookAt(pipeline);
        }
        delete(directory);
    }

    private Configuration configuration(Map<String, String> more) {
        Map<String, String> keys = new HashMap<>(more);
        keys.put("sink.elasticsearch.url", "http://" + NOBODY);
        keys.put("ingest.host", "127.0.0.1");
        keys.put("ingest.port", "0");
        keys.put("ingest.shutdown-timeout", "100ms");
        keys.put("admin.port", "0");
        return options.load(ROLES, keys);
    }

    private static LumberjackClient connect(Pipeline pipeline) throws IOException {
        return LumberjackClient.connect(
                LumberjackClient.Settings.of("127.0.0.1", pipeline.beatsPort()), acknowledged -> {});
    }

    private static void lookAt(Pipeline pipeline) throws IOException {
        for (String path : List.of("/metrics", "/health/live")) {
            URI.create("http://127.0.0.1:" + pipeline.adminPort() + path)
                    .toURL()
                    .openStream()
                    .readAllBytes();
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
}
