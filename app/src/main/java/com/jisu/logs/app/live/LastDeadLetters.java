package com.jisu.logs.app.live;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.app.admin.EventStream;
import com.jisu.logs.app.letters.LetterText;
import com.jisu.logs.records.DeadLetter;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The newest {@value #KEPT} dead letters, cut: all of them are less than {@link EventStream#MAX_EVENT_BYTES}. Used by the tail's
 * thread only.
 */
final class LastDeadLetters {

    static final int KEPT = 20;

    private static final int MAX_PAYLOAD_BYTES = 2_000;
    private static final int MAX_ERROR_CHARS = 500;
    private static final int MAX_ERROR_JSON_BYTES = 600;
    private static final int MAX_WORD_CHARS = 100;
    private static final int MAX_WORD_JSON_BYTES = 120;

    /** Where a letter lies: of those that came in the same millisecond the partition and the offset decide. */
    private record Place(long time, int partition, long offset) {}

    private final TreeMap<Place, ObjectNode> newest = new TreeMap<>(Comparator.comparingLong(Place::time)
            .thenComparingInt(Place::partition)
            .thenComparingLong(Place::offset)
            .reversed());

    private final LetterText letters;
    private long version;
    private String json = "[]";
    private boolean changed;

    /** @param letters what is shown of them */
    LastDeadLetters(LetterText letters) {
        this.letters = letters;
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
        newest.put(new Place(record.timestamp(), record.partition(), record.offset()), describe(record, letters));
        if (newest.size() > KEPT) {
            newest.pollLastEntry();
        }
        changed = true;
    }

    void clear() {
        newest.clear();
        changed = true;
    }

    void showTo(Iterable<Viewer> viewers) {
        if (changed) {
            ArrayNode letters = JsonNodeFactory.instance.arrayNode();
            newest.values().forEach(letters::add);
            json = letters.toString();
            version++;
            changed = false;
        }
        viewers.forEach(viewer -> viewer.deadLetters(version, json));
    }

    static ObjectNode describe(ConsumerRecord<byte[], byte[]> record, LetterText letters) {
        ObjectNode letter = JsonNodeFactory.instance.objectNode();
        letter.put("time", record.timestamp());
        letter.put("at", record.topic() + "-" + record.partition() + " @ " + record.offset());
        letter.put("payload", Cut.utf8(MAX_PAYLOAD_BYTES, MAX_PAYLOAD_BYTES, letters.of(record)));
        letter.put("bytes", record.value() == null ? 0 : record.value().length);
        Optional<DeadLetter> newestDeath = DeadLetter.last(record.headers());
        newestDeath.ifPresent(death -> {
            letter.put("stage", death.stage().code());
            letter.put("reason", word(death.reason()));
            letter.put("error", Cut.to(MAX_ERROR_CHARS, MAX_ERROR_JSON_BYTES, death.error()));
            letter.put("from", word(death.topic()) + "-" + death.partition() + " @ " + death.offset());
        });
        if (newestDeath.isEmpty()) {
            letter.put("error", "somebody else wrote this record: it has no headers of a dead letter");
        }
        return letter;
    }

    /** Headers are of any length, where somebody else wrote them. */
    private static String word(String text) {
        return Cut.to(MAX_WORD_CHARS, MAX_WORD_JSON_BYTES, text);
    }
}
