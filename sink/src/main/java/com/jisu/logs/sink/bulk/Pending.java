package com.jisu.logs.sink.bulk;

import com.jisu.logs.sink.document.Delivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

/** Documents that were polled and not sent yet, in their order. Used by the sink's thread. */
final class Pending {

    private final Deque<Delivery> documents = new ArrayDeque<>();
    private long bytes;
    private long since;

    void add(Delivery delivery) {
        if (documents.isEmpty()) {
            since = System.nanoTime();
        }
        documents.addLast(delivery);
        bytes += delivery.bytes();
    }

    /**
     * Takes the first.
     *
     * @param maxBytes of all; one that is larger still goes, alone
     * @param prepare what is done to each
     * @param now since when those wait that are left
     */
    List<Delivery> take(int maxBytes, int maxDocuments, UnaryOperator<Delivery> prepare, long now) {
        List<Delivery> taken = new ArrayList<>(Math.min(documents.size(), maxDocuments));
        long sum = 0;
        while (!documents.isEmpty() && taken.size() < maxDocuments) {
            int next = documents.getFirst().bytes();
            if (!taken.isEmpty() && sum + next > maxBytes) {
                break;
            }
            sum += next;
            taken.add(prepare.apply(documents.removeFirst()));
        }
        bytes -= sum;
        since = now;
        return taken;
    }

    boolean isEmpty() {
        return documents.isEmpty();
    }

    int size() {
        return documents.size();
    }

    long bytes() {
        return bytes;
    }

    /** The {@link System#nanoTime} from which on the first has waited. */
    long since() {
        return since;
    }

    /** Lets go of the documents of partitions that went to another consumer. */
    void dropLost() {
        documents.removeIf(Delivery::isLost);
        bytes = documents.stream().mapToLong(Delivery::bytes).sum();
    }
}
