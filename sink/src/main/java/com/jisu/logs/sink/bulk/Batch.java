package com.jisu.logs.sink.bulk;

import com.jisu.logs.sink.api.Backoff;
import com.jisu.logs.sink.document.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Documents that go to Elasticsearch in one request. Immutable; equal only to itself. */
final class Batch {

    private final List<Delivery> documents;
    private final int bytes;
    private final int attempt;
    private final long notBefore;

    private Batch(List<Delivery> documents, int attempt, long notBefore) {
        int sum = 0;
        for (Delivery delivery : documents) {
            sum += delivery.bytes();
        }
        this.documents = documents;
        this.bytes = sum;
        this.attempt = attempt;
        this.notBefore = notBefore;
    }

    /** To be sent at once. */
    static Batch first(List<Delivery> documents) {
        return new Batch(documents, 1, System.nanoTime());
    }

    /** These documents of it, later, as the next try. */
    Batch again(List<Delivery> some) {
        return new Batch(some, attempt + 1, System.nanoTime() + Backoff.nanos(attempt));
    }

    /** With these documents more, otherwise the same. */
    Batch and(List<Delivery> more) {
        List<Delivery> all = new ArrayList<>(documents);
        all.addAll(more);
        return new Batch(all, attempt, notBefore);
    }

    /** These documents of it, otherwise the same. */
    Batch with(List<Delivery> some) {
        return new Batch(some, attempt, notBefore);
    }

    /** Those documents of it whose partitions are still ours; itself if all are, nothing if none is. */
    Optional<Batch> withoutLost() {
        if (documents.stream().noneMatch(Delivery::isLost)) {
            return Optional.of(this);
        }
        List<Delivery> ours = documents.stream().filter(each -> !each.isLost()).toList();
        return ours.isEmpty() ? Optional.empty() : Optional.of(with(ours));
    }

    /** At least one. */
    List<Delivery> documents() {
        return documents;
    }

    int size() {
        return documents.size();
    }

    /** Of the plain body. */
    int bytes() {
        return bytes;
    }

    /** About what some of its documents take, of the plain body: they are taken for equally large. */
    int bytesOf(int some) {
        return (int) ((long) bytes * some / documents.size());
    }

    /** Which try this is, from 1. */
    int attempt() {
        return attempt;
    }

    /** The {@link System#nanoTime} to send it at. */
    long notBefore() {
        return notBefore;
    }
}
