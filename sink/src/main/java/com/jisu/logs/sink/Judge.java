package com.jisu.logs.sink;

import com.jisu.logs.sink.BulkAnswer.Failure;
import com.jisu.logs.sink.Document.Form;
import com.jisu.logs.sink.SinkMetrics.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each document of an answered request the outcome that its answer calls for: done, to the dead letters, or to be
 * sent again in one way or another. Used by the sink's thread.
 */
final class Judge {

    private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

    /** An internal error of Elasticsearch that meets one document so often is that document's. */
    private static final int MAX_INTERNAL_ERRORS = 8;

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

    Judge(DeadLetters deadLetters, SinkMetrics metrics) {
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    /** @param failures in the order of the batch's documents; whatever is not among them was stored */
    Rest judge(Batch batch, List<Failure> failures) {
        Rest rest = new Rest();
        int created = 0;
        int next = 0;
        long now = System.currentTimeMillis();
        for (int i = 0; i < batch.size(); i++) {
            Document document = batch.documents().get(i);
            if (next < failures.size() && failures.get(next).position() == i) {
                failed(document, failures.get(next++), batch.attempt(), rest);
            } else {
                rest.taking.add(document.index().text());
                metrics.indexed(now - document.time());
                if (document.form() == Form.ORIGINAL) {
                    document.answered();
                    created++;
                } else {
                    storedInOtherForm(document);
                }
            }
        }
        metrics.answered(Result.CREATED, created);
        return rest;
    }

    /** Gives a document up: it is in no index, and nothing that could be tried would change that. */
    void giveUp(Document document, String reason, String error) {
        metrics.answered(Result.DEAD, 1);
        bury(document, reason, error);
    }

    private void failed(Document document, Failure failure, int attempt, Rest rest) {
        switch (failure.verdict()) {
            case DUPLICATE -> {
                rest.taking.add(document.index().text());
                duplicate(document);
            }
            case BUSY -> rest.busy.add(document);
            case BLOCKED -> {
                rest.blocks.put(document.index().text(), failure);
                rest.blocked.add(document);
            }
            case INTERNAL -> {
                if (attempt < MAX_INTERNAL_ERRORS) {
                    rest.busy.add(document);
                } else {
                    refused(document, failure, rest);
                }
            }
            case REFUSED -> refused(document, failure, rest);
        }
    }

    private void storedInOtherForm(Document document) {
        if (document.form() == Form.REPAIRED) {
            metrics.answered(Result.REPAIRED, 1);
            document.answered();
        } else {
            metrics.answered(Result.MINIMAL, 1);
            bury(document, "refused", document.refusal());
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

    private void refused(Document document, Failure failure, Rest rest) {
        if (document.isLost()) {
            return;
        }
        LOG.debug("{} was refused as {}: {}: {}", document, document.form(), failure.type(), failure.reason());
        document.afterRefusal(failure)
                .ifPresentOrElse(rest.changed::add, () -> giveUp(document, "refused", document.refusal()));
    }

    private void bury(Document document, String reason, String error) {
        if (document.isLost()) {
            return; // its new owner comes to the same end
        }
        LOG.debug("{} goes to the dead letters: {}", document, error);
        metrics.dead(reason);
        deadLetters.bury(document.record(), reason, error, document::answered);
    }
}
