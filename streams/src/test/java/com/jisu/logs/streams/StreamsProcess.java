package com.jisu.logs.streams;

import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.records.SteadyClock;
import com.jisu.logs.records.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** An instance in a process of its own, so that a test can kill it. It ends when its standard input does. */
final class StreamsProcess {

    private StreamsProcess() {}

    /** Arguments: Kafka, state directory. */
    public static void main(String[] arguments) throws Exception {
        ParserSettings parsers = ParserFixture.DEFAULTS;
        try (ParsingStreams streams = ParsingStreams.start(
                new StreamsSettings("joining", 1, Path.of(arguments[1]), Optional.empty()),
                parsers,
                Optional.empty(),
                Topics.DEFAULT,
                Map.of("bootstrap.servers", arguments[0], "consumer.session.timeout.ms", 6_000),
                new SteadyClock(),
                new SimpleMeterRegistry())) {
            while (System.in.read() >= 0) {
                // until the parent closes the pipe
            }
            System.out.println(streams.state());
        }
    }
}
