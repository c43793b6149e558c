package com.jisu.logs.streams;

import static com.jisu.logs.streams.BrokerFixture.PATIENCE;
import static com.jisu.logs.streams.BrokerFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What used to stop the role for ever: it goes on, and says in a line what it does. */
@Tag("long")
class RecoveryTest extends RealBrokerTest {

    private static final String PARSED = Topics.DEFAULT.parsed();
    private static final String DEAD = Topics.DEFAULT.dead();
    private static final String CUT = BrokerFixture.APPLICATION + "-cut-repartition";

    @Test
    void a_document_larger_than_the_parsed_topic_takes_is_cut_and_those_behind_it_come() throws Exception {
        broker.limit(PARSED, 100_000);
        broker.running();
        broker.event(1, "first " + noise(300_000));
        broker.event(2, "second");

        ConsumerRecord<byte[], byte[]> cut = broker.awaitDocument("\"first ");
        assertThat(text(cut)).contains("\"_truncated\"");
        assertThat(cut.value().length).isGreaterThan(90_000);
        assertThat(text(broker.awaitDocument("\"second\""))).doesNotContain("_truncated");
        assertThat(broker.read(DEAD)).isEmpty();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void a_document_that_compresses_to_what_the_topic_takes_stays_whole() throws Exception {
        broker.limit(PARSED, 100_000);
        broker.running();
        broker.event(1, "again and ".repeat(30_000));

        ConsumerRecord<byte[], byte[]> whole = broker.awaitDocument("again and ");
        assertThat(whole.value().length).isGreaterThan(300_000);
        assertThat(text(whole)).doesNotContain("_truncated");
    }

    @Test
    void a_document_that_can_not_be_cut_becomes_a_dead_letter_with_the_raw_event() throws Exception {
        broker.limit(PARSED, 20_000);
        broker.running();
        Random random = new Random(5);
        StringBuilder numbers = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            numbers.append(random.nextInt()).append(',');
        }
        byte[] event = ("{\"@timestamp\":\"2026-11-29T10:00:00.000Z\",\"message\":\"m\",\"n\":[" + numbers + "0]}")
                .getBytes(StandardCharsets.UTF_8);
        broker.send(Topics.DEFAULT.raw(), event);
        broker.event(2, "behind");

        ConsumerRecord<byte[], byte[]> letter = broker.awaitLetter();
        assertThat(letter.value()).isEqualTo(event);
        DeadLetter death = DeadLetter.last(letter.headers()).orElseThrow();
        assertThat(death.reason()).isEqualTo("too_large");
        assertThat(death.error()).contains(PARSED);
        broker.awaitDocument("\"behind\"");
    }

    @Test
    void a_letter_larger_than_the_dead_topic_takes_is_shortened_and_says_so() throws Exception {
        broker.limit(DEAD, 10_000);
        broker.running();
        String garbage = "no JSON " + noise(300_000);
        broker.send(Topics.DEFAULT.raw(), garbage.getBytes(StandardCharsets.UTF_8));
        broker.event(2, "behind");

        ConsumerRecord<byte[], byte[]> letter = broker.awaitLetter();
        assertThat(letter.value().length).isBetween(8_000, 10_000);
        assertThat(garbage).startsWith(text(letter));
        assertThat(new String(letter.headers().lastHeader(DeadLetter.CUT).value(), StandardCharsets.UTF_8))
                .isEqualTo(Integer.toString(garbage.length()));
        assertThat(DeadLetter.last(letter.headers()).orElseThrow().reason()).isEqualTo("not_json");
        broker.awaitDocument("\"behind\"");
    }

    @Test
    void a_dead_topic_that_takes_not_even_a_letters_headers_is_counted_and_stops_nothing() throws Exception {
        broker.limit(DEAD, 100);
        broker.running();
        broker.send(Topics.DEFAULT.raw(), "no JSON".getBytes(StandardCharsets.UTF_8));
        broker.event(2, "behind");

        broker.awaitDocument("\"behind\"");
        assertThat(broker.metrics().get("jisu.logs.streams.lost").counter().count())
                .isEqualTo(1);
        assertThat(log.lines()).singleElement().asString().contains(DEAD, "jisu-logs-raw-0:0");
    }

    @Test
    void a_limit_that_is_lowered_while_documents_come_holds_nothing_up() throws Exception {
        broker.running();
        broker.event(1, "before");
        broker.awaitDocument("\"before\"");
        broker.limit(PARSED, 50_000);
        broker.event(2, "large " + noise(300_000)); // the new bound is not known yet
        broker.event(3, "behind");

        assertThat(text(broker.awaitDocument("\"large "))).contains("_truncated");
        broker.awaitDocument("\"behind\"");
        assertThat(log.lines()).hasSizeLessThanOrEqualTo(1);
        assertThat(log.hasStackTrace()).isFalse();
    }

    @Test
    void a_foreign_record_in_the_repartition_topic_becomes_a_dead_letter() throws Exception {
        broker.running();
        broker.send(CUT, "somebody else's".getBytes(StandardCharsets.UTF_8));
        broker.send(Topics.DEFAULT.raw(), ContainerEvent.cri("c1", "stdout", 0, "P", "one "));
        broker.send(Topics.DEFAULT.raw(), ContainerEvent.cri("c1", "stdout", 100, "F", "two"));

        broker.awaitDocument("\"one two\"");
        ConsumerRecord<byte[], byte[]> letter = broker.awaitLetter();
        assertThat(text(letter)).isEqualTo("somebody else's");
        DeadLetter death = DeadLetter.last(letter.headers()).orElseThrow();
        assertThat(death.reason()).isEqualTo("foreign");
        assertThat(death.topic()).isEqualTo(CUT);
    }

    @Test
    void a_parsed_topic_that_is_gone_is_waited_for_with_a_line_for_its_begin_and_its_end() throws Exception {
        ParsingStreams streams = broker.running();
        broker.event(1, "before");
        broker.awaitDocument("\"before\"");
        broker.delete(PARSED);
        broker.event(2, "meanwhile");
        await().atMost(PATIENCE).until(() -> !streams.running() && streams.waiting());

        broker.createTopic(PARSED, 1);
        broker.awaitDocument("\"meanwhile\"");
        broker.event(3, "after");
        broker.awaitDocument("\"after\"");
        await().atMost(PATIENCE).until(streams::running);
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(0)).contains("the topic " + PARSED + " does not exist");
        assertThat(log.lines().get(1)).contains("goes on");
        assertThat(log.hasStackTrace()).isFalse();
    }

    @Test
    void a_raw_topic_that_is_deleted_and_made_anew_is_read_from_its_begin() throws Exception {
        ParsingStreams streams = broker.running();
        broker.event(1, "before");
        broker.awaitDocument("\"before\"");
        broker.delete(Topics.DEFAULT.raw());
        await().atMost(PATIENCE).until(() -> !streams.running());

        broker.createTopic(Topics.DEFAULT.raw(), 1);
        broker.event(2, "anew");
        broker.awaitDocument("\"anew\"");
        await().atMost(PATIENCE).until(streams::running);
        assertThat(log.hasStackTrace()).isFalse();
        assertThat(log.lines()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void topics_of_its_own_that_are_gone_are_made_anew_and_lines_are_joined_as_before() throws Exception {
        ParsingStreams streams = broker.running();
        broker.delete(CUT);
        broker.delete(BrokerFixture.APPLICATION + "-cut-lines-changelog");
        await().atMost(PATIENCE).until(() -> log.lines().stream().anyMatch(line -> line.contains("was deleted")));
        broker.send(Topics.DEFAULT.raw(), ContainerEvent.cri("c1", "stdout", 0, "P", "one "));
        broker.send(Topics.DEFAULT.raw(), ContainerEvent.cri("c1", "stdout", 100, "F", "two"));

        broker.awaitDocument("\"one two\"");
        await().atMost(PATIENCE).until(streams::running);
        assertThat(log.hasStackTrace()).isFalse();
    }

    @Test
    void a_topic_of_its_own_with_other_partitions_is_named_and_waited_for() throws Exception {
        broker.createTopic(CUT, 3);
        ParsingStreams streams = broker.start();
        await().atMost(PATIENCE).until(streams::waiting);
        assertThat(log.lines()).singleElement().asString().contains(CUT, "3 partitions");
        broker.delete(CUT);
        broker.event(1, "goes on");
        broker.awaitDocument("\"goes on\"");
    }

    private static String noise(int length) {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) ('!' + 2 + random.nextInt(57))); // no quote, no backslash
        }
        return text.toString();
    }
}
