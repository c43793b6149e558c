package com.jisu.logs.app;

import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.ingest.LumberjackClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code jisu-logs warm-up}: starts the roles without servers and ends, so that a JVM with {@code
 * -XX:ArchiveClassesAtExit} can keep their classes for faster starts. For the launcher and for image builds.
 */
@Command(
        name = "warm-up",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Starts the roles without servers and ends: for a class data sharing archive.",
        footer = {"", "Example:", "  java -XX:ArchiveClassesAtExit=jisu-logs.jsa -jar jisu-logs-app.jar warm-up"})
final class WarmUpCommand implements Callable<Integer> {

    /** Nobody listens there. */
    private static final String NO_KAFKA = "127.0.0.1:1";

    @Mixin
    private ConfigurationOptions options;

    @Override
    public Integer call() throws IOException, InterruptedException {
        EnumSet<Role> roles = EnumSet.allOf(Role.class);
        Configuration configuration = options.load(
                roles,
                Map.of(
                        "kafka.bootstrap-servers", NO_KAFKA,
                        "sink.elasticsearch.url", "http://127.0.0.1:1",
                        "ingest.host", "127.0.0.1",
                        "ingest.port", "0",
                        "ingest.shutdown-timeout", "100ms",
                        "admin.port", "0"));
        Pipeline pipeline = Pipeline.startWithoutKafka(roles, configuration);
        try (LumberjackClient filebeat = LumberjackClient.connect(
                LumberjackClient.Settings.of("127.0.0.1", pipeline.beatsPort()), acknowledged -> {})) {
            filebeat.send("{}".getBytes(StandardCharsets.UTF_8));
            filebeat.flush();
            for (String path : new String[] {"/metrics", "/health/live"}) {
                URI.create("http://127.0.0.1:" + pipeline.adminPort() + path)
                        .toURL()
                        .openStream()
                        .readAllBytes();
            }
        }
        System.exit(0); // without closing: every part would wait in vain for the servers
        return 0;
    }
}
