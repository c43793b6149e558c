package com.jisu.logs.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.records.BoundedConsumer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What one poll brings is bounded in bytes, and the polls together bring everything once. */
class BoundedConsumerTest extends RealSinkTest {

    private static final int MIB = 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void a_poll_ends_with_the_record_that_fills_it() throws Exception {
        send(40, MIB);
        assertThat(polls(40)).allSatisfy(poll -> assertThat(poll).hasSizeLessThanOrEqualTo(8));
    }

    @Test
    void a_record_larger_than_a_poll_comes_alone_or_last() throws Exception {
        send(3, 12 * MIB);
        assertThat(polls(3)).allSatisfy(poll -> assertThat(poll).hasSize(1));
    }

    private void send(int count, int bytes) throws Exception {
        String text = "x".repeat(bytes);
        for (int i = 0; i < count; i++) {
            fixture.send("id-" + i, text, Fixture.DAY_1);
        }
        fixture.flush();
    }

    /** The keys of each poll that brought something, until there were so many records. */
    private List<List<String>> polls(int count) {
        Map<String, Object> properties = new HashMap<>(fixture.kafka());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, fixture.topics.parsed());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        List<List<String>> polls = new ArrayList<>();
        try (BoundedConsumer consumer = new BoundedConsumer(properties)) {
            consumer.subscribe(List.of(fixture.topics.parsed()));
            Instant end = Instant.now().plus(PATIENCE);
            while (polls.stream().mapToInt(List::size).sum() < count
                    && Instant.now().isBefore(end)) {
                List<String> poll = new ArrayList<>();
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    poll.add(new String(record.key()));
                }
                if (!poll.isEmpty()) {
                    polls.add(poll);
                }
            }
        }
        assertThat(polls.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, count).mapToObj(i -> "id-" + i).toList());
        return polls;
    }
}
