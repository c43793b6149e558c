package com.jisu.logs.app.roles;

import com.jisu.logs.app.admin.AdminServer;
import com.jisu.logs.app.admin.Health;
import com.jisu.logs.app.api.Role;
import com.jisu.logs.app.api.Terminal;
import com.jisu.logs.app.api.UserError;
import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.app.kafka.ClientProperties;
import com.jisu.logs.app.kafka.KafkaTopics;
import com.jisu.logs.app.kafka.UnreadRecords;
import com.jisu.logs.app.letters.LetterText;
import com.jisu.logs.app.live.LivePage;
import com.jisu.logs.app.settings.Settings;
import com.jisu.logs.app.tail.EventFilter;
import com.jisu.logs.app.tail.EventPrinter;
import com.jisu.logs.app.tail.Tail;
import com.jisu.logs.ingest.BeatsServer;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.records.SteadyClock;
import com.jisu.logs.records.Topics;
import com.jisu.logs.sink.ElasticsearchSink;
import com.jisu.logs.streams.ParsingStreams;
import com.jisu.logs.streams.RulesInUse;
import com.jisu.logs.streams.UnusableStateDirectoryException;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * The roles that run in this process, and their admin port. Closed in the order in which events flow: ingest first, so
 * that nothing new comes in while the others finish.
 */
public final class Pipeline implements AutoCloseable {

    private static final Precondition NOTHING = () -> {};

    /** An ingest that waits so long without a reason that Kafka gave is looked at more closely. */
    private static final Duration LOOK_CLOSER = Duration.ofMinutes(1);

    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Set<Role> roles;
    private final Parts parts = new Parts();
    private final Map<Role, Health> started = new ConcurrentHashMap<>();
    private final Map<Role, BooleanSupplier> failures = new ConcurrentHashMap<>();
    private final Map<Role, Liveness> liveness = new EnumMap<>(Role.class);
    private final SteadyClock clock = new SteadyClock();
    private final List<Health> health;
    private int beatsPort = -1;
    private int roomForConnections = Integer.MAX_VALUE;
    private volatile KafkaWatch kafkaWatch;
    /** Stands in for ingest's own gauge until it starts: an alert needs it from the first scrape on. */
    private Gauge takesNothing;

    private LivePage page;
    private AdminServer admin;

    private Pipeline(Set<Role> roles) {
        this.roles = roles;
        roles.forEach(role -> liveness.put(role, new Liveness(role, System::nanoTime)));
        health = roles.stream().map(this::health).toList();
        for (Health role : health) {
            Gauge.builder("jisu.logs.ready", role, each -> each.ready().getAsBoolean() ? 1 : 0)
                    .description("1 while the role is ready, as /health/ready tells")
                    .tag("role", role.role())
                    .strongReference(true)
                    .register(metrics);
            Gauge.builder("jisu.logs.live", role, each -> each.live().getAsBoolean() ? 1 : 0)
                    .description("0 while the role has work and does none of it, as /health/live tells")
                    .tag("role", role.role())
                    .strongReference(true)
                    .register(metrics);
        }
        FunctionCounter.builder("jisu.logs.clock.steps", clock, SteadyClock::steps)
                .description("Steps of the machine's clock by two seconds or more")
                .register(metrics);
        Gauge.builder("jisu.logs.kafka.reachable", () -> kafkaWatch != null && kafkaWatch.isReachable() ? 1 : 0)
                .description("1 while Kafka answers, 0 while it does not")
                .register(metrics);
        if (roles.contains(Role.INGEST)) {
            takesNothing = Gauge.builder("jisu.logs.ingest.kafka.available", () -> 0)
                    .description("1 while Kafka takes events, 0 while it does not")
                    .register(metrics);
        }
        parts.add(ProcessMetrics.of(metrics));
    }

    /** A role's state, also before it has been started. */
    private Health health(Role role) {
        return new Health(
                role.toString(),
                () -> started.containsKey(role) && started.get(role).ready().getAsBoolean(),
                liveness.get(role)::isLive,
                () -> started.containsKey(role) ? started.get(role).state().get() : "WAITING_FOR_KAFKA");
    }

    /** The roles, none of them started; {@link #start(Configuration, Precondition)} does. */
    public static Pipeline of(Set<Role> roles) {
        return new Pipeline(roles);
    }

    /**
     * Starts the roles. Waits for Kafka where it is away; the admin port answers already then, so that probes see a process
     * that lives and is not ready.
     *
     * @throws UserError if a port is taken or Kafka refuses
     */
    public static Pipeline start(Set<Role> roles, Configuration configuration) throws InterruptedException {
        return start(roles, configuration, () -> KafkaTopics.createMissing(configuration, roles));
    }

    /** The same, whether Kafka is there or not. */
    public static Pipeline startWithoutKafka(Set<Role> roles, Configuration configuration) throws InterruptedException {
        return start(roles, configuration, NOTHING);
    }

    /** What has to be there before something starts. */
    public interface Precondition {
        void await() throws InterruptedException;
    }

    private static Pipeline start(Set<Role> roles, Configuration configuration, Precondition kafka)
            throws InterruptedException {
        Pipeline pipeline = new Pipeline(roles);
        try {
            pipeline.requireMemory(configuration);
            pipeline.startAdmin(configuration);
            kafka.await();
            pipeline.startRoles(configuration, NOTHING);
            return pipeline;
        } catch (RuntimeException | InterruptedException e) {
            pipeline.close();
            throw e;
        }
    }

    /**
     * Starts the roles on a Kafka that has the topics, and the sink once its Elasticsearch is there. Where that fails, what
     * has been started is closed by {@link #close}, which may also be called meanwhile.
     *
     * @throws UserError if a port is taken or Kafka refuses
     */
    public void start(Configuration configuration, Precondition elasticsearch) throws InterruptedException {
        startAdmin(configuration);
        startRoles(configuration, elasticsearch);
    }

    /** What other roles would take beside ingest is not known here. */
    private void requireMemory(Configuration configuration) {
        if (!roles.contains(Role.INGEST)) {
            return;
        }
        long heap = Runtime.getRuntime().maxMemory();
        IngestRoom.requireHeap(configuration.ingest().maxInFlightBytes(), heap);
        if (roles.size() == 1) {
            roomForConnections = IngestRoom.connections(
                    Settings.ingest(configuration), ProcessMemory.own().limit(), heap);
        }
    }

    private void startRoles(Configuration configuration, Precondition elasticsearch) throws InterruptedException {
        Topics topics = KafkaTopics.names(configuration);
        Map<String, Object> kafka = ClientProperties.of(configuration);
        kafkaWatch = parts.add(KafkaWatch.start(roles, configuration, metrics));
        if (roles.contains(Role.STREAMS)) {
            configuration.tail().environment().ifPresent(environment -> echo(environment, configuration));
            ParsingStreams streams = parts.add(startStreams(configuration, kafka, topics));
            started(Role.STREAMS, streams::running, streams::state);
            failures.put(Role.STREAMS, streams::failed);
            watchCommits(Role.STREAMS, () -> !streams.waiting(), streams::assigned);
        }
        if (roles.contains(Role.INGEST)) {
            BeatsServer ingest = parts.add(startIngest(configuration, kafka, topics));
            beatsPort = ingest.port();
            BooleanSupplier kafkaTakesEvents = () -> kafkaWatch.isReachable() && ingest.isKafkaAvailable();
            started(
                    Role.INGEST,
                    kafkaTakesEvents,
                    () -> kafkaTakesEvents.getAsBoolean() ? "LISTENING" : "WAITING_FOR_KAFKA");
            watchConfirmations(ingest, topics.raw());
        }
        if (roles.contains(Role.SINK)) {
            elasticsearch.await();
            ElasticsearchSink sink = parts.addBelow(
                    ElasticsearchSink.start(Settings.sink(configuration), topics, kafka, clock, metrics));
            started(Role.SINK, () -> isReady(sink.state()), () -> sink.state().name());
            failures.put(Role.SINK, () -> sink.state() == ElasticsearchSink.State.FAILED);
            watchCommits(Role.SINK, () -> sink.state() == ElasticsearchSink.State.RUNNING, sink::assigned);
        }
    }

    private ParsingStreams startStreams(Configuration configuration, Map<String, Object> kafka, Topics topics) {
        ParserSettings parsers = Settings.parsers(configuration);
        Optional<RulesInUse> rules = Settings.rules(configuration, parsers);
        rules.ifPresent(parts::add);
        try {
            return ParsingStreams.start(Settings.streams(configuration), parsers, rules, topics, kafka, clock, metrics);
        } catch (UnusableStateDirectoryException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    /**
     * A reader has work while its partitions hold what it has not committed; while it has no partitions, it may be that it
     * does not come to any, so that those of the whole group count.
     *
     * @param works false while it waits for something that a new start would not bring
     */
    private void watchCommits(Role role, BooleanSupplier works, Supplier<Set<TopicPartition>> assigned) {
        kafkaWatch.onUnread(role, unread -> {
            Set<TopicPartition> own = assigned.get();
            List<UnreadRecords> counted = unread.entrySet().stream()
                    .filter(each -> own.isEmpty() || own.contains(each.getKey()))
                    .map(Map.Entry::getValue)
                    .toList();
            boolean hasWork = works.getAsBoolean() && counted.stream().anyMatch(each -> each.count() > 0);
            liveness.get(role)
                    .observe(
                            hasWork,
                            counted.stream().mapToLong(UnreadRecords::from).sum());
        });
    }

    /** Ingest has work while it holds events that Kafka could take. */
    private void watchConfirmations(BeatsServer ingest, String topic) {
        kafkaWatch.withEachLook(() -> {
            try {
                boolean hasWork =
                        kafkaWatch.isReachable() && ingest.waitsInVain(LOOK_CLOSER) && kafkaWatch.takesRecords(topic);
                liveness.get(Role.INGEST).observe(hasWork, 0);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void started(Role role, BooleanSupplier ready, Supplier<String> state) {
        started.put(role, new Health(role.toString(), ready, liveness.get(role)::isLive, state));
    }

    private void startAdmin(Configuration configuration) {
        page = new LivePage(
                livePage(configuration),
                metrics,
                health,
                () -> kafkaWatch == null ? List.of() : kafkaWatch.headrooms(),
                clock);
        admin = AdminServer.start(
                configuration.admin().host(), configuration.admin().port(), metrics, health, page);
    }

    private static LivePage.Settings livePage(Configuration configuration) {
        return new LivePage.Settings(
                configuration.admin().host(),
                configuration.admin().livePage(),
                KafkaTopics.names(configuration),
                configuration.streams().applicationId(),
                configuration.sink().groupId(),
                ClientProperties.of(configuration),
                LetterText.of(configuration));
    }

    private BeatsServer startIngest(Configuration configuration, Map<String, Object> kafka, Topics topics) {
        metrics.remove(takesNothing);
        try {
            return BeatsServer.start(Settings.ingest(configuration), kafka, topics.raw(), metrics, roomForConnections);
        } catch (UncheckedIOException e) {
            throw new UserError(e.getMessage(), e); // an address or a TLS file that can not be used
        }
    }

    /** Back-off while Elasticsearch is away is orderly: restarting the sink would not bring it back. */
    private static boolean isReady(ElasticsearchSink.State state) {
        return state == ElasticsearchSink.State.RUNNING || state == ElasticsearchSink.State.WAITING_FOR_ELASTICSEARCH;
    }

    /** The old configuration's `stdout { codec => rubydebug }` for one environment. */
    private void echo(String environment, Configuration configuration) {
        parts.add(Tail.share(
                configuration.topics().parsed(),
                configuration.streams().applicationId() + "-echo",
                ClientProperties.of(configuration),
                new EventFilter(EventFilter.Criteria.ofEnvironment(environment)),
                new EventPrinter(configuration.tail().format(), Terminal.stdoutHasColours(), System.out)));
    }

    /**
     * Waits until every role does its work.
     *
     * @return the roles that did not within the time, with their states; empty where all did
     */
    public Map<String, String> awaitReady(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!waiting().isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
        return waiting();
    }

    private Map<String, String> waiting() {
        return health.stream()
                .filter(role -> !role.ready().getAsBoolean())
                .collect(Collectors.toMap(Health::role, role -> role.state().get()));
    }

    /** The roles that ended by an error of ours, or hang, so that only a new start of the process helps. */
    List<String> failed() {
        return roles.stream()
                .filter(role -> failures.getOrDefault(role, () -> false).getAsBoolean()
                        || liveness.get(role).isHopeless())
                .map(Role::toString)
                .sorted()
                .toList();
    }

    /** The Beats input's port, -1 where ingest does not run here. */
    public int beatsPort() {
        return beatsPort;
    }

    public int adminPort() {
        return admin.port();
    }

    /** Roles and ports in one line. */
    String describe() {
        String roles = health.stream().map(Health::role).sorted().collect(Collectors.joining(", "));
        return roles + (beatsPort < 0 ? "" : ", Beats input on port " + beatsPort) + ", metrics and health on port "
                + adminPort();
    }

    /** Stops the roles, ingest first; the admin port last, so that probes and metrics show the stop. */
    @Override
    public void close() {
        parts.close();
        if (page != null) {
            page.close();
        }
        if (admin != null) {
            admin.close();
        }
        metrics.close();
    }
}
