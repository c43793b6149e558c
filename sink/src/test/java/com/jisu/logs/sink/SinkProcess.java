package com.jisu.logs.sink;

import com.jisu.logs.records.SteadyClock;
import com.jisu.logs.records.Topics;
import com.jisu.logs.sink.api.SinkSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** A sink in a process of its own, so that a test can kill it. It ends when its standard input does. */
final class SinkProcess {

    private SinkProcess() {}

    /** Arguments: Kafka, Elasticsearch, group, index, raw topic, parsed topic, dead-letter topic. */
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
                defaults.target());
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
