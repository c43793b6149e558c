package com.jisu.logs.streams;

import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.ReferenceData;
import com.jisu.logs.records.DeletedUnread;
import com.jisu.logs.records.QuietConsumer;
import com.jisu.logs.records.SteadyClock;
import com.jisu.logs.records.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams role: runs the topology until closed. Thread-safe; the work is done on Kafka Streams' own threads.
 *
 * <p>Delivery is at least once. An event that is parsed again after a crash gets the same document id, so the index
 * holds it once.
 *
 * <p>A thread of its own watches over Kafka Streams, looks every second, and starts it again in place where that helps: it
 * ended by an error, its local files were taken away, a topic of its own is gone, or the machine's clock stepped, after
 * which Kafka's clients wait for times that do not come. What concerns all records (a topic that is missing, a right, a full
 * disk) is waited for.
 */
public final class ParsingStreams implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ParsingStreams.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    /** How long an engine may take to end before the next one: what it holds is read again. */
    private static final Duration REPLACE_TIMEOUT = Duration.ofSeconds(10);

    /** How soon the partitions of an instance that was killed go to another, or to itself after a restart. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

    /** How often the files of the GeoIP databases are looked at. */
    private static final Duration GEOIP_INTERVAL = Duration.ofSeconds(30);

    private static final long LOOK_MS = 1_000;
    private static final long CHECK_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long CHECK_WHILE_WAITING_NANOS = Duration.ofSeconds(5).toNanos();

    /** An engine that has run for so long is well. */
    private static final long WELL_NANOS = Duration.ofSeconds(15).toNanos();

    private static final long MAX_PAUSE_SECONDS = 30;

    /** So many faults of the program, one after the other, and only a new process may help. */
    private static final int MAX_FAULTS = 10;

    private final Supplier<Engine> engines;
    private final StateFolder folder;
    private final Supplier<TopicCheck> checks;
    private final String rawTopic;
    private final Optional<GeoIpWatch> geoIpWatch;
    private final SteadyClock clock;
    private final Hindrance hindrance = new Hindrance(System::nanoTime);
    private final Object lookNow = new Object();
    private final Thread thread = new Thread(this::watch, "streams-watch");
    private volatile TopicCheck check;
    private volatile Engine engine;
    private volatile boolean ended;
    private volatile boolean closing;
    private volatile boolean looked; // at the topics that this engine has

    // The watching thread's.
    private boolean started;
    private boolean forgetState;
    private long stepsSeen;
    private long startedNanos;
    private long nextStart = System.nanoTime();
    private long nextCheck = nextStart;
    private int failures;
    private int faults;

    private ParsingStreams(
            StreamsSettings settings,
            ParserSettings parserSettings,
            Optional<RulesInUse> rules,
            Topics topics,
            Map<String, Object> kafkaProperties,
            SteadyClock clock,
            MeterRegistry registry) {
        TopicLimits limits = new TopicLimits();
        Properties properties = properties(settings, kafkaProperties, limits);
        this.folder = new StateFolder(settings.stateDirectory(), settings.applicationId());
        this.clock = clock;
        this.stepsSeen = clock.steps();
        this.rawTopic = topics.raw();
        Joining joining = Joining.with(new Commits());
        DeletedUnread deleted = new DeletedUnread("streams", List.of(topics.raw()), registry);
        this.engines = () -> new Engine(
                ParsingTopology.build(
                        settings.applicationId(), topics, limits, parserSettings, rules, joining, registry),
                properties,
                new BoundedClients(limits, joining.commits(), deleted),
                folder,
                registry,
                this::wake);
        folder.problem().ifPresent(problem -> {
            throw new UnusableStateDirectoryException(problem);
        });
        this.engine = engines.get();
        this.checks = () -> new TopicCheck(kafkaProperties, settings.applicationId(), topics, limits);
        this.check = checks.get();
        rules.ifPresent(inUse -> new RuleMetrics(inUse, registry));
        ReferenceData reference = parserSettings.reference();
        this.geoIpWatch = reference.geoIpDatabases().isEmpty()
                ? Optional.empty()
                : Optional.of(new GeoIpWatch(reference, GEOIP_INTERVAL, registry));
        thread.setDaemon(true);
    }

    /**
     * Starts the topology. Returns at once; with Kafka away it waits for it in the background. The topics must exist.
     *
     * @param rules what changes events that were parsed; closed by who opened it
     * @param kafkaProperties connection and client properties: {@code bootstrap.servers}, security and whatever the
     *     operator overrides; they win over this class's own
     * @param clock may be shared with others
     * @throws UnusableStateDirectoryException if the state directory can not be written, or another process has it
     */
    public static ParsingStreams start(
            StreamsSettings settings,
            ParserSettings parserSettings,
            Optional<RulesInUse> rules,
            Topics topics,
            Map<String, Object> kafkaProperties,
            SteadyClock clock,
            MeterRegistry registry) {
        ParsingStreams streams =
                new ParsingStreams(settings, parserSettings, rules, topics, kafkaProperties, clock, registry);
        streams.thread.start();
        return streams;
    }

    /** Whether every partition has been assigned and is being read, and nothing keeps it from being parsed. */
    public boolean running() {
        Engine current = engine;
        return looked && current != null && current.state() == KafkaStreams.State.RUNNING && !hindrance.isPresent();
    }

    /** Whether it has ended by an error that no new start in this process helps against. */
    public boolean failed() {
        return ended;
    }

    /** Whether something that a new start does not help against is waited for, as the log says. */
    public boolean waiting() {
        return hindrance.isPresent();
    }

    /** Kafka Streams' own word for its state, such as {@code RUNNING} or {@code REBALANCING}; or {@code WAITING}. */
    public String state() {
        Engine current = engine;
        if (hindrance.isPresent()) {
            return "WAITING";
        }
        return current == null ? "STARTING" : current.state().name();
    }

    /** The partitions of the raw topic that are this instance's now. */
    public Set<TopicPartition> assigned() {
        Engine current = engine;
        return current == null ? Set.of() : current.assigned(rawTopic);
    }

    private void wake() {
        synchronized (lookNow) {
            lookNow.notifyAll();
        }
    }

    private void watch() {
        try {
            while (!closing) {
                try {
                    look();
                } catch (RuntimeException e) {
                    LOG.error("Watching over Kafka Streams failed; it goes on", e);
                }
                synchronized (lookNow) {
                    if (!closing) {
                        lookNow.wait(LOOK_MS);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        long now = System.nanoTime();
        Optional<Throwable> failure = engine == null ? Optional.empty() : engine.failure();
        if (clock.steps() != stepsSeen) {
            stepsSeen = clock.steps();
            LOG.warn(
                    "The machine's clock stepped by {} s; Kafka Streams is started again, since Kafka's clients count by it",
                    Math.round(clock.lastStep() / 1e3));
            replace(now);
            check.close();
            check = checks.get();
        } else if (failure.isPresent()) {
            failed(failure.get(), now);
        } else if (started && folder.isGone()) {
            LOG.warn(
                    "The state directory {} was removed while streams used it; it is made anew, from Kafka. Something cleans"
                            + " there: set streams.state-directory to another place",
                    folder.root());
            replace(now);
        } else if (!started) {
            startWhenPossible(now);
        } else if (nextCheck - now <= 0 || !looked && engine.state() == KafkaStreams.State.RUNNING) {
            check(now);
        }
    }

    private void startWhenPossible(long now) throws InterruptedException {
        if (nextStart - now > 0) {
            return;
        }
        nextStart = now + CHECK_WHILE_WAITING_NANOS;
        Optional<String> problem = folder.problem().or(this::problemOfTopics);
        if (problem.isPresent()) {
            hindrance.is(problem.get());
            return;
        }
        try {
            if (engine == null) {
                engine = engines.get();
            }
            if (forgetState) {
                engine.forgetState();
                forgetState = false;
            }
            folder.remember();
            check.engineBegins();
            engine.start();
            started = true;
            startedNanos = now;
            nextCheck = now + CHECK_NANOS;
        } catch (UnusableStateDirectoryException e) {
            hindrance.is(e.getMessage()); // an engine that was given up has it, until its threads have ended
        } catch (RuntimeException e) {
            failed(e, now);
        }
    }

    private Optional<String> problemOfTopics() {
        try {
            return check.problem();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void check(long now) {
        Optional<String> problem = problemOfTopics();
        looked |= engine.state() == KafkaStreams.State.RUNNING;
        boolean well = engine.state() == KafkaStreams.State.RUNNING && now - startedNanos >= WELL_NANOS;
        problem.ifPresent(hindrance::is);
        if (well && check.topicsAreGone()) {
            if (problem.isEmpty()) {
                LOG.warn(
                        "A topic that streams reads was deleted; it is read from its begin, made anew where it is streams' own");
            }
            replace(now);
        } else if (well && problem.isEmpty()) {
            failures = 0;
            faults = 0;
            hindrance.isOver();
        }
        nextCheck = now + (hindrance.isPresent() ? CHECK_WHILE_WAITING_NANOS : CHECK_NANOS);
    }

    /** Ends the engine; the next one starts with the next look. */
    private void replace(long now) {
        Engine old = engine;
        engine = null;
        started = false;
        looked = false;
        nextStart = now;
        if (old != null && !old.close(REPLACE_TIMEOUT)) {
            LOG.debug("Kafka Streams did not end within {} s", REPLACE_TIMEOUT.toSeconds());
        }
    }

    private void failed(Throwable thrown, long now) {
        Failure failure = Failure.of(thrown);
        replace(now);
        failures++;
        long pause = failure.kind() == Failure.Kind.RECORD_TOO_LARGE
                ? 1 // it is known now what the topic takes
                : Math.min(MAX_PAUSE_SECONDS, 1L << Math.min(failures - 1, 10));
        nextStart = now + Duration.ofSeconds(pause).toNanos();
        switch (failure.kind()) {
            case RECORD_TOO_LARGE -> LOG.debug("A record was refused as too large and is read again", thrown);
            case STATE -> {
                forgetState = true;
                hindrance.is(folder.problem()
                        .orElse("its files in the state directory " + folder.root() + " are of no use ("
                                + failure.line() + "), and are made anew from Kafka"));
            }
            case KAFKA -> hindrance.is(problemOfTopics().orElse(failure.line()));
            case FAULT -> {
                LOG.error("Streams failed by a fault of the program, and starts again in {} s", pause, thrown);
                faults++;
                ended = faults >= MAX_FAULTS;
            }
        }
    }

    /**
     * Finishes the records in hand, commits, leaves the group so that others take over at once, and stops. Waits at most some
     * 30 seconds.
     */
    @Override
    public void close() {
        closing = true;
        wake();
        try {
            thread.join(REPLACE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        geoIpWatch.ifPresent(GeoIpWatch::close);
        Engine last = engine;
        if (last != null && !last.close(CLOSE_TIMEOUT)) {
            LOG.warn(
                    "Streams did not stop within {} s; what it had not committed is read again",
                    CLOSE_TIMEOUT.toSeconds());
        }
        check.close();
    }

    private static Properties properties(
            StreamsSettings settings, Map<String, Object> kafkaProperties, TopicLimits limits) {
        Map<String, Object> all = new HashMap<>();
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        all.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
        all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);

        all.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
        all.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        all.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 50);
        all.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 * 1024);
        all.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topics.MAX_DOCUMENT_BYTES);
        all.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), 2L * Topics.MAX_DOCUMENT_BYTES);

        // Kafka Streams' own topics hold raw events, in batches that need not be compressed as well as they were.
        settings.replication().ifPresent(replicas -> all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replicas));
        all.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), Topics.MAX_DOCUMENT_BYTES);
        // What was read of them is deleted by Kafka Streams; a broker's own limit would delete what was not.
        all.put(StreamsConfig.topicPrefix(TopicConfig.RETENTION_BYTES_CONFIG), "-1");
        all.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallRocksDb.class);

        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), (int)
                SESSION_TIMEOUT.toMillis());
        QuietConsumer.PROPERTIES.forEach((key, value) -> all.put(StreamsConfig.consumerPrefix(key), value));
        all.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, ProductionErrors.class);
        all.put(ProductionErrors.LIMITS, limits);
        all.putAll(kafkaProperties);
        Properties properties = new Properties();
        properties.putAll(all);
        return properties;
    }
}
