package com.jisu.logs.sink;

import com.jisu.logs.records.SteadyClock;
import com.jisu.logs.records.Topics;
import com.jisu.logs.sink.api.SinkSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A sink in a process of its own, so that a test can kill it. It ends when its standard input does. */
final class SinkProcess {

    private SinkProcess() {}

    /** Starts one, with the fixture's settings. */
    static Process start(Fixture fixture, Path directory) throws IOException {
        SinkSettings settings = fixture.settings();
        Stream<String> jvm = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                SinkProcess.class.getName());
        Stream<String> arguments = Stream.of(
                fixture.kafka().get("bootstrap.servers").toString(),
                settings.urls().get(0).toString(),
                settings.groupId(),
                settings.index(),
                fixture.topics.raw(),
                fixture.topics.parsed(),
                fixture.topics.dead(),
                settings.target().kind().name());
        List<String> command = Stream.concat(jvm, arguments).toList();
        File console = directory.resolve("sink.log").toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(console))
                .start();
    }

    /** Arguments: Kafka, Elasticsearch, group, index, raw topic, parsed topic, dead-letter topic, kind of target. */
    public static void main(String[] arguments) throws Exception {
        SinkSettings defaults = TestSettings.of(URI.create(arguments[1]));
        SinkSettings settings = new SinkSettings(
                defaults.urls(),
                defaults.access(),
                arguments[3],
                defaults.indexPatterns(),
                new SinkSettings.Batch(1024 * 1024, 2_000, Duration.ofMillis(200)),
                defaults.requestsInFlight(),
                defaults.gzip(),
                defaults.requestTimeout(),
                defaults.indexMode(),
                defaults.newFieldsPerService(),
                arguments[2],
                new SinkSettings.Target(
                        SinkSettings.TargetKind.valueOf(arguments[7]), SinkSettings.Target.DEFAULT_MAX_STREAMS));
        Topics topics = new Topics(arguments[4], arguments[5], arguments[6]);
        // A static member takes its partitions up again at once, without waiting for its own session to end.
        Map<String, Object> kafka = Map.of("bootstrap.servers", arguments[0], "group.instance.id", "one");
        try (ElasticsearchSink sink =
                ElasticsearchSink.start(settings, topics, kafka, new SteadyClock(), new SimpleMeterRegistry())) {
            while (System.in.read() >= 0) {
                // until the parent closes the pipe
            }
            System.out.println(sink.state());
        }
    }
}
