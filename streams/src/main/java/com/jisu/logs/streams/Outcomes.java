package com.jisu.logs.streams;

import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.DeadReason;
import com.jisu.logs.records.ParsedHeaders;
import com.jisu.logs.records.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of an event, as records of the parsed and the dead topic. One per processor; on its thread. */
final class Outcomes {

    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

    /** How often a document is cut to what compresses well enough, before it is cut to what surely fits. */
    private static final int TRIES = 4;

    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    /** Where outcomes go to: the topics, what they take, and the names of the sinks behind the processor. */
    record Destination(Topics topics, TopicLimits limits, String parsedSink, String deadSink) {}

    private final ProcessorContext<byte[], byte[]> context;
    private final EventMetrics metrics;
    private final Topics topics;
    private final TopicLimits limits;
    private final String parsedSink;
    private final String deadSink;
    private long lostSaid = System.nanoTime() - QUIET_NANOS;

    Outcomes(ProcessorContext<byte[], byte[]> context, EventMetrics metrics, Destination destination) {
        this.context = context;
        this.metrics = metrics;
        this.topics = destination.topics;
        this.limits = destination.limits;
        this.parsedSink = destination.parsedSink;
        this.deadSink = destination.deadSink;
    }

    /** Sends the documents made of an event; if there are none, rules have dropped it, which is counted. */
    void parsed(List<ParsedEvent> documents, Record<byte[], byte[]> raw, RawPosition position, long arrival) {
        if (documents.isEmpty()) {
            metrics.droppedByRules();
        }
        for (ParsedEvent document : documents) {
            if (!parsed(document, arrival, raw.headers())) {
                tooLarge(raw, position, document.document().length);
            }
        }
    }

    /**
     * Sends a document, cut where it is larger than the topic takes.
     *
     * @param before the headers of what the event came as, from which a replayed dead letter's history is kept
     * @return false if it can not be made so small: nothing was sent
     */
    boolean parsed(ParsedEvent event, long arrival, Headers before) {
        Headers headers = new RecordHeaders();
        DeadLetter.copyHistory(before, headers);
        headers.add(ParsedHeaders.TIME, ParsedHeaders.encodeTime(event.time()));
        if (!event.logType().isEmpty()) {
            headers.add(ParsedHeaders.LOG_TYPE, event.logType().getBytes(StandardCharsets.UTF_8));
        }
        ParsedHeaders.addDelivery(
                headers,
                event.delivery().index(),
                event.delivery().id(),
                event.delivery().pipeline(),
                event.delivery().routing());
        byte[] document = event.document();
        List<String> failures = event.failures();
        if (!limits.takes(topics.parsed(), event.id(), document, headers)) {
            Optional<byte[]> cut = cut(topics.parsed(), event.id(), document, headers);
            if (cut.isEmpty()) {
                return false;
            }
            document = cut.get();
            failures = new ArrayList<>(failures);
            failures.add(DocumentCut.TAG);
        }
        metrics.parsed(event, failures);
        context.forward(new Record<>(event.id(), document, arrival, headers), parsedSink);
        return true;
    }

    /** A value cut to what a topic takes, to no less than it has to be. */
    private Optional<byte[]> cut(String topic, byte[] key, byte[] value, Headers headers) {
        int room = limits.room(topic, key, headers);
        double excess = limits.excess(topic, key, value, headers);
        for (int i = 0; i < TRIES; i++) {
            excess *= 1.1;
            int hoped = (int) (value.length / excess);
            Optional<byte[]> cut = hoped > room ? DocumentCut.cut(value, hoped) : Optional.empty();
            if (cut.isPresent() && limits.takes(topic, key, cut.get(), headers)) {
                return cut;
            }
        }
        return DocumentCut.cut(value, room);
    }

    /** A document that can not be cut to what the parsed topic takes. */
    void tooLarge(Record<byte[], byte[]> raw, RawPosition position, int documentBytes) {
        dead(
                raw,
                position,
                DeadReason.TOO_LARGE,
                "the document would have " + documentBytes + " bytes, more than the topic " + topics.parsed()
                        + " takes, and not by long texts, which could be cut");
    }

    /** What is in a topic or a store of Kafka Streams, and was not written there by this version of the program. */
    void foreign(Record<byte[], byte[]> entry) {
        RawPosition position = context.recordMetadata()
                .map(record -> new RawPosition(record.topic(), record.partition(), record.offset()))
                .orElse(new RawPosition(CutLineStore.NAME, context.taskId().partition(), 0));
        dead(entry, position, DeadReason.FOREIGN, "it was not written by this version of jisu-logs");
    }

    /** @param raw key, value and headers of the raw record */
    void dead(Record<byte[], byte[]> raw, RawPosition position, DeadReason reason, String error) {
        Headers headers = new RecordHeaders(raw.headers());
        DeadLetter death = new DeadLetter(
                DeadLetter.Stage.STREAMS,
                reason.code(),
                error,
                position.topic(),
                position.partition(),
                position.offset(),
                raw.timestamp());
        death.addTo(headers);
        metrics.dead(reason);
        Record<byte[], byte[]> letter = raw.withHeaders(headers);
        if (limits.takes(topics.dead(), letter.key(), letter.value(), headers)) {
            context.forward(letter, deadSink);
        } else {
            deadInPart(letter, death);
        }
    }

    /** Sends of a letter what the topic takes, and says in a header that it is not all. */
    private void deadInPart(Record<byte[], byte[]> letter, DeadLetter death) {
        int bytes = letter.value() == null ? 0 : letter.value().length;
        DeadLetter.addCut(letter.headers(), bytes);
        Optional<Record<byte[], byte[]>> part = cutLetter(letter);
        if (part.isEmpty()) {
            // Its key and headers alone are too large. Those of the death are ours, and short but for the error's text.
            Headers own = new RecordHeaders();
            new DeadLetter(
                            death.stage(),
                            death.reason(),
                            "",
                            death.topic(),
                            death.partition(),
                            death.offset(),
                            death.arrival())
                    .addTo(own);
            DeadLetter.addCut(own, bytes);
            part = cutLetter(letter.withKey((byte[]) null).withHeaders(own));
        }
        part.ifPresentOrElse(record -> context.forward(record, deadSink), () -> lost(death));
    }

    /** The texts of an event are cut, so that it can be replayed; what is no event is cut as bytes. */
    private Optional<Record<byte[], byte[]>> cutLetter(Record<byte[], byte[]> letter) {
        int room = limits.room(topics.dead(), letter.key(), letter.headers());
        if (room < 0 || letter.value() == null) {
            return Optional.empty();
        }
        byte[] value = cut(topics.dead(), letter.key(), letter.value(), letter.headers())
                .orElseGet(() -> Arrays.copyOf(letter.value(), Math.min(room, letter.value().length)));
        return Optional.of(letter.withValue(value));
    }

    private void lost(DeadLetter death) {
        metrics.lost();
        long now = System.nanoTime();
        if (now - lostSaid >= QUIET_NANOS) {
            lostSaid = now;
            LOG.error(
                    "The topic {} takes not even the headers of a dead letter: the record at {}-{}:{} ({}) is only counted."
                            + " Raise the topic's max.message.bytes",
                    topics.dead(),
                    death.topic(),
                    death.partition(),
                    death.offset(),
                    death.reason());
        }
    }
}
