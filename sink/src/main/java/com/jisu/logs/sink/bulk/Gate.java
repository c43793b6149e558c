package com.jisu.logs.sink.bulk;

import com.jisu.logs.sink.document.Delivery;
import com.jisu.logs.sink.metrics.SinkMetrics.Retry;
import com.jisu.logs.sink.stream.Streams;
import java.util.List;
import java.util.Optional;

/**
 * What requests pass right before they are sent, where documents go to data streams: what is there already is answered, and what can
 * not be told waits. Used by the sink's thread.
 */
final class Gate {

    /** Takes documents of a batch that have to wait. */
    interface Waiting {
        void add(Batch batch, List<Delivery> documents, Retry reason);
    }

    private final Streams streams;
    private final Judge judge;
    private final BlockedIndices blockedIndices;
    private final Outage outage;
    private final Waiting waiting;

    Gate(Streams streams, Judge judge, BlockedIndices blockedIndices, Outage outage, Waiting waiting) {
        this.streams = streams;
        this.judge = judge;
        this.blockedIndices = blockedIndices;
        this.outage = outage;
        this.waiting = waiting;
    }

    /** The document for the data stream that takes it. */
    Delivery place(Delivery delivery) {
        return streams.place(delivery);
    }

    /** What may be sent of a batch; nothing where none of it may. */
    Optional<Batch> pass(Batch batch) {
        Streams.Sorted sorted = streams.sort(batch.documents());
        judge.alreadyThere(sorted.stored());
        if (sorted.unanswered().isPresent()) {
            outage.failed(sorted.unanswered().get());
            waiting.add(batch, sorted.waiting(), Retry.UNREACHABLE);
        } else if (!sorted.waiting().isEmpty()) {
            blockedIndices.found(sorted.blocks());
            waiting.add(batch, sorted.waiting(), Retry.BLOCKED);
        }
        return sorted.ready().isEmpty() ? Optional.empty() : Optional.of(batch.with(sorted.ready()));
    }

    /** What a batch has done is not known. */
    void unanswered(Batch batch) {
        streams.forget(batch.documents());
    }

    /** Records come that somebody else may have sent before. */
    void takenOver() {
        streams.forgetAll();
    }
}
