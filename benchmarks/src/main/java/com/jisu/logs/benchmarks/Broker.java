package com.jisu.logs.benchmarks;

import com.jisu.logs.embedded.EmbeddedKafka;
import java.nio.file.Path;

/** A Kafka broker in a process of its own, so that its CPU time is not counted with anybody else's. Ends with its stdin. */
final class Broker {

    private Broker() {}

    public static void main(String[] args) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(args[0]), 0)) {
            System.out.println("broker " + kafka.bootstrapServers());
            while (System.in.read() >= 0) {
                // wait for the end of the benchmark, which closes our stdin
            }
        }
    }
}
