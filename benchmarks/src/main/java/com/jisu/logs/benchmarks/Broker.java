package com.jisu.logs.benchmarks;

import com.jisu.logs.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A Kafka broker in a process of its own, so that its CPU time is not counted with anybody else's. Ends with its stdin. */
final class Broker {

    private Broker() {}

    /** Starts one whose data is in the directory. */
    static MeasuredProcess start(Path directory) throws IOException {
        return MeasuredProcess.java(
                "kafka", "1g", Broker.class, List.of(directory.resolve("kafka").toString()));
    }

    /** Waits until it is ready. */
    static String bootstrapServers(MeasuredProcess broker) throws IOException {
        return broker.awaitLine(Pattern.compile("^broker (\\S+)"));
    }

    public static void main(String[] args) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(args[0]), 0)) {
            System.out.println("broker " + kafka.bootstrapServers());
            while (System.in.read() >= 0) {
                // wait for the end of the benchmark, which closes our stdin
            }
        }
    }
}
