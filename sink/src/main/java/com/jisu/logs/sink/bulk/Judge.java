package com.jisu.logs.sink.bulk;

import com.jisu.logs.records.DeadReason;
import com.jisu.logs.sink.document.Delivery;
import com.jisu.logs.sink.document.Delivery.Form;
import com.jisu.logs.sink.elasticsearch.BulkAnswer;
import com.jisu.logs.sink.elasticsearch.BulkAnswer.Failure;
import com.jisu.logs.sink.fields.FieldRoom;
import com.jisu.logs.sink.kafka.DeadLetters;
import com.jisu.logs.sink.metrics.SinkMetrics;
import com.jisu.logs.sink.metrics.SinkMetrics.Result;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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

    /** A document that is too much for its index, less what is too much, so often: then the index counts otherwise. */
    private static final int MAX_FITS = 4;

    /** More than may be under way. */
    private static final int MAX_TAKEN = 100;

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
    record Outcome(
            List<Delivery> busy,
            List<Delivery> blocked,
            List<Delivery> changed,
            Map<String, Failure> blocks,
            Set<String> taking) {

        Outcome() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new HashMap<>(), new HashSet<>());
        }
    }

    /** How long an index counts as one that refuses whatever comes, unless it takes a document before. */
    private static final long REFUSING_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final DeadLetters deadLetters;
    private final SinkMetrics metrics;
    private final Predicate<String> indexExists;
    private final Canary canary;
    private final FieldRoom fieldRoom;

    /** The {@link System#nanoTime} at which the last requests were sent of which an index took a document. */
    private final Map<String, Deque<Long>> taken = new HashMap<>();

    /** The {@link System#nanoTime} at which the request was sent that ended an index's refusing. */
    private final Map<String, Long> recovered = new HashMap<>();

    /** The {@link System#nanoTime} at which an index refused even the barest form of a document, and took no other. */
    private final Map<String, Long> refusing = new HashMap<>();

    /** The indices of the answer at hand that were asked for and are there. */
    private final Set<String> found = new HashSet<>();

    /** The indices that took a document of the answer at hand as it came, less a field or two perhaps. */
    private final Set<String> good = new HashSet<>();

    /** The {@link System#nanoTime} at which the request was sent whose answer is at hand. */
    private long sent;

    /** @param indexExists asks Elasticsearch; is itself asked only about indices that have taken nothing yet */
    Judge(
            DeadLetters deadLetters,
            SinkMetrics metrics,
            Predicate<String> indexExists,
            Canary canary,
            FieldRoom fieldRoom) {
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.indexExists = indexExists;
        this.canary = canary;
        this.fieldRoom = fieldRoom;
    }

    /**
     * Judges the documents of one request.
     *
     * @param failures in the order of the batch's documents; whatever is not among them was stored
     * @param sentNanos the {@link System#nanoTime} at which it was sent
     */
    Outcome judge(Batch batch, List<Failure> failures, long sentNanos) {
        Outcome outcome = new Outcome();
        found.clear();
        good.clear();
        sent = sentNanos;
        stored(batch, failures, outcome);
        good.forEach(index -> takes(index, sentNanos));
        long now = System.nanoTime();
        for (Failure failure : failures) {
            failed(batch.documents().get(failure.position()), failure, now, outcome);
        }
        return outcome;
    }

    private void takes(String index, long sentNanos) {
        if (taken.size() > MAX_INDICES) {
            taken.clear();
            recovered.clear();
        }
        Deque<Long> times = taken.computeIfAbsent(index, key -> new ArrayDeque<>());
        times.addLast(sentNanos);
        if (times.size() > MAX_TAKEN) {
            times.removeFirst();
        }
        if (refusing.remove(index) != null) {
            recovered.put(index, sentNanos);
        }
    }

    /** What was stored, first: whether an index takes others has to do with how those are judged that it refused. */
    private void stored(Batch batch, List<Failure> failures, Outcome outcome) {
        Map<String, Delivery> originals = new HashMap<>();
        int created = 0;
        int next = 0;
        long wallClock = metrics.now();
        for (int i = 0; i < batch.size(); i++) {
            Delivery delivery = batch.documents().get(i);
            String index = delivery.index().text();
            if (next < failures.size() && failures.get(next).position() == i) {
                if (failures.get(next++).verdict() == BulkAnswer.Verdict.DUPLICATE) {
                    outcome.taking.add(index);
                    good.add(index);
                }
                continue;
            }
            outcome.taking.add(index);
            metrics.indexed(wallClock - delivery.time());
            if (delivery.form() == Form.ORIGINAL) {
                originals.put(index, delivery);
                delivery.answered();
                created++;
            } else {
                storedInOtherForm(delivery);
            }
        }
        good.addAll(originals.keySet());
        originals.values().forEach(canary::taken);
        metrics.answered(Result.CREATED, created);
    }

    /** Gives a document up: it is in no index, and nothing that could be tried would change that. */
    void giveUp(Delivery delivery, DeadReason reason, String error) {
        metrics.answered(Result.DEAD, 1);
        bury(delivery, reason, error);
    }

    private void failed(Delivery delivery, Failure failure, long now, Outcome outcome) {
        switch (failure.verdict()) {
            case DUPLICATE -> duplicate(delivery);
            case BUSY -> outcome.busy.add(delivery);
            case BLOCKED -> block(delivery, failure, outcome);
            case INTERNAL -> {
                boolean isLasting = delivery.internalError(now) >= MAX_INTERNAL_ERRORS;
                if (isLasting && takesOthers(delivery, delivery.firstInternalError())) {
                    refused(delivery, failure, now, outcome);
                } else {
                    if (isLasting) {
                        takesCanary(delivery.index().text(), now); // for the next time
                    }
                    outcome.busy.add(delivery);
                }
            }
            case REFUSED -> {
                if (canExist(delivery.index().text(), outcome)) {
                    refused(delivery, failure, now, outcome);
                } else {
                    // Its creation failed, by a template most likely: that says nothing about the document.
                    block(delivery.original(now), failure, outcome);
                }
            }
        }
    }

    private boolean canExist(String index, Outcome outcome) {
        if (outcome.blocks.containsKey(index)) {
            return false;
        }
        if (outcome.taking.contains(index) || taken.containsKey(index) || found.contains(index)) {
            return true;
        }
        boolean exists = indexExists.test(index);
        if (exists) {
            found.add(index);
        }
        return exists;
    }

    private static void block(Delivery delivery, Failure failure, Outcome outcome) {
        outcome.blocks.put(delivery.index().text(), failure);
        outcome.blocked.add(delivery);
    }

    /**
     * Whether an index that refuses a document takes others: of the same request, or of one that was sent between its first
     * refusal and this one. What was sent later says nothing about this one: the index may have been mended since.
     */
    private boolean takesOthers(Delivery delivery, long since) {
        String index = delivery.index().text();
        if (good.contains(index)) {
            return true;
        }
        return since != 0
                && taken.getOrDefault(index, new ArrayDeque<>()).stream()
                        .anyMatch(time -> time - since > 0 && sent - time >= 0);
    }

    /** Whether an index takes what it has taken before: then a document that it refuses again is refused for itself. */
    private boolean takesCanary(String index, long now) {
        Canary.Found canaryFound = canary.ask(index, now);
        boolean takes = canaryFound.finding() == Canary.Finding.TAKEN;
        if (takes) {
            takes(index, canaryFound.sent());
        }
        return takes;
    }

    /** To be sent as it came: at once if what refuses it takes others by now, else when its index does. */
    private void again(Delivery delivery, Failure failure, long now, Outcome outcome) {
        Delivery original = delivery.original(now);
        if (takesCanary(original.index().text(), now)) {
            outcome.changed.add(original);
        } else {
            block(original, failure, outcome);
        }
    }

    private void storedInOtherForm(Delivery delivery) {
        if (delivery.form() == Form.REPAIRED) {
            good.add(delivery.index().text());
            metrics.answered(Result.REPAIRED, 1);
            delivery.answered();
        } else {
            metrics.answered(Result.MINIMAL, 1);
            bury(delivery, DeadReason.REFUSED, delivery.refusal());
        }
    }

    /** Documents that were found before they were sent. */
    void alreadyThere(List<Delivery> documents) {
        documents.forEach(this::duplicate);
    }

    private void duplicate(Delivery delivery) {
        if (delivery.form() == Form.ORIGINAL || delivery.form() == Form.REPAIRED) {
            metrics.answered(Result.DUPLICATE, 1);
            delivery.answered();
        } else {
            // Stored before a crash, perhaps: whether the original reached the dead letters then is not known.
            storedInOtherForm(delivery);
        }
    }

    private void refused(Delivery delivery, Failure failure, long now, Outcome outcome) {
        if (delivery.isLost()) {
            return;
        }
        LOG.debug("{} was refused as {}: {}: {}", delivery, delivery.form(), failure.type(), failure.reason());
        String index = delivery.index().text();
        if (failure.isFieldLimit() && delivery.fits() < MAX_FITS) {
            outcome.changed.add(fieldRoom.afterLimit(delivery, sent));
            return;
        }
        boolean isItsOwn = failure.isAboutItsDocument() || takesOthers(delivery, delivery.firstRefused());
        if (!isItsOwn || isBeforeRecovery(index)) {
            // A pipeline that fails, a proxy: what is refused for no reason of its own is refused with all others.
            again(delivery, failure, now, outcome);
            return;
        }
        Optional<Delivery> next = delivery.afterRefusal(failure);
        boolean repaired = next.filter(each -> each.form() == Form.REPAIRED).isPresent();
        if (!repaired && isRefusing(index, now)) {
            block(delivery.original(now), failure, outcome);
        } else if (next.isPresent()) {
            outcome.changed.add(next.get());
        } else if (takesOthers(delivery, delivery.firstRefused())) {
            outcome.taking.add(index); // it waits for nothing any more
            giveUp(delivery, DeadReason.REFUSED, delivery.refusal());
        } else {
            // Its barest form holds nothing to refuse. Full, or without its pipeline, the index refuses whatever comes.
            refusing.put(index, now);
            again(delivery, failure, now, outcome);
        }
    }

    private boolean isBeforeRecovery(String index) {
        Long end = recovered.get(index);
        return end != null && sent - end < 0;
    }

    private boolean isRefusing(String index, long now) {
        Long since = refusing.get(index);
        return since != null && now - since < REFUSING_NANOS;
    }

    private void bury(Delivery delivery, DeadReason reason, String error) {
        if (delivery.isLost()) {
            return; // its new owner comes to the same end
        }
        LOG.debug("{} goes to the dead letters: {}", delivery, error);
        metrics.dead(reason);
        deadLetters.bury(delivery.record(), reason, error, delivery::answered);
    }
}
