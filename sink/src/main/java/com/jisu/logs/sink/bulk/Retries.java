package com.jisu.logs.sink.bulk;

import com.jisu.logs.sink.api.SinkSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Batches that wait for their next try. Used by the sink's thread. */
final class Retries {

    private final SinkSettings.Batch bounds;
    private final List<Batch> batches = new ArrayList<>();

    /** Of {@link #batches}, the one that documents of blocked indices join. */
    private Batch blocked;

    Retries(SinkSettings.Batch bounds) {
        this.bounds = bounds;
    }

    void add(Batch batch) {
        batches.add(batch);
    }

    /**
     * Adds documents of blocked indices. They wait together: with a batch for the few of each request they would soon take
     * the place of all others.
     */
    void addBlocked(Batch batch) {
        int at = batches.indexOf(blocked);
        Batch joined = at < 0 ? batch : blocked.and(batch.documents());
        if (at >= 0 && joined.bytes() <= bounds.bytes() && joined.size() <= bounds.documents()) {
            batches.set(at, joined);
            blocked = joined;
        } else {
            batches.add(batch);
            blocked = batch;
        }
    }

    /** Takes one that is due. */
    Optional<Batch> takeDue(long now) {
        for (int i = 0; i < batches.size(); i++) {
            if (batches.get(i).notBefore() - now <= 0) {
                return Optional.of(batches.remove(i));
            }
        }
        return Optional.empty();
    }

    /** Takes the first, due or not. */
    Optional<Batch> takeAny() {
        return batches.isEmpty() ? Optional.empty() : Optional.of(batches.remove(0));
    }

    /** Nanoseconds until one is due, not positive if one is; {@link Long#MAX_VALUE} if there is none. */
    long nanosUntilDue(long now) {
        long nanos = Long.MAX_VALUE;
        for (Batch batch : batches) {
            nanos = Math.min(nanos, batch.notBefore() - now);
        }
        return nanos;
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    int size() {
        return batches.size();
    }

    /** Of all documents that wait. */
    long bytes() {
        long bytes = 0;
        for (Batch batch : batches) {
            bytes += batch.bytes();
        }
        return bytes;
    }

    /** Lets go of the documents of partitions that went to another consumer. */
    void dropLost() {
        List<Batch> kept = new ArrayList<>();
        for (Batch batch : batches) {
            batch.withoutLost().ifPresent(kept::add);
        }
        batches.clear();
        batches.addAll(kept);
    }
}
