package com.jisu.logs.app;

import com.jisu.logs.app.admin.AdminServer;
import com.jisu.logs.app.admin.Health;
import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.app.live.LivePage;
import com.jisu.logs.app.tail.EventPrinter;
import com.jisu.logs.app.tail.Tail;
import com.jisu.logs.app.tail.Terminal;
import com.jisu.logs.ingest.BeatsServer;
import com.jisu.logs.records.Topics;
import com.jisu.logs.sink.ElasticsearchSink;
import com.jisu.logs.streams.ParsingStreams;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The roles that run in this process, and their admin port. Closed in the order in which events flow: ingest first, so
 * that nothing new comes in while the others finish.
 */
final class Pipeline implements AutoCloseable {

    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Parts parts = new Parts();
    private final List<Health> health = new ArrayList<>();
    private int beatsPort = -1;
    private LivePage page;
    private AdminServer admin;

    private Pipeline() {
        JvmGcMetrics gc = new JvmGcMetrics();
        gc.bindTo(metrics);
        parts.add(gc);
        new JvmMemoryMetrics().bindTo(metrics);
        new JvmThreadMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
    }

    /**
     * Starts the roles: the sink first, so that each finds the next one ready. Waits for Kafka where it is away.
     *
     * @throws UserError if a port is taken or Kafka refuses
     */
    static Pipeline start(Set<Role> roles, Configuration configuration) throws InterruptedException {
        Settings.check(roles, configuration);
        Pipeline pipeline = new Pipeline();
        try {
            KafkaTopics.createMissing(configuration);
            pipeline.startRoles(roles, configuration);
            pipeline.startAdmin(configuration);
            return pipeline;
        } catch (RuntimeException | InterruptedException e) {
            pipeline.close();
            throw e;
        }
    }

    private void startRoles(Set<Role> roles, Configuration configuration) {
        Topics topics = KafkaTopics.names(configuration);
        Map<String, Object> kafka = KafkaConnection.of(configuration);
        if (roles.contains(Role.SINK)) {
            ElasticsearchSink sink =
                    parts.add(ElasticsearchSink.start(Settings.sink(configuration), topics, kafka, metrics));
            health.add(new Health(
                    Role.SINK.toString(),
                    () -> isReady(sink.state()),
                    () -> sink.state().name()));
        }
        if (roles.contains(Role.STREAMS)) {
            configuration.tail().environment().ifPresent(environment -> echo(environment, configuration));
            ParsingStreams streams = parts.add(ParsingStreams.start(
                    Settings.streams(configuration), Settings.parsers(configuration), topics, kafka, metrics));
            health.add(new Health(Role.STREAMS.toString(), streams::running, streams::state));
        }
        if (roles.contains(Role.INGEST)) {
            BeatsServer ingest = parts.add(startIngest(configuration, kafka, topics));
            beatsPort = ingest.port();
            health.add(new Health(Role.INGEST.toString(), () -> true, () -> "LISTENING"));
        }
    }

    private void startAdmin(Configuration configuration) {
        page = new LivePage(Settings.livePage(configuration), metrics, health);
        admin = AdminServer.start(
                configuration.admin().host(), configuration.admin().port(), metrics, health, page);
    }

    private BeatsServer startIngest(Configuration configuration, Map<String, Object> kafka, Topics topics) {
        try {
            return BeatsServer.start(Settings.ingest(configuration), kafka, topics.raw(), metrics);
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
                KafkaConnection.of(configuration),
                document ->
                        environment.equals(document.at("/fields/environment").asText()),
                new EventPrinter(configuration.tail().format(), Terminal.stdoutHasColours(), System.out)));
    }

    /**
     * Waits until every role does its work.
     *
     * @return the roles that did not within the time, with their states; empty where all did
     */
    Map<String, String> awaitReady(Duration patience) throws InterruptedException {
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

    /** The Beats input's port, -1 where ingest does not run here. */
    int beatsPort() {
        return beatsPort;
    }

    int adminPort() {
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
