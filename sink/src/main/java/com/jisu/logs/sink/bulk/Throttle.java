package com.jisu.logs.sink.bulk;

import com.jisu.logs.records.log.OncePerChange;
import com.jisu.logs.sink.elasticsearch.BulkAnswer;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Elasticsearch, which answers, takes all that is sent; said in the log once per change. Used by the sink's
 * thread.
 */
final class Throttle {

    private static final Logger LOG = LoggerFactory.getLogger(Throttle.class);

    static final Duration INTERVAL = Duration.ofSeconds(30);

    private final long intervalNanos;
    private final OncePerChange busy = new OncePerChange();
    private long lastBusy;
    private long lastTaken = System.nanoTime();

    /**
     * @param interval so long after the last refusal for load all is taken again, and so long without any document taken
     *     nothing is: neither is to change with each answer
     */
    Throttle(Duration interval) {
        this.intervalNanos = interval.toNanos();
    }

    /** A request, or some of its documents, were turned away for load. */
    void refused(String why) {
        lastBusy = System.nanoTime();
        if (busy.isNews("busy")) {
            LOG.warn("the cluster does not take all that is sent ({}): slowing down", why);
        }
    }

    /** The same, for the reason of the first such failure among these. */
    void refused(List<BulkAnswer.Failure> failures) {
        failures.stream()
                .filter(each ->
                        each.verdict() == BulkAnswer.Verdict.BUSY || each.verdict() == BulkAnswer.Verdict.INTERNAL)
                .findFirst()
                .ifPresent(each -> refused(each.status() + " " + each.type() + ": " + each.reason()));
    }

    /** Some documents were taken, or were there already. */
    void taken() {
        lastTaken = System.nanoTime();
        if (lastTaken - lastBusy > intervalNanos && busy.isOver()) {
            LOG.info("the cluster takes all that is sent again");
        }
    }

    /** Whether nothing has got through for a while. */
    boolean isStuck() {
        return busy.isSaid() && System.nanoTime() - lastTaken > intervalNanos;
    }
}
