package com.jisu.logs.app.retention;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a partition grows, by its end as it was seen again and again. Not thread-safe. */
final class Growth {

    private static final long WHOLE_NANOS = Duration.ofMinutes(5).toNanos();
    private static final long RECENT_NANOS = Duration.ofMinutes(1).toNanos();

    /** In less time a batch that came just then would be taken for the rate. */
    private static final long LEAST_NANOS = Duration.ofSeconds(10).toNanos();

    private record Sample(long nanos, long end) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /** @param nanos of {@link System#nanoTime} */
    void seen(long nanos, long end) {
        if (!samples.isEmpty() && end < samples.getLast().end()) {
            samples.clear(); // the topic was made anew
        }
        samples.addLast(new Sample(nanos, end));
        while (nanos - samples.getFirst().nanos() > WHOLE_NANOS) {
            samples.removeFirst();
        }
    }

    /** Records a second: of the last minute or of the last five, whichever is more; not a number until that is known. */
    double rate() {
        Sample last = samples.getLast();
        double rate = since(samples.getFirst(), last);
        for (Sample sample : samples) {
            if (last.nanos() - sample.nanos() <= RECENT_NANOS) {
                double recent = since(sample, last);
                return Double.isNaN(recent) ? rate : Math.max(rate, recent);
            }
        }
        return rate;
    }

    private static double since(Sample first, Sample last) {
        long nanos = last.nanos() - first.nanos();
        return nanos < LEAST_NANOS ? Double.NaN : (last.end() - first.end()) * 1e9 / nanos;
    }
}
