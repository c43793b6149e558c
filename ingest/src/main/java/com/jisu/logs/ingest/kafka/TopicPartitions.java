package com.jisu.logs.ingest.kafka;

import com.jisu.logs.records.RawHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.header.Header;

/**
 * The raw topic's partitions as they are now: which of them have a leader, and which is an event's by its source.
 * Immutable.
 */
final class TopicPartitions {

    /**
     * For so long after a partition had no leader, its events are not marked as those of all of a source: some of that
     * source may be in another partition. Twice as long as a cut line waits for its last part.
     */
    static final Duration UNSURE = Duration.ofMinutes(1);

    private static final long NEVER = Long.MIN_VALUE;

    private final List<PartitionInfo> infos;

    /** By number, the same headers for all records of a partition. */
    private final List<List<Header>> marks;

    private final boolean[] led;
    /** By number, when a partition had no leader. */
    private final long[] unledNanos;

    private final boolean[] sure;

    private TopicPartitions(
            List<PartitionInfo> infos, List<List<Header>> marks, boolean[] led, long[] unledNanos, boolean[] sure) {
        this.infos = infos;
        this.marks = marks;
        this.led = led;
        this.unledNanos = unledNanos;
        this.sure = sure;
    }

    /**
     * @param infos of all of the topic's partitions
     * @param before as they were before, or null
     */
    static TopicPartitions of(List<PartitionInfo> infos, TopicPartitions before, LongSupplier nanoTime) {
        if (before != null && infos == before.infos && before.isSteady()) {
            return before; // as nearly always: the producer has heard nothing new
        }
        int count = infos.size();
        boolean[] led = new boolean[count];
        for (PartitionInfo info : infos) {
            boolean hasLeader = info.leader() != null && !info.leader().isEmpty();
            if (info.partition() < count) {
                led[info.partition()] = hasLeader;
            }
        }
        long now = nanoTime.getAsLong();
        long[] unledNanos = new long[count];
        boolean[] sure = new boolean[count];
        for (int i = 0; i < count; i++) {
            long last = before != null && i < before.led.length ? before.unledNanos[i] : NEVER;
            unledNanos[i] = led[i] ? last : now;
            sure[i] = unledNanos[i] == NEVER || now - unledNanos[i] > UNSURE.toNanos();
        }
        boolean same = before != null && before.led.length == count;
        return new TopicPartitions(infos, same ? before.marks : marks(count), led, unledNanos, sure);
    }

    private static List<List<Header>> marks(int count) {
        List<List<Header>> marks = new ArrayList<>(count);
        IntStream.range(0, count).forEach(partition -> marks.add(List.of(RawHeaders.ofSource(partition))));
        return marks;
    }

    private boolean isSteady() {
        for (boolean each : sure) {
            if (!each) {
                return false;
            }
        }
        return true;
    }

    boolean isLed(int partition) {
        return partition < led.length && led[partition];
    }

    /** One that has a leader, or any if none has. */
    int any(int number) {
        int[] all = IntStream.range(0, led.length).filter(this::isLed).toArray();
        return all.length == 0 ? number % led.length : all[number % all.length];
    }

    /** The partition of all events of this one's source; {@link EventSource#NONE} where it has no source, or no leader. */
    int ofSource(byte[] event) {
        int hash = EventSource.hash(event);
        if (hash == EventSource.NONE) {
            return EventSource.NONE;
        }
        int partition = hash % led.length;
        return led[partition] ? partition : EventSource.NONE;
    }

    /** The headers of a record that goes to its source's partition. */
    List<Header> headers(int partition) {
        return sure[partition] ? marks.get(partition) : List.of();
    }
}
