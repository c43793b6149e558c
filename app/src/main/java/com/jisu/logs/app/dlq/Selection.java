package com.jisu.logs.app.dlq;

import com.jisu.logs.app.dlq.DeadRecord.Place;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The letters of the topic that a command is about: those that the filters take, of each record only the newest. A
 * record that was replayed and died again has several letters, and the newest one tells of all its deaths; were the older
 * ones replayed too, each replay would double what dies again.
 *
 * <p>The topic is read more than once, so that no letter has to be kept in memory.
 */
final class Selection {

    /** Where a letter stands among others: by time, then by position. */
    record Age(Instant diedAt, int partition, long offset) implements Comparable<Age> {

        private static final Comparator<Age> ORDER =
                Comparator.comparing(Age::diedAt).thenComparing(Age::partition).thenComparing(Age::offset);

        static Age of(DeadRecord letter) {
            return new Age(
                    letter.diedAt(),
                    letter.record().partition(),
                    letter.record().offset());
        }

        @Override
        public int compareTo(Age other) {
            return ORDER.compare(this, other);
        }
    }

    private final DeadLetterTopic topic;
    private final Filters filters;

    /** The newest letters of the records that died more than once. */
    private final Map<Place, Age> newest = new HashMap<>();

    Selection(DeadLetterTopic topic, Filters filters) {
        this.topic = topic;
        this.filters = filters;
        topic.read(filters.since(), letter -> {
            if (letter.history().size() > 1) {
                newest.merge(letter.origin(), Age.of(letter), (a, b) -> a.compareTo(b) > 0 ? a : b);
            }
        });
    }

    /** All of them, whatever the limit; each partition's in its order. */
    void all(Consumer<DeadRecord> receiver) {
        topic.read(filters.since(), letter -> {
            Age last = newest.get(letter.origin());
            if (filters.take(letter) && (last == null || last.equals(Age.of(letter)))) {
                receiver.accept(letter);
            }
        });
    }

    /** As many as the limit allows. */
    void limited(Consumer<DeadRecord> receiver) {
        if (filters.limit().isEmpty()) {
            all(receiver);
            return;
        }
        PriorityQueue<Age> kept = new PriorityQueue<>();
        all(letter -> {
            kept.add(Age.of(letter));
            if (kept.size() > filters.limit().get()) {
                kept.remove();
            }
        });
        Set<Age> chosen = new HashSet<>(kept);
        all(letter -> {
            if (chosen.contains(Age.of(letter))) {
                receiver.accept(letter);
            }
        });
    }
}
