package com.jisu.logs.endtoend.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Takes samples of the load and the backlog twice a second, on a thread of its own. */
final class Recorder implements AutoCloseable {

    private static final long INTERVAL_MS = 500;

    private final Load load;
    private final Backlog backlog;
    private final Thread thread = new Thread(this::run, "recorder");
    private final long start = System.nanoTime();
    private final List<Sample> samples = new ArrayList<>(); // guarded by this

    /**
     * What was seen at one moment.
     *
     * @param at seconds since the recording began
     * @param acknowledged events acknowledged so far
     * @param indexed records that the sink has dealt with so far
     * @param behind events that should have been sent, and are not known to be in the index
     */
    record Sample(double at, long acknowledged, long indexed, long behind) {}

    Recorder(Load load, String kafkaServers) {
        this.load = load;
        this.backlog = new Backlog(kafkaServers);
        thread.setDaemon(true);
        thread.start();
    }

    /** Seconds since the recording began. */
    double now() {
        return (System.nanoTime() - start) / 1e9;
    }

    synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }

    /**
     * Waits until no more events than these are behind, in a sample taken later than the given time.
     *
     * @return when that was
     */
    synchronized double awaitBehind(long events, double after, double patienceSeconds) throws InterruptedException {
        double deadline = now() + patienceSeconds;
        while (samples.isEmpty() || last().at() <= after || last().behind() > events) {
            if (now() > deadline) {
                throw new AssertionError("still behind " + patienceSeconds + " s after the fault was over: "
                        + (samples.isEmpty() ? "no sample" : last()));
            }
            wait(INTERVAL_MS);
        }
        return last().at();
    }

    /** The first sample that was taken later than this. */
    synchronized Sample awaitSample(double after) throws InterruptedException {
        while (samples.isEmpty() || last().at() <= after) {
            wait(INTERVAL_MS);
        }
        return last();
    }

    private Sample last() {
        return samples.get(samples.size() - 1);
    }

    private void run() {
        try {
            while (true) {
                sample();
                TimeUnit.MILLISECONDS.sleep(INTERVAL_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void sample() throws InterruptedException {
        try {
            double at = now();
            long due = load.due();
            long acknowledged = load.acknowledged().count();
            Backlog.Counts counts = backlog.counts();
            add(new Sample(
                    at,
                    acknowledged,
                    counts.indexedOfParsed(),
                    Math.max(0, due - acknowledged) + Math.max(0, counts.waiting())));
        } catch (ExecutionException e) {
            // Kafka does not answer: a gap in the record, which the plot shows as one
        }
    }

    private synchronized void add(Sample sample) {
        samples.add(sample);
        notifyAll();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        backlog.close();
    }
}
