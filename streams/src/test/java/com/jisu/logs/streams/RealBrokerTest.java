package com.jisu.logs.streams;

import com.jisu.logs.embedded.EmbeddedKafka;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A role with a real broker of its own in each test. */
abstract class RealBrokerTest {

    @TempDir
    Path directory;

    EmbeddedKafka kafka;
    BrokerFixture broker;
    StreamsLog log;

    @BeforeEach
    void start() throws Exception {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        broker = new BrokerFixture(kafka.bootstrapServers(), directory);
        broker.createTopics();
        log = new StreamsLog();
    }

    @AfterEach
    void stop() {
        log.close();
        broker.close();
        kafka.close();
    }
}
