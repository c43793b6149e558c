package com.jisu.logs.streams;

import static com.jisu.logs.streams.ContainerEvent.cri;
import static com.jisu.logs.streams.ContainerEvent.jsonFile;
import static com.jisu.logs.streams.ContainerEvent.part;
import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.CutLines;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.api.ParserObserver;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.records.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in the store when an instance is killed, and what the next one makes of it. */
class LineJoinerTest {

    private static final ParserSettings PARSERS = ParserFixture.DEFAULTS;

    private final KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(CutLineStore.NAME), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();

    private static final Outcomes.Destination DESTINATION = new Outcomes.Destination(
            new Topics("raw", "parsed", "dead"),
            new TopicLimits(),
            ParsingTopology.JOINED,
            ParsingTopology.JOINED_DEAD);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Commits commits = new Commits();
    private KeptParts.Limits limits = KeptParts.Limits.DEFAULT;
    private long now = 1_000_000;
    private MockProcessorContext<byte[], byte[]> context;
    private LineJoiner joiner;

    @BeforeEach
    void start() {
        context = new MockProcessorContext<>();
        if (!store.isOpen()) {
            store.init(context.getStateStoreContext(), store);
        }
        context.addStateStore(store);
        context.setCurrentSystemTimeMs(now);
        Joining joining = new Joining(() -> Duration.ofMillis(now).toNanos(), commits, limits);
        joiner = new LineJoiner(
                new CurrentParser(PARSERS, Optional.empty(), ParserObserver.NONE),
                new EventMetrics(metrics),
                DESTINATION,
                joining);
        joiner.init(context);
    }

    @Test
    void an_open_line_gets_its_full_time_again_and_is_joined() {
        add(jsonFile("c1", "stdout", 0, part("one ")), jsonFile("c1", "stdout", 100, part("two ")));
        now += 10 * CutLines.MAX_AGE_MILLIS; // nobody was there
        start();
        pass(CutLines.MAX_AGE_MILLIS - 1);
        assertThat(messages()).isEmpty();

        add(jsonFile("c1", "stdout", 200, "three\n"));

        assertThat(messages()).containsExactly(part("one ") + part("two ") + "three");
    }

    @Test
    void a_line_that_had_ended_is_sent_again_with_its_id_and_its_last_part_changes_nothing() {
        byte[] last = jsonFile("c1", "stdout", 100, "two\n");
        add(jsonFile("c1", "stdout", 0, part("one ")), last);
        List<String> ids = ids();
        start();
        add(last); // it had not been committed
        assertThat(messages()).isEmpty();

        pass(1_000);

        assertThat(messages()).containsExactly(part("one ") + "two");
        assertThat(ids()).isEqualTo(ids);
    }

    @Test
    void a_line_that_ends_by_time_is_marked_before_it_is_sent() {
        add(cri("c1", "stdout", 0, "P", "one "));
        pass(CutLines.MAX_AGE_MILLIS);
        assertThat(messages()).isEmpty();
        start();
        add(cri("c1", "stdout", 100, "F", "another"));
        assertThat(messages()).containsExactly("another");
        context.resetForwards();

        pass(1_000);

        assertThat(messages()).containsExactly("one ");
    }

    @Test
    void a_line_that_ended_by_size_stays_apart_from_the_next_one() {
        String part = "x".repeat(600_000);
        add(cri("c1", "stdout", 0, "P", part), cri("c1", "stdout", 700_000, "P", part));
        assertThat(messages()).containsExactly(part);
        start();
        add(cri("c1", "stdout", 1_400_000, "F", "end"));
        assertThat(messages()).containsExactly(part + "end");
        context.resetForwards();

        pass(1_000);

        assertThat(messages()).containsExactly(part);
    }

    @Test
    void what_is_left_of_a_line_that_was_being_deleted_is_deleted() {
        add(jsonFile("c1", "stdout", 0, part("one ")), jsonFile("c1", "stdout", 100, part("two ")));
        add(jsonFile("c1", "stdout", 200, "three\n"));
        store.delete(keys().get(0));
        start();
        pass(1_000);

        assertThat(messages()).isEmpty();
        assertThat(keys()).isEmpty();
    }

    @Test
    void a_line_that_the_next_run_ended_is_sent_again_and_takes_no_part_of_another() {
        add(cri("c1", "stdout", 200, "P", "two "), cri("c1", "stdout", 100, "P", "one "));
        assertThat(messages()).containsExactly("two ");
        store.delete(keys().get(1)); // that part had not reached the changelog
        start();
        add(cri("c1", "stdout", 300, "F", "three"));
        assertThat(messages()).containsExactly("three");
        context.resetForwards();

        pass(1_000);

        assertThat(messages()).containsExactly("two ");
    }

    @Test
    void parts_in_the_format_of_before_are_joined() {
        add(jsonFile("c1", "stdout", 0, part("one ")));
        Bytes key = keys().get(0);
        byte[] value = store.get(key);
        int head = 2 + 3 * Long.BYTES + 2 * Integer.BYTES + 22;
        ByteBuffer before = ByteBuffer.allocate(value.length - 3 * Long.BYTES);
        before.put((byte) 1).put((byte) 1).put(value, 2, head - 2);
        before.put(value, head + 3 * Long.BYTES, value.length - head - 3 * Long.BYTES);
        store.put(key, before.array());
        start();
        add(jsonFile("c1", "stdout", 100, "two\n"));

        assertThat(messages()).containsExactly(part("one ") + "two");
    }

    @Test
    void where_room_runs_out_the_oldest_open_lines_are_sent_as_they_are() {
        limits = new KeptParts.Limits(8, 1 << 20);
        start();
        for (int i = 0; i < 7; i++) {
            add(jsonFile("c" + i, "stdout", 0, part("one " + i)));
        }
        assertThat(messages()).isEmpty();
        pass(1_000);
        assertThat(messages()).containsExactly(part("one 0"), part("one 1"), part("one 2"));
        assertThat(metrics.get("jisu.logs.streams.joined")
                        .tag("end", "room")
                        .counter()
                        .count())
                .isEqualTo(3);
        context.resetForwards();

        add(jsonFile("c6", "stdout", 100, "two\n"));

        assertThat(messages()).containsExactly(part("one 6") + "two");
    }

    @Test
    void where_room_runs_out_sent_parts_are_forgotten_when_kafka_has_their_documents() {
        limits = new KeptParts.Limits(1_000, 200_000);
        start();
        for (int i = 0; i < 20; i++) {
            add(jsonFile("c1", "stdout", 2 * i, i, part("one ")), jsonFile("c1", "stdout", 2 * i + 1, i, "two\n"));
        }
        assertThat(messages()).hasSize(20);
        assertThat(keys()).hasSize(40);
        assertThat(context.committed()).isTrue();

        commits.add();
        add(jsonFile("c1", "stdout", 100, 50, part("one ")));

        assertThat(keys()).hasSizeBetween(10, 25);
        assertThat(forgotten()).isEqualTo(41 - keys().size());
        start(); // what is left is whole
        pass(1_000);
        assertThat(messages()).hasSizeBetween(5, 12).allMatch(message -> message.equals(part("one ") + "two"));
    }

    private double forgotten() {
        return metrics.get("jisu.logs.streams.parts.forgotten").counter().count();
    }

    @Test
    void a_task_that_is_begun_again_begins_with_its_store() {
        add(jsonFile("c1", "stdout", 0, part("one ")));
        joiner.init(context);
        add(jsonFile("c1", "stdout", 100, "two\n"));

        assertThat(messages()).containsExactly(part("one ") + "two");
    }

    @Test
    void who_waits_for_nothing_does_not_tick() {
        assertThat(ticking()).isEmpty();

        add(jsonFile("c1", "stdout", 0, part("one ")));
        add(jsonFile("c2", "stdout", 0, part("other ")));
        assertThat(ticking()).hasSize(1);

        add(jsonFile("c1", "stdout", 100, "two\n"), jsonFile("c2", "stdout", 100, "two\n"));
        pass(1_000);
        assertThat(ticking())
                .as("the parts of lines that were sent are remembered")
                .hasSize(1);

        pass(LineJoiner.KEPT.toMillis());
        assertThat(ticking()).isEmpty();
        assertThat(store.approximateNumEntries()).isZero();
    }

    @Test
    void who_takes_up_an_open_line_ticks_without_a_record() {
        add(cri("c1", "stdout", 0, "P", "one "));
        start();
        pass(CutLines.MAX_AGE_MILLIS);
        pass(1_000);

        assertThat(messages()).containsExactly("one ");
    }

    private void add(byte[]... events) {
        for (byte[] event : events) {
            RawPosition position = new RawPosition("raw", 0, 0);
            joiner.process(new Record<>(new byte[0], event, now, new RawRecord(position, now).toHeaders()));
        }
    }

    private void pass(long millis) {
        now += millis;
        context.setCurrentSystemTimeMs(now);
        ticking().forEach(ticks -> ticks.getPunctuator().punctuate(now));
    }

    private List<MockProcessorContext.CapturedPunctuator> ticking() {
        return context.scheduledPunctuators().stream()
                .filter(ticks -> !ticks.cancelled())
                .toList();
    }

    private List<String> messages() {
        return context.forwarded(ParsingTopology.JOINED).stream()
                .map(forward -> new String(forward.record().value(), StandardCharsets.UTF_8))
                .map(document -> document.replaceAll("(?s).*\"message\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private List<String> ids() {
        return context.forwarded(ParsingTopology.JOINED).stream()
                .map(forward -> new String(forward.record().key(), StandardCharsets.US_ASCII))
                .toList();
    }

    private List<Bytes> keys() {
        List<Bytes> keys = new ArrayList<>();
        try (var entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                keys.add(entry.key);
            }
        }
        return keys;
    }
}
