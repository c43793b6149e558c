package com.jisu.logs.streams;

import static com.jisu.logs.streams.BrokerFixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.jisu.logs.embedded.EmbeddedKafka;
import com.jisu.logs.records.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process whose wall clock steps, by libfaketime, while the broker's does not. Only with {@code -Djisu.logs.clocks=true}:
 * it needs a machine that does nothing else.
 */
@EnabledIfSystemProperty(named = "jisu.logs.clocks", matches = "true")
class ClockStepTest {

    private static final TopicPartition RAW = new TopicPartition(Topics.DEFAULT.raw(), 0);

    @TempDir
    private Path directory;

    private Path library;
    private int number;

    @BeforeEach
    void needsLibfaketime() {
        Optional<Path> found = Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu")
                .map(machine -> Path.of("/usr/lib", machine, "faketime", "libfaketime.so.1"))
                .filter(Files::exists)
                .findFirst();
        assumeTrue(found.isPresent(), "libfaketime is not here (Debian: apt-get install faketime)");
        library = found.get();
    }

    @Test
    void events_go_on_and_are_committed_after_the_clock_steps_by_an_hour_back_and_forward() throws Exception {
        setClock(0);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
                BrokerFixture broker = new BrokerFixture(kafka.bootstrapServers(), directory)) {
            broker.createTopics();
            Process streams = process(kafka.bootstrapServers());
            try {
                assertGoesOn(broker);
                for (int hours : new int[] {-1, 0, 1}) {
                    int said = steps();
                    setClock(hours * 3600);
                    await().atMost(PATIENCE).until(() -> steps() > said);
                    assertGoesOn(broker);
                    awaitTwoSessions();
                    assertGoesOn(broker);
                }
            } finally {
                streams.getOutputStream().close();
                if (!streams.waitFor(40, TimeUnit.SECONDS)) {
                    streams.destroyForcibly().waitFor();
                }
            }
        }
    }

    /** Sends an event, and waits for its document and for the commit of its raw record. */
    private void assertGoesOn(BrokerFixture broker) throws Exception {
        number++;
        broker.event(number, "event " + number);
        broker.awaitDocument("\"event " + number + "\"");
        await().atMost(PATIENCE).untilAsserted(() -> {
            OffsetAndMetadata committed = broker.admin()
                    .listConsumerGroupOffsets("joining")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(RAW);
            assertThat(committed).isNotNull();
            assertThat(committed.offset()).isEqualTo(number);
        });
    }

    /** Who sends no heartbeats is out of the group by then. */
    private static void awaitTwoSessions() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(14);
        await().atMost(PATIENCE).until(() -> System.nanoTime() - end > 0);
    }

    private int steps() throws Exception {
        return Files.readString(directory.resolve("log")).split("clock stepped", -1).length - 1;
    }

    private void setClock(int secondsAhead) throws Exception {
        Path next = directory.resolve("clock.next");
        Files.writeString(next, String.format("%+d%n", secondsAhead));
        Files.move(
                next, directory.resolve("clock"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Process process(String kafka) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StreamsProcess.class.getName(),
                        kafka,
                        directory.resolve("state").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "LD_PRELOAD", library.toString(),
                        "FAKETIME_TIMESTAMP_FILE", directory.resolve("clock").toString(),
                        "FAKETIME_CACHE_DURATION", "1",
                        "DONT_FAKE_MONOTONIC", "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC", "1"));
        return builder.start();
    }
}
