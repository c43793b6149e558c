package com.jisu.logs.sink.bulk;

import com.jisu.logs.records.DeadReason;
import com.jisu.logs.sink.api.SinkSettings;
import com.jisu.logs.sink.document.Delivery;
import com.jisu.logs.sink.elasticsearch.BulkAnswer;
import com.jisu.logs.sink.elasticsearch.BulkAnswer.Failure;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection.Reply;
import com.jisu.logs.sink.elasticsearch.TemplateSetup;
import com.jisu.logs.sink.fields.FieldRoom;
import com.jisu.logs.sink.fields.IndexMapping;
import com.jisu.logs.sink.kafka.DeadLetters;
import com.jisu.logs.sink.metrics.SinkMetrics;
import com.jisu.logs.sink.metrics.SinkMetrics.Retry;
import com.jisu.logs.sink.stream.Streams;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Follows every document from the poll to its answer: gathers them into batches, has a bounded number of requests in
 * flight, and gives each document the outcome that its answer calls for.
 *
 * <p>All of it runs on the sink's thread. Answers reach that thread through the queue of events.
 */
public final class Deliveries {

    /** A request that a cluster which is there leaves unanswered so often is halved: its size may be why. */
    private static final int MAX_UNANSWERED = 4;

    /**
     * So many requests at least may wait for their next try before nothing new is sent: where only one may be in flight,
     * one document of a closed index would otherwise hold up all others.
     */
    private static final int MIN_HELD = 8;

    private final SinkSettings settings;
    private final TemplateSetup setup;
    private final DeadLetters deadLetters;
    private final SinkMetrics metrics;
    private final BlockingQueue<Runnable> events;
    private final Pace pace;
    private final Outage outage;

    private final Pending pending = new Pending();
    private final Retries waiting;
    private final InFlight inFlight;
    private final Judge judge;
    private final BlockedIndices blockedIndices;
    private final Canary canary;
    private final FieldRoom fieldRoom;
    private final Gate gate;
    private final Throttle throttle = new Throttle(Throttle.INTERVAL);
    private boolean flushing;

    /** Whether the last try of an outage was with a batch that had waited. */
    private boolean triedAgain;

    public Deliveries(
            SinkSettings settings,
            ElasticsearchConnection elasticsearch,
            TemplateSetup setup,
            DeadLetters deadLetters,
            SinkMetrics metrics,
            BlockingQueue<Runnable> events) {
        this.settings = settings;
        this.outage = new Outage(
                () -> setup.server().name(),
                settings.urls().stream().map(URI::toString).collect(Collectors.joining(", ")));
        this.inFlight = new InFlight(elasticsearch, settings.gzip(), events::add, this::onReply);
        this.setup = setup;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.events = events;
        this.waiting = new Retries(settings.batch());
        Streams streams = new Streams(elasticsearch, setup, metrics, settings.target());
        this.canary = new Canary(elasticsearch, setup::server, streams::writeIndex);
        this.fieldRoom = new FieldRoom(
                index -> elasticsearch.index(streams.writeIndex(index), IndexMapping.FILTER),
                setup::server,
                metrics,
                settings.newFieldsPerService());
        this.judge = new Judge(deadLetters, metrics, elasticsearch::mayExist, canary, fieldRoom);
        this.blockedIndices = new BlockedIndices(elasticsearch, setup::server);
        this.gate = new Gate(streams, judge, blockedIndices, outage, this::retry);
        this.pace = new Pace(settings.requestsInFlight(), settings.batch().bytes());
    }

    /** Takes a document, whatever there is already; ask {@link #hasRoom} before polling for more. */
    public void add(Delivery delivery) {
        pending.add(delivery);
    }

    /** Whether less than one request's worth waits to be sent. */
    public boolean hasRoom() {
        return pending.bytes() < pace.bytes()
                && pending.size() < settings.batch().documents()
                && deadLetters.unstoredBytes() < settings.batch().bytes();
    }

    /** Whether documents are taken as far as is known: Elasticsearch answers and no index refuses. */
    public boolean isHealthy() {
        return !outage.isActive() && blockedIndices.isEmpty() && !throttle.isStuck();
    }

    /** Whether the dead-letter topic keeps offsets, or all, from going on. */
    public boolean areHeldUpByDeadLetters() {
        return deadLetters.isFailing()
                || deadLetters.refusedBytes() >= settings.batch().bytes();
    }

    /** Whether nothing waits for anything. */
    public boolean isIdle() {
        return pending.isEmpty() && waiting.isEmpty() && inFlight.isEmpty() && deadLetters.unstored() == 0;
    }

    /** From now on sends what there is without waiting for more. */
    public void flush() {
        flushing = true;
    }

    /** Handles the answers that came and sends what is due. */
    public void turn() {
        handleEvents();
        long now = System.nanoTime();
        deadLetters.turn(now);
        if (outage.isDue(now)) {
            askCluster();
        }
        if (outage.isTrying() && pending.isEmpty() && waiting.isEmpty() && inFlight.isEmpty()) {
            outage.over();
        }
        while (maySend() && sendNext(System.nanoTime())) {
            // until nothing is due or as much is in flight as may be
        }
    }

    /** Waits for an answer, or until something may be due; not longer than the bound. */
    public void await(Duration bound) throws InterruptedException {
        long now = System.nanoTime();
        long nanos = Math.min(bound.toNanos(), nanosUntilDue(now));
        Runnable event = events.poll(nanos, TimeUnit.NANOSECONDS);
        if (event != null) {
            event.run();
        }
    }

    /** Nanoseconds until {@link #turn} may have something to do, apart from answers. */
    public long nanosUntilDue(long now) {
        if (outage.isActive() && !outage.isTrying()) {
            return outage.nanosUntilDue(now);
        }
        if (!maySend()) {
            return Long.MAX_VALUE;
        }
        long nanos = waiting.nanosUntilDue(now);
        if (!pending.isEmpty() && mayHoldMore()) {
            nanos = Math.min(nanos, pending.since() + settings.batch().maxWait().toNanos() - now);
        }
        return Math.max(0, nanos);
    }

    /** Waits, for at most this long, until what is in flight is answered. Sends nothing. */
    public void settle(Duration bound) {
        long end = System.nanoTime() + bound.toNanos();
        try {
            while (!outage.isActive() && (!inFlight.isEmpty() || deadLetters.unstored() > 0)) {
                long left = end - System.nanoTime();
                Runnable event = left <= 0 ? null : events.poll(left, TimeUnit.NANOSECONDS);
                if (event == null) {
                    return;
                }
                event.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Partitions come whose records somebody else may have sent before. */
    public void takenOver() {
        gate.takenOver();
    }

    /** Lets go of the documents of partitions that went to another consumer. */
    public void dropLost() {
        pending.dropLost();
        waiting.dropLost();
    }

    /** What is held and what may be, for metrics. */
    public SinkMetrics.Load load() {
        return new SinkMetrics.Load(
                inFlight.size(),
                pace.requests(),
                pace.bytes(),
                pending.bytes() + batchedBytes(),
                fieldRoom.leastRoom(),
                blockedIndices.counts());
    }

    private long batchedBytes() {
        return waiting.bytes() + inFlight.bytes();
    }

    private void handleEvents() {
        Runnable event = events.poll();
        while (event != null) {
            event.run();
            event = events.poll();
        }
    }

    private void askCluster() {
        try {
            setup.run();
            outage.ready();
        } catch (TemplateSetup.NotReadyException e) {
            outage.failed(e.getMessage());
        }
    }

    private boolean maySend() {
        if (outage.isActive()) {
            return outage.isTrying() && inFlight.isEmpty();
        }
        return inFlight.size() < pace.requests();
    }

    /** Batches that wait for their next try take the place of new ones: together they are bounded, in bytes too. */
    private boolean mayHoldMore() {
        long bound = (long) settings.requestsInFlight() * settings.batch().bytes();
        return waiting.size() + inFlight.size() < Math.max(MIN_HELD, settings.requestsInFlight())
                && batchedBytes() < bound;
    }

    /** Sends a batch that waited, or else a new one; whether there was one. */
    private boolean sendNext(long now) {
        Optional<Batch> again = outage.isTrying() ? takeToTry() : waiting.takeDue(now);
        triedAgain = again.isPresent();
        if (again.isEmpty() && (!mayHoldMore() || !isBatchReady(now))) {
            return false;
        }
        Batch batch = again.orElseGet(() -> Batch.first(nextDocuments(now)));
        gate.pass(UnsentRefusals.without(batch, setup.server())).ifPresent(inFlight::send);
        return true;
    }

    /** In turn with new documents: that a batch is refused may be its own fault. */
    private Optional<Batch> takeToTry() {
        return triedAgain && !pending.isEmpty() && mayHoldMore() ? Optional.empty() : waiting.takeAny();
    }

    private boolean isBatchReady(long now) {
        if (pending.isEmpty()) {
            return false;
        }
        return flushing
                || outage.isTrying()
                || pending.bytes() >= pace.bytes()
                || pending.size() >= settings.batch().documents()
                || now - pending.since() >= settings.batch().maxWait().toNanos();
    }

    private List<Delivery> nextDocuments(long now) {
        return pending.take(
                pace.bytes(), settings.batch().documents(), delivery -> fieldRoom.fit(gate.place(delivery), now), now);
    }

    private void onReply(Batch batch, Reply reply, long sent, long nanos) {
        boolean wasFull = inFlight.size() >= pace.requests();
        inFlight.remove(batch);
        if (reply.isOk()) {
            onAnswer(batch, reply, sent, nanos, wasFull);
        } else if (reply.status() == 413) {
            pace.tooLarge(batch.bytes());
            onTooLarge(batch, reply);
        } else if (reply.status() == 400 && reply.isFromElasticsearch()) {
            onUnreadable(batch, reply);
        } else if (reply.status() == 429) {
            pace.refused();
            throttle.refused(reply.describe());
            if (outage.isTrying()) {
                outage.failed(reply.describe()); // or it would be tried again at once
            }
            retry(batch, batch.documents(), Retry.BUSY);
        } else {
            if (reply.failure().filter(SocketTimeoutException.class::isInstance).isPresent()) {
                pace.refused();
            }
            boolean clusterIsThere = outage.isTrying();
            gate.unanswered(batch);
            outage.failed(reply.describe());
            if (clusterIsThere
                    && reply.failure().isPresent()
                    && batch.attempt() >= MAX_UNANSWERED
                    && batch.size() > 1) {
                halve(batch);
            } else {
                retry(batch, batch.documents(), Retry.UNREACHABLE);
            }
        }
    }

    private void onAnswer(Batch batch, Reply reply, long sent, long nanos, boolean wasFull) {
        List<Failure> failures;
        try {
            failures = BulkAnswer.failures(
                    reply.body(), batch.size(), setup.server().errors());
        } catch (IOException e) {
            outage.failed("its answer to a bulk request can not be read: " + BulkAnswer.problem(e));
            retry(batch, batch.documents(), Retry.UNREACHABLE);
            return;
        }
        metrics.bulk(nanos, batch.bytes(), batch.size());
        outage.over();
        Judge.Outcome outcome = judge.judge(batch, failures, sent);
        if (!outcome.taking().isEmpty()) {
            throttle.taken();
        }
        blockedIndices.taking(outcome.taking());
        blockedIndices.found(outcome.blocks());
        retry(batch, outcome.busy(), Retry.BUSY);
        retry(batch, outcome.blocked(), Retry.BLOCKED);
        if (!outcome.changed().isEmpty()) {
            waiting.add(Batch.first(outcome.changed()));
        }
        if (outcome.busy().isEmpty()) {
            pace.answered(nanos, batch.bytes(), batch.bytesOf(batch.size() - failures.size()), wasFull);
        } else {
            pace.refused();
            throttle.refused(failures);
        }
    }

    private void retry(Batch batch, List<Delivery> documents, Retry reason) {
        if (documents.isEmpty()) {
            return;
        }
        batch.again(documents).withoutLost().ifPresent(ours -> {
            metrics.retried(reason, ours.size());
            if (reason == Retry.BLOCKED) {
                waiting.addBlocked(ours);
            } else {
                waiting.add(ours);
            }
        });
    }

    private void onTooLarge(Batch batch, Reply reply) {
        if (batch.size() > 1) {
            halve(batch);
            return;
        }
        Canary.Finding finding = canary.askAny();
        boolean isSmall = batch.bytes() <= Canary.MAX_BYTES;
        if (finding == Canary.Finding.REFUSED || finding == Canary.Finding.UNKNOWN && isSmall) {
            waitFor(batch, reply); // nothing is small enough there
        } else {
            judge.giveUp(batch.documents().get(0), DeadReason.TOO_LARGE, reply.describe());
        }
    }

    /** A request was refused with a 400: for one of its documents, if what was good before is taken without them. */
    private void onUnreadable(Batch batch, Reply reply) {
        Canary.Finding finding = canary.askAny();
        boolean isLone = batch.size() == 1;
        if (finding == Canary.Finding.TAKEN && isLone) {
            judge.giveUp(batch.documents().get(0), DeadReason.MALFORMED, reply.describe());
        } else if (finding == Canary.Finding.REFUSED || isLone) {
            waitFor(batch, reply);
        } else {
            if (finding == Canary.Finding.UNKNOWN) {
                outage.failed(reply.describe());
            }
            halve(batch);
        }
    }

    private void waitFor(Batch batch, Reply reply) {
        outage.failed(reply.describe());
        retry(batch, batch.documents(), Retry.UNREACHABLE);
    }

    private void halve(Batch batch) {
        List<Delivery> documents = batch.documents();
        metrics.retried(Retry.SPLIT, documents.size());
        int half = documents.size() / 2;
        // As the next try of the whole: what no size of it gets an answer is halved at each further try.
        waiting.add(batch.with(documents.subList(0, half)));
        waiting.add(batch.with(documents.subList(half, documents.size())));
    }
}
