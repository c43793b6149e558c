package com.jisu.logs.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.embedded.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./jisu-logs tail} on a busy topic. */
class TailTest {

    private static final int PER_SECOND = 10_000;
    private static final int SECONDS = Integer.getInteger("jisu.logs.tail.seconds", 3);
    private static final int MARKED = 100; // one of so many

    @TempDir
    private Path directory;

    @Test
    void grep_finds_everything_in_10_000_events_a_second_and_joins_no_group() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 20),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic("jisu-logs-parsed", Optional.of(6), Optional.empty())))
                    .all()
                    .get();
            producer.send(document(0)).get();
            try (Program tail = Program.start(
                    directory,
                    "tail",
                    "--since=1h",
                    "--grep=marked-[0-9]+",
                    "--format=json",
                    "--kafka-bootstrap=" + kafka.bootstrapServers())) {
                await().atMost(Duration.ofSeconds(60)).until(() -> shown(tail) == 1);
                long begin = System.nanoTime();
                for (int i = 1; i < PER_SECOND * SECONDS; i++) {
                    producer.send(document(i));
                    if (i % 100 == 0) {
                        long early = begin + i * 1_000_000_000L / PER_SECOND - System.nanoTime();
                        TimeUnit.NANOSECONDS.sleep(Math.max(0, early));
                    }
                }
                producer.flush();
                long produced = System.nanoTime();
                long missing = PER_SECOND * SECONDS / MARKED - shown(tail);
                await().atMost(Duration.ofSeconds(60)).until(() -> shown(tail) == PER_SECOND * SECONDS / MARKED);
                System.out.printf(
                        "tail: %d events in %.1f s; when the last was produced %d of %d marked ones were to be shown, %d ms"
                                + " later none%n",
                        PER_SECOND * SECONDS,
                        (produced - begin) / 1e9,
                        missing,
                        PER_SECOND * SECONDS / MARKED,
                        (System.nanoTime() - produced) / 1_000_000);

                assertThat(admin.listGroups().all().get()).isEmpty();
                tail.interrupt();
                assertThat(tail.exitCode()).isEqualTo(130);
                assertThat(tail.stderr()).isEmpty();
            }
        }
    }

    @Test
    void a_topic_that_is_not_there_is_one_clear_line_and_is_not_created() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Program tail = Program.run(directory, "tail", "--kafka-bootstrap=" + kafka.bootstrapServers());
            assertThat(tail.exitCode()).isEqualTo(1);
            assertThat(tail.stderr().lines()).singleElement().asString().contains("there is no topic jisu-logs-parsed");
            assertThat(admin.listTopics().names().get()).doesNotContain("jisu-logs-parsed");
        }
    }

    private static long shown(Program tail) throws Exception {
        return tail.stdout().lines().filter(line -> line.endsWith("}")).count();
    }

    /** Some 700 bytes, as an nginx line becomes. */
    private static ProducerRecord<byte[], byte[]> document(int number) {
        String text = "{\"message\":\"" + (number % MARKED == 0 ? "marked-" + number : "number " + number)
                + "\",\"rest\":\"" + "some text of an event that nobody looks for; ".repeat(15) + "\"}";
        return new ProducerRecord<>("jisu-logs-parsed", text.getBytes(StandardCharsets.UTF_8));
    }
}
