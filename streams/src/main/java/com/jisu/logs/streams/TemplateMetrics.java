package com.jisu.logs.streams;

import com.jisu.logs.parsers.api.ParserObserver;
import com.jisu.logs.parsers.api.RawPosition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts documents by template and by the rules, and says which templates were wrong: at most a line a minute of each
 * kind. One for all parsers; thread-safe.
 */
final class TemplateMetrics implements ParserObserver {

    private static final Logger LOG = LoggerFactory.getLogger(TemplateMetrics.class);
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Counter byTemplate;
    private final Counter byRules;
    private final Counter same;
    private final Counter different;
    private final Counter failed;
    private final LongSupplier nanoTime;
    private final AtomicLong nextDifference;
    private final AtomicLong nextFailure;

    /** @param nanoTime a clock as {@link System#nanoTime} */
    TemplateMetrics(MeterRegistry registry, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nextDifference = new AtomicLong(nanoTime.getAsLong());
        this.nextFailure = new AtomicLong(nanoTime.getAsLong());
        this.byTemplate = made(registry, "template");
        this.byRules = made(registry, "rules");
        this.same = checked(registry, "same");
        this.different = checked(registry, "different");
        this.failed = Counter.builder("jisu.logs.streams.templates.failed")
                .description("Templates that failed; the events went by the rules")
                .register(registry);
    }

    private static Counter made(MeterRegistry registry, String by) {
        return Counter.builder("jisu.logs.streams.made")
                .description("Documents made, by template (of events like others before them) or by the rules")
                .tag("by", by)
                .register(registry);
    }

    private static Counter checked(MeterRegistry registry, String result) {
        return Counter.builder("jisu.logs.streams.templates.checked")
                .description("Documents by template that were compared with those of the rules: one in 1,024")
                .tag("result", result)
                .register(registry);
    }

    @Override
    public void madeByTemplate() {
        byTemplate.increment();
    }

    @Override
    public void madeByRules() {
        byRules.increment();
    }

    @Override
    public void checked() {
        same.increment();
    }

    @Override
    public void differs(RawPosition position, String difference) {
        different.increment();
        if (isTime(nextDifference)) {
            LOG.error(
                    "A document by template is not what the rules make of the event at {}-{}@{}: it differs in {}. The"
                            + " rules' document was sent, and the template is used no more. This is a fault of the program;"
                            + " documents like it, since the start, may have the same fault",
                    position.topic(),
                    position.partition(),
                    position.offset(),
                    difference);
        }
    }

    @Override
    public void templateFailed(RawPosition position, RuntimeException failure) {
        failed.increment();
        if (isTime(nextFailure)) {
            LOG.error(
                    "A template failed on the event at {}-{}@{}, which went by the rules instead. This is a fault of the"
                            + " program",
                    position.topic(),
                    position.partition(),
                    position.offset(),
                    failure);
        }
    }

    private boolean isTime(AtomicLong next) {
        long now = nanoTime.getAsLong();
        long due = next.get();
        return now - due >= 0 && next.compareAndSet(due, now + QUIET_NANOS);
    }
}
