package com.jisu.logs.app.retention;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * When records came, without reading them: the broker tells the first record from a time on, and the time is narrowed down.
 * What is known of a partition is kept, so that a reader which stands still costs nothing, and one which goes on little.
 *
 * <p>Times are the broker's, of its records. Not thread-safe.
 */
final class Arrivals {

    private final Map<TopicPartition, Known> known = new HashMap<>();

    /** The record at an offset came at this time, or somewhat later. */
    private record Known(long offset, long millis) {}

    /** It came not before {@code from} and not after {@code to}. */
    private record Range(long offset, long from, long to) {

        Range narrowed(long asked, ListOffsetsResultInfo first) {
            if (isNone(first) || first.offset() > offset) {
                return new Range(offset, from, asked);
            }
            return new Range(offset, first.timestamp(), first.offset() == offset ? first.timestamp() : to);
        }

        long middle() {
            return from + (to - from + 1) / 2;
        }
    }

    /**
     * When the records at these offsets came, or up to so many milliseconds before that.
     *
     * @param now the time on the broker's clock
     * @throws ExecutionException if the broker refuses to tell, with its reason as the cause
     */
    Map<TopicPartition, Long> of(Admin admin, Map<TopicPartition, Long> offsets, long now, long tolerance)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Range> ranges = begin(admin, offsets, now);
        Map<TopicPartition, Long> asked = middles(ranges, tolerance);
        while (!asked.isEmpty()) {
            for (Map.Entry<TopicPartition, ListOffsetsResultInfo> first :
                    first(admin, asked).entrySet()) {
                long time = asked.get(first.getKey());
                ranges.computeIfPresent(first.getKey(), (partition, range) -> range.narrowed(time, first.getValue()));
            }
            asked = middles(ranges, tolerance);
        }
        known.keySet().retainAll(offsets.keySet());
        ranges.forEach((partition, range) -> known.put(partition, new Known(range.offset(), range.from())));
        return offsets.keySet().stream()
                .collect(Collectors.toMap(each -> each, each -> known.get(each).millis()));
    }

    /** The times to ask for: of each range that is too wide its middle. */
    private static Map<TopicPartition, Long> middles(Map<TopicPartition, Range> ranges, long tolerance) {
        return ranges.entrySet().stream()
                .filter(each -> each.getValue().to() - each.getValue().from() > tolerance)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().middle()));
    }

    /** What is not known of offsets: from the record before on, or from the partition's first. */
    private Map<TopicPartition, Range> begin(Admin admin, Map<TopicPartition, Long> offsets, long now)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Range> ranges = new HashMap<>();
        Map<TopicPartition, Long> unknown = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            Known before = known.get(partition);
            if (before == null || before.offset() > offset) {
                unknown.put(partition, 0L);
            } else if (before.offset() < offset) {
                ranges.put(partition, new Range(offset, before.millis(), Math.max(now, before.millis())));
            }
        });
        first(admin, unknown).forEach((partition, first) -> {
            long from = isNone(first) ? now : first.timestamp();
            boolean exact = isNone(first) || first.offset() >= offsets.get(partition);
            ranges.put(partition, new Range(offsets.get(partition), from, exact ? from : Math.max(now, from)));
        });
        return ranges;
    }

    private static boolean isNone(ListOffsetsResultInfo first) {
        return first.offset() < 0 || first.timestamp() < 0;
    }

    /** The first record of each partition that has this time or a later one; offset -1 where there is none. */
    private static Map<TopicPartition, ListOffsetsResultInfo> first(Admin admin, Map<TopicPartition, Long> times)
            throws ExecutionException, InterruptedException {
        if (times.isEmpty()) {
            return Map.of();
        }
        return admin.listOffsets(times.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, each -> OffsetSpec.forTimestamp(each.getValue()))))
                .all()
                .get();
    }
}
