package com.jisu.logs.sink;

import com.jisu.logs.sink.BulkAnswer.Failure;
import com.jisu.logs.sink.Document.Form;
import com.jisu.logs.sink.SinkMetrics.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each document of an answered request the outcome that its answer calls for: done, to the dead letters, or to be
 * sent again in one way or another. Used by the sink's thread.
 */
final class Judge {

    private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

    /**
     * An internal error of Elasticsearch that meets one document so often, while others get into its index, is that
     * document's.
     */
    private static final int MAX_INTERNAL_ERRORS = 8;

    /** More are forgotten: nobody but a hostile writer has events of so many days at once. */
    private static final int MAX_INDICES = 1_000;

    /**
     * What is left to do after an answer.
     *
     * @param busy documents that Elasticsearch had no time for
     * @param blocked documents whose index takes none now
     * @param changed documents in another form than the one that was refused
     * @param blocks why, by index
     * @param taking the indices that took a document or had it already
     */
    record Rest(
            List<Document> busy,
            List<Document> blocked,
            List<Document> changed,
            Map<String, Failure> blocks,
            Set<String> taking) {

        Rest() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new HashMap<>(), new HashSet<>());
        }
    }

    private final DeadLetters deadLetters;
    private final SinkMetrics metrics;
    private final Predicate<String> indexExists;

    /** How long an index counts as one that refuses whatever comes, unless it takes a document before. */
    private static final long REFUSING_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** The {@link System#nanoTime} at which an index last took a document. */
    private final Map<String, Long> lastTaken = new HashMap<>();

    /** The {@link System#nanoTime} at which an index refused even the barest form of a document, and took no other. */
    private final Map<String, Long> refusing = new HashMap<>();

    /** The indices of the answer at hand that were asked for and are there. */
    private final Set<String> found = new HashSet<>();

    /** @param indexExists asks Elasticsearch; is itself asked only about indices that have taken nothing yet */
    Judge(DeadLetters deadLetters, SinkMetrics metrics, Predicate<String> indexExists) {
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.indexExists = indexExists;
    }

    /** @param failures in the order of the batch's documents; whatever is not among them was stored */
    Rest judge(Batch batch, List<Failure> failures) {
        Rest rest = new Rest();
        found.clear();
        long now = System.nanoTime();
        int created = 0;
        int next = 0;
        long wallClock = metrics.now();
        for (int i = 0; i < batch.size(); i++) {
            Document document = batch.documents().get(i);
            if (next < failures.size() && failures.get(next).position() == i) {
                failed(document, failures.get(next++), now, rest);
            } else {
                rest.taking.add(document.index().text());
                metrics.indexed(wallClock - document.time());
                if (document.form() == Form.ORIGINAL) {
                    document.answered();
                    created++;
                } else {
                    storedInOtherForm(document);
                }
            }
        }
        metrics.answered(Result.CREATED, created);
        if (lastTaken.size() > MAX_INDICES) {
            lastTaken.clear();
        }
        refusing.keySet().removeAll(rest.taking);
        rest.taking.forEach(index -> lastTaken.put(index, now));
        return rest;
    }

    /** Gives a document up: it is in no index, and nothing that could be tried would change that. */
    void giveUp(Document document, DeadReason reason, String error) {
        metrics.answered(Result.DEAD, 1);
        bury(document, reason, error);
    }

    private void failed(Document document, Failure failure, long now, Rest rest) {
        switch (failure.verdict()) {
            case DUPLICATE -> {
                rest.taking.add(document.index().text());
                duplicate(document);
            }
            case BUSY -> rest.busy.add(document);
            case BLOCKED -> block(document, failure, rest);
            case INTERNAL -> {
                if (document.internalError(now) >= MAX_INTERNAL_ERRORS
                        && tookOthersSince(document.firstInternalError(), document)) {
                    refused(document, failure, now, rest);
                } else {
                    rest.busy.add(document);
                }
            }
            case REFUSED -> {
                if (canExist(document.index().text(), rest)) {
                    refused(document, failure, now, rest);
                } else {
                    // Its creation failed, by a template most likely: that says nothing about the document.
                    block(document, failure, rest);
                }
            }
        }
    }

    private boolean canExist(String index, Rest rest) {
        if (rest.blocks.containsKey(index)) {
            return false;
        }
        if (rest.taking.contains(index) || lastTaken.containsKey(index) || found.contains(index)) {
            return true;
        }
        boolean exists = indexExists.test(index);
        if (exists) {
            found.add(index);
        }
        return exists;
    }

    private static void block(Document document, Failure failure, Rest rest) {
        rest.blocks.put(document.index().text(), failure);
        rest.blocked.add(document);
    }

    private boolean tookOthersSince(long time, Document document) {
        Long taken = lastTaken.get(document.index().text());
        return taken != null && taken - time > 0;
    }

    private void storedInOtherForm(Document document) {
        if (document.form() == Form.REPAIRED) {
            metrics.answered(Result.REPAIRED, 1);
            document.answered();
        } else {
            metrics.answered(Result.MINIMAL, 1);
            bury(document, DeadReason.REFUSED, document.refusal());
        }
    }

    private void duplicate(Document document) {
        if (document.form() == Form.ORIGINAL || document.form() == Form.REPAIRED) {
            metrics.answered(Result.DUPLICATE, 1);
            document.answered();
        } else {
            // Stored before a crash, perhaps: whether the original reached the dead letters then is not known.
            storedInOtherForm(document);
        }
    }

    private void refused(Document document, Failure failure, long now, Rest rest) {
        if (document.isLost()) {
            return;
        }
        LOG.debug("{} was refused as {}: {}: {}", document, document.form(), failure.type(), failure.reason());
        String index = document.index().text();
        Optional<Document> next = document.afterRefusal(failure);
        boolean repaired = next.filter(each -> each.form() == Form.REPAIRED).isPresent();
        if (!repaired && isRefusing(index, now)) {
            block(document.original(), failure, rest);
        } else if (next.isPresent()) {
            rest.changed.add(next.get());
        } else if (rest.taking.contains(index) || tookOthersSince(document.firstRefused(), document)) {
            giveUp(document, DeadReason.REFUSED, document.refusal());
        } else {
            // Its barest form holds nothing to refuse. Full, or without its pipeline, the index refuses whatever comes.
            refusing.put(index, now);
            block(document.original(), failure, rest);
        }
    }

    private boolean isRefusing(String index, long now) {
        Long since = refusing.get(index);
        return since != null && now - since < REFUSING_NANOS;
    }

    private void bury(Document document, DeadReason reason, String error) {
        if (document.isLost()) {
            return; // its new owner comes to the same end
        }
        LOG.debug("{} goes to the dead letters: {}", document, error);
        metrics.dead(reason);
        deadLetters.bury(document.record(), reason, error, document::answered);
    }
}
