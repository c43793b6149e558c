package com.jisu.logs.ingest.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one connection's events to Kafka: always the same thread, and while that has a leader the same partition, but
 * for those that go to the partition of their source; so they keep their order. Events that Kafka refused are held here, and what comes after them lines up behind: one is tried
 * now and then, and when Kafka takes it the rest follows.
 *
 * <p>Thread-safe, but for the partitions, which are the thread's.
 */
public final class Route {

    private static final Logger log = LoggerFactory.getLogger(KafkaWriter.class);
    private static final int NONE = -1;

    private final ScheduledExecutorService lane;
    private final int number;
    private int partition = NONE;
    private TopicPartitions partitions;

    // Guarded by this. Held events are counted in the in-flight budget, which bounds them.
    private final Deque<Delivery> held = new ArrayDeque<>();

    private volatile Delivery tried; // taken out of those that are held, and sent
    private volatile boolean holding; // whether events are held or one of them is tried

    /** An event on its way. */
    public record Delivery(DeliveryListener window, int index, byte[] event) {

        /** What keeping track of an event costs, here and in the producer, in bytes. */
        private static final int TRACKING_BYTES = 256;

        /** Bytes that an event counts in the budget: its own, and what it costs to keep track of it. */
        public static long cost(byte[] event) {
            return event.length + TRACKING_BYTES;
        }

        public long cost() {
            return cost(event);
        }
    }

    /** @param number of the connection; successive ones spread over partitions */
    Route(ScheduledExecutorService lane, int number) {
        this.lane = lane;
        this.number = number;
    }

    int number() {
        return number;
    }

    /** The topic's partitions as they were when {@link #usePartitionOf} was called; null before. */
    TopicPartitions partitions() {
        return partitions;
    }

    /** The partition that its events go to, or null for one that the producer chooses. */
    Integer partition() {
        return partition == NONE ? null : partition;
    }

    /** Stays with the partition of before, unless it has no leader now, or is gone with a topic that was made again. */
    void usePartitionOf(TopicPartitions topic) {
        partitions = topic;
        if (partition == NONE || !topic.isLed(partition)) {
            partition = topic.any(number);
        }
    }

    void useAnyPartition() {
        partitions = null;
        partition = NONE;
    }

    /** Runs a task on the thread of this route, after those that were given before. */
    void execute(Runnable task) {
        lane.execute(() -> runLogged(task));
    }

    /** Runs a task on the thread of this route, later. */
    void executeAfter(Duration delay, Runnable task) {
        lane.schedule(() -> runLogged(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            log.error("{} failed, and goes on", Thread.currentThread().getName(), e); // other connections wait for it
        }
    }

    boolean isHolding() {
        return holding;
    }

    /** Lines an event up if others are held; false if there are none. */
    boolean holdBehindOthers(Delivery delivery) {
        if (!holding) {
            return false; // as nearly always: without a lock
        }
        synchronized (this) {
            if (holding) {
                held.addLast(delivery);
            }
            return holding;
        }
    }

    /** Holds an event that Kafka refused. Returns whether a try is due: one is under way for those behind the first. */
    synchronized boolean hold(Delivery refused) {
        if (refused == tried) {
            tried = null;
            held.addFirst(refused);
            return true;
        }
        held.addLast(refused);
        boolean first = !holding;
        holding = true;
        return first;
    }

    /** Takes the oldest of those that are held, to be tried; null if there is none, and nothing is held any more. */
    synchronized Delivery takeToTry() {
        tried = held.pollFirst();
        holding = tried != null;
        return tried;
    }

    /** Whether this was the event that was tried. */
    boolean isTried(Delivery delivery) {
        return delivery == tried;
    }

    /** Takes all that are held. */
    synchronized List<Delivery> takeHeld() {
        List<Delivery> all = new ArrayList<>(held);
        held.clear();
        tried = null;
        holding = false;
        return all;
    }
}
