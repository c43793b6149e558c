package com.jisu.logs.ingest.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one connection's events to Kafka: always the same thread, and while that has a leader the same partition, but
 * for those that go to the partition of their source; so they keep their order.
 *
 * <p>An event that Kafka refuses is held here, and what comes after it lines up behind. Once a second the oldest is tried;
 * when Kafka takes it, or nobody waits for it any more, the rest follows. What fails by a fault of ours fails its window.
 *
 * <p>Thread-safe. The route's thread sends, and may block; Kafka's threads settle.
 */
public final class Route {

    private static final Logger log = LoggerFactory.getLogger(Route.class);

    /** Smaller than any limit on records that a topic can be of use with; Kafka's default is 1 MiB. */
    private static final int SURELY_FITS_BYTES = 4 * 1024;
    /** Between tries with an event that Kafka refused. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** What keeping track of an event costs, here and in the producer, in bytes. */
    private static final int TRACKING_BYTES = 256;

    private static final int NONE = -1;

    /**
     * Where the routes of a writer lead to.
     *
     * @param partitions of the topic, as the routes saw them last; null before
     */
    record Destination(
            String topic,
            int maxEventBytes,
            CurrentProducer producer,
            KafkaState state,
            AtomicReference<TopicPartitions> partitions) {}

    private final Destination to;
    private final ScheduledExecutorService lane;
    private final int number;

    // The route's thread's.
    private int partition = NONE;
    private TopicPartitions partitions; // null while they are not known

    // Guarded by this. Held events are counted in the in-flight budget, which bounds them.
    private final Deque<Delivery> held = new ArrayDeque<>();

    private volatile Delivery tried; // taken out of those that are held, and sent
    private volatile boolean holding; // whether events are held or one of them is tried

    /** An event on its way. */
    private record Delivery(DeliveryListener window, int index, byte[] event) {

        long cost() {
            return Route.cost(event);
        }
    }

    /**
     * @param lane the thread
     * @param number of the connection; successive ones spread over partitions
     */
    Route(Destination to, ScheduledExecutorService lane, int number) {
        this.to = to;
        this.lane = lane;
        this.number = number;
    }

    /** Bytes that an event counts in the budget: its own, and what it costs to keep track of it. */
    public static long cost(byte[] event) {
        return event.length + TRACKING_BYTES;
    }

    /**
     * Sends events to Kafka, later. Each is settled with its window exactly once.
     *
     * @param firstIndex index in the window of the first of them
     */
    public void send(DeliveryListener window, int firstIndex, List<byte[]> events) {
        execute(() -> {
            if (!holding) {
                choosePartition(window);
            }
            int index = firstIndex;
            for (byte[] event : events) {
                sendInOrder(new Delivery(window, index++, event));
            }
        });
    }

    // ---- on the route's thread

    private void execute(Runnable task) {
        lane.execute(() -> runLogged(task));
    }

    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            log.error("{} failed, and goes on", Thread.currentThread().getName(), e); // other connections wait for it
        }
    }

    /**
     * Stays with the partition of before, unless it has no leader now, or is gone with a topic that was made again: events
     * for it would fill the producer's memory and keep those of all others out.
     */
    private void choosePartition(DeliveryListener window) {
        if (window.isAbandoned()) {
            return;
        }
        try {
            List<PartitionInfo> infos = to.producer.get().partitionsFor(to.topic);
            partitions = to.partitions.updateAndGet(last -> TopicPartitions.of(infos, last, System::nanoTime));
            if (partition == NONE || !partitions.isLed(partition)) {
                partition = partitions.any(number);
            }
        } catch (RuntimeException e) {
            partitions = null; // sending says what is wrong
            partition = NONE;
        }
    }

    private void sendInOrder(Delivery delivery) {
        if (!holdBehindOthers(delivery)) {
            send(delivery, to.maxEventBytes);
        }
    }

    private void send(Delivery delivery, int maxBytes) {
        if (delivery.window.isAbandoned()) {
            discard(delivery);
            return;
        }
        Producer<byte[], byte[]> current = to.producer.get();
        try {
            byte[] event = EventTruncation.truncate(delivery.event, maxBytes);
            int bytes = event.length;
            current.send(record(delivery.event, event), (metadata, error) -> settle(delivery, bytes, current, error));
        } catch (RuntimeException | Error e) {
            settle(delivery, 0, current, e); // thrown, not called back: the producer never took the event
        }
    }

    /**
     * The lines of one container go to one partition, whoever sends them: some are parts of one line, and are joined. Where
     * that partition has no leader, they need not wait for it.
     */
    private ProducerRecord<byte[], byte[]> record(byte[] whole, byte[] event) {
        int bySource = partitions == null ? EventSource.NONE : partitions.ofSource(whole);
        if (bySource != EventSource.NONE) {
            return new ProducerRecord<>(to.topic, bySource, null, null, event, partitions.headers(bySource));
        }
        return new ProducerRecord<>(to.topic, partition == NONE ? null : partition, null, event);
    }

    // ---- on any thread: what became of an event

    private void settle(Delivery delivery, int bytes, Producer<byte[], byte[]> sender, Throwable error) {
        if (error == null) {
            to.state.confirmed();
            delivery.window.confirm(delivery.index, delivery.cost());
            goOnAfter(delivery);
        } else if (error instanceof RecordTooLargeException && bytes > SURELY_FITS_BYTES) {
            to.state.refusedAsTooLarge(bytes);
            execute(() -> send(delivery, bytes / 2));
        } else if (error instanceof KafkaException) {
            to.state.failed(error);
            if (CurrentProducer.isBroken(error)) {
                execute(() -> to.producer.replace(sender, error)); // not here: a producer's own thread cannot
            }
            hold(delivery);
        } else if (sender != to.producer.get()) {
            hold(delivery); // it was closed, and replaced, between being asked for and being used
        } else {
            delivery.window.fail(delivery.cost(), error); // a fault of ours, of which Kafka knows nothing
            goOnAfter(delivery);
        }
    }

    private void discard(Delivery delivery) {
        delivery.window.discard(delivery.cost());
        goOnAfter(delivery);
    }

    // ---- events that Kafka refused, and those behind them

    private void hold(Delivery refused) {
        if (refused.window.isAbandoned()) {
            discard(refused); // there may be nobody to try it again: the threads stop before the producer does
        } else if (lineUp(refused)) {
            lane.schedule(() -> runLogged(this::tryOldest), RETRY.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Returns whether a try is due: one is under way for those behind the first. */
    private synchronized boolean lineUp(Delivery refused) {
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

    /** Lines an event up if others are held; false if there are none. */
    private boolean holdBehindOthers(Delivery delivery) {
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

    private void tryOldest() {
        Delivery oldest = takeOldest();
        if (oldest != null) {
            choosePartition(oldest.window);
            send(oldest, to.maxEventBytes);
        }
    }

    /** Null if there is none, and nothing is held any more. */
    private synchronized Delivery takeOldest() {
        tried = held.pollFirst();
        holding = tried != null;
        return tried;
    }

    /** Kafka has, or nobody waits for, an event. If it is the one that was tried, those that wait behind it follow. */
    private void goOnAfter(Delivery settled) {
        if (settled == tried) {
            execute(() -> takeHeld().forEach(this::sendInOrder));
        }
    }

    private synchronized List<Delivery> takeHeld() {
        List<Delivery> all = new ArrayList<>(held);
        held.clear();
        tried = null;
        holding = false;
        return all;
    }
}
