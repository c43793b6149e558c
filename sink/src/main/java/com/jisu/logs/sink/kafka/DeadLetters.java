package com.jisu.logs.sink.kafka;

import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.DeadReason;
import com.jisu.logs.records.Refusal;
import com.jisu.logs.records.Topics;
import com.jisu.logs.records.log.OncePerChange;
import com.jisu.logs.records.log.OncePerInterval;
import com.jisu.logs.sink.api.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the dead-letter topic, and keeps trying until it has each record. Used by the sink's thread; the
 * producer's answers come back to it through the executor.
 */
public final class DeadLetters implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    /** The producer counts headers and batch overhead too. */
    private static final int MAX_REQUEST_BYTES = Topics.MAX_DOCUMENT_BYTES + 1024 * 1024;

    /** How long the sink's thread may stand still where the topic's leader is unknown or the buffer full. */
    private static final Duration MAX_BLOCK = Duration.ofSeconds(2);

    /** How long a record waits that is larger than the topic takes: until somebody raises the topic's bound. */
    private static final Duration TOO_LARGE_WAIT = Duration.ofMinutes(1);

    /** What a letter takes beside its key and value, roughly: objects and headers. */
    private static final int OVERHEAD_BYTES = 1_000;

    private static final int MAX_LOGGED_ERROR_CHARS = 300;

    /** How often the log says that there are dead letters; the metrics and the topic have each. */
    private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

    private record Letter(ProducerRecord<byte[], byte[]> record, Runnable stored, long notBefore) {
        int bytes() {
            return OVERHEAD_BYTES + length(record.key()) + length(record.value());
        }

        private static int length(byte[] bytes) {
            return bytes == null ? 0 : bytes.length;
        }
    }

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final String topic;
    private final Executor sinkThread;
    private final Deque<Letter> again = new ArrayDeque<>();
    private long unstoredBytes;
    private int unstored;
    private Producer<byte[], byte[]> producer;

    /** While the topic takes nothing, one letter at a time is tried: each try may stand still for a while. */
    private final OncePerChange failing = new OncePerChange();

    private boolean trying;
    private int failures;
    private long nextTry;
    private long buried;
    private final OncePerInterval announced = new OncePerInterval(LOG_INTERVAL);

    /** @param producers makes the producer, which is not needed before the first dead letter */
    public DeadLetters(Supplier<Producer<byte[], byte[]>> producers, String topic, Executor sinkThread) {
        this.producers = producers;
        this.topic = topic;
        this.sinkThread = sinkThread;
    }

    /** A producer that says yes only when all replicas have the record. */
    public static Producer<byte[], byte[]> producer(Map<String, Object> kafkaProperties) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "jisu-logs-sink-dead");
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        properties.putAll(kafkaProperties);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * MAX_REQUEST_BYTES);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK.toMillis());
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Stores a record with the reason of its death.
     *
     * @param stored run on the sink's thread once the topic has it
     */
    public void bury(ConsumerRecord<byte[], byte[]> record, DeadReason reason, String error, Runnable stored) {
        Headers headers = new RecordHeaders(record.headers());
        new DeadLetter(
                        DeadLetter.Stage.SINK,
                        reason.code(),
                        error,
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.timestamp())
                .addTo(headers);
        Letter letter = new Letter(
                new ProducerRecord<>(topic, null, null, record.key(), record.value(), headers),
                stored,
                System.nanoTime());
        announce(record, reason, error);
        unstored++;
        unstoredBytes += letter.bytes();
        if (isFailing()) {
            again.addLast(letter);
        } else {
            send(letter);
        }
    }

    private void announce(ConsumerRecord<byte[], byte[]> record, DeadReason reason, String error) {
        buried++;
        if (announced.isDue()) {
            LOG.warn(
                    "{} dead letters since the start; the last is {}-{}:{} ({}: {})",
                    buried,
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    reason.code(),
                    error.substring(0, Math.min(error.length(), MAX_LOGGED_ERROR_CHARS)));
        }
    }

    /** Tries again what failed and is due. */
    public void turn(long now) {
        for (int i = again.size(); i > 0 && !isFailing(); i--) {
            sendIfDue(again.removeFirst(), now);
        }
        if (isFailing() && !trying && nextTry - now <= 0 && !again.isEmpty()) {
            sendIfDue(again.removeFirst(), now);
        }
    }

    private void sendIfDue(Letter letter, long now) {
        if (letter.notBefore - now <= 0) {
            trying = isFailing();
            send(letter);
        } else {
            again.addLast(letter);
        }
    }

    /** Records given here that the topic does not have yet. */
    public int unstored() {
        return unstored;
    }

    /** Whether the topic takes nothing, as far as is known. */
    public boolean isFailing() {
        return failing.isSaid();
    }

    /** Bytes of those that the topic refused, and that wait for their next try. */
    public long refusedBytes() {
        return again.stream().mapToLong(Letter::bytes).sum();
    }

    /** Bytes that the {@link #unstored} records take. */
    public long unstoredBytes() {
        return unstoredBytes;
    }

    private void send(Letter letter) {
        Thread here = Thread.currentThread();
        Producer<byte[], byte[]> used = null;
        try {
            if (producer == null) {
                producer = producers.get();
            }
            used = producer;
            Producer<byte[], byte[]> sender = used;
            sender.send(letter.record, (metadata, e) -> {
                if (Thread.currentThread() == here) {
                    onAnswer(letter, e, sender); // it failed at once: the next letter is not to stand still as long
                } else {
                    sinkThread.execute(() -> onAnswer(letter, e, sender));
                }
            });
        } catch (RuntimeException e) {
            onAnswer(letter, e, used);
        }
    }

    private void onAnswer(Letter letter, Exception failure, Producer<byte[], byte[]> used) {
        trying = false;
        if (failure == null) {
            onStored(letter);
        } else if (failure instanceof RecordTooLargeException) {
            LOG.warn("a dead letter waits until the topic {} takes records so large: {}", topic, failure.getMessage());
            again.addLast(later(letter, TOO_LARGE_WAIT.toNanos()));
        } else {
            replaceIfEnded(used, failure);
            onFailure(letter, failure);
        }
    }

    private void onStored(Letter letter) {
        unstored--;
        unstoredBytes -= letter.bytes();
        failures = 0;
        if (failing.isOver()) {
            LOG.info("the dead-letter topic {} takes records again", topic);
        }
        letter.stored.run();
    }

    private void onFailure(Letter letter, Exception failure) {
        if (failing.isNews("failing")) {
            LOG.warn(
                    "the dead-letter topic {} takes no records ({}); trying until it does",
                    topic,
                    Refusal.line(failure, AclOperation.WRITE, topic));
        }
        failures++;
        nextTry = System.nanoTime() + Backoff.nanos(failures);
        again.addLast(letter);
    }

    /** Some errors end a producer for good, such as a missing right: only a new one notices that it was granted. */
    private void replaceIfEnded(Producer<byte[], byte[]> used, Exception failure) {
        if (used != null && used == producer && !(failure instanceof RetriableException)) {
            producer = null;
            used.close(Duration.ZERO);
        }
    }

    /** Makes another producer with the next letter; what the old one does not finish is sent again. */
    public void connectAgain() {
        if (producer != null) {
            Producer<byte[], byte[]> old = producer;
            producer = null;
            old.close(Duration.ofSeconds(2));
        }
    }

    private static Letter later(Letter letter, long nanos) {
        return new Letter(letter.record, letter.stored, System.nanoTime() + nanos);
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
        }
    }
}
