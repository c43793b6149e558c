package com.jisu.logs.endtoend.faults;

import com.jisu.logs.endtoend.faults.RoleProcess.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The pipeline as in production: every role instance, every broker and Elasticsearch in a process of its own, with a
 * proxy in each connection between them.
 */
final class Deployment implements AutoCloseable {

    private final Path directory;
    private final Ports ports = new Ports();
    private final KafkaCluster kafka;
    private final ElasticsearchProcess elasticsearch;
    private final ConnectionProxy toIngest = new ConnectionProxy(ports.free());
    private final ConnectionProxy toElasticsearch = new ConnectionProxy(ports.free());
    private final List<RoleProcess> roles = new ArrayList<>();
    private final Thread killAll = new Thread(this::killAll, "kill-all");
    private int instances;

    private final Clocks clocks;

    /** What of a deployment has a clock of its own; the rest has the machine's. */
    record Clocks(Map<Role, OwnClock> ofRoles, Optional<OwnClock> ofBrokers) {

        static final Clocks NONE = new Clocks(Map.of(), Optional.empty());
    }

    private Deployment(Path directory, int brokers, Clocks clocks) throws IOException {
        this.directory = directory;
        this.clocks = clocks;
        this.kafka = new KafkaCluster(
                directory,
                brokers,
                ports,
                clocks.ofBrokers().map(OwnClock::environment).orElse(Map.of()));
        this.elasticsearch = new ElasticsearchProcess(directory.resolve("elasticsearch"), ports.free());
        toElasticsearch.target(List.of(elasticsearch.port()));
        Runtime.getRuntime().addShutdownHook(killAll);
    }

    /** One instance of each role, when all of them do their work. */
    static Deployment start(Path directory, int brokers) throws Exception {
        return start(directory, brokers, Clocks.NONE);
    }

    /** The same with clocks of their own. */
    static Deployment start(Path directory, int brokers, Clocks clocks) throws Exception {
        Deployment deployment = new Deployment(directory, brokers, clocks);
        try {
            CompletableFuture<Void> node = CompletableFuture.runAsync(deployment.elasticsearch::start);
            deployment.kafka.start();
            join(node);
            for (Role role : List.of(Role.SINK, Role.STREAMS, Role.INGEST)) {
                deployment.add(role);
            }
            return deployment;
        } catch (Exception | AssertionError e) {
            deployment.close();
            throw e;
        }
    }

    private static void join(CompletableFuture<Void> start) throws Exception {
        try {
            start.join();
        } catch (CompletionException e) {
            throw new IOException("Elasticsearch did not start", e.getCause());
        }
    }

    /** Starts another instance of a role. */
    RoleProcess add(Role role) throws Exception {
        RoleProcess instance = new RoleProcess(
                role,
                directory.resolve(role + "-" + ++instances),
                List.of(
                        "kafka.bootstrap-servers=" + kafka.proxiedServers(role),
                        "sink.elasticsearch.url=http://127.0.0.1:" + toElasticsearch.port(),
                        "ingest.host=localhost",
                        "ingest.port=0",
                        "streams.max-event-ahead=30d"), // shippers may have clocks of their own
                clocks.ofRoles().containsKey(role) ? clocks.ofRoles().get(role).environment() : Map.of());
        roles.add(instance);
        start(instance);
        return instance;
    }

    /** Starts a part, for the first time or again. */
    void start(Part part) throws Exception {
        part.start();
        findIngests();
    }

    /** Stops an instance in order; the others have its work. */
    void remove(RoleProcess instance) throws Exception {
        roles.remove(instance);
        instance.stop();
        findIngests();
    }

    /** An ingest that was started again has another port. */
    private void findIngests() throws Exception {
        List<Integer> beats = new ArrayList<>();
        for (RoleProcess role : roles) {
            if (role.role() == Role.INGEST) {
                beats.add(role.beatsPort());
            }
        }
        toIngest.target(beats);
    }

    /** The first instance of a role. */
    RoleProcess role(Role role) {
        return roles.stream().filter(each -> each.role() == role).findFirst().orElseThrow();
    }

    List<RoleProcess> roles() {
        return List.copyOf(roles);
    }

    List<Broker> brokers() {
        return kafka.brokers();
    }

    ElasticsearchProcess elasticsearch() {
        return elasticsearch;
    }

    ConnectionProxy toIngest() {
        return toIngest;
    }

    /** One for each broker. */
    List<ConnectionProxy> toKafka(Role role) {
        return kafka.proxies(role);
    }

    ConnectionProxy toElasticsearch() {
        return toElasticsearch;
    }

    /** Kafka as the suite sees it, whatever happens to the roles' connections. */
    String kafkaServers() {
        return kafka.directServers();
    }

    /**
     * Stops everything in order, as events flow; fails if anything hangs. But for a cluster of brokers: its last ones have
     * no majority left to ask whether they may stop, and are killed by {@link #close}.
     */
    void stop() throws Exception {
        for (Role role : Role.values()) {
            for (RoleProcess each : roles()) {
                if (each.role() == role) {
                    each.stop();
                }
            }
        }
        elasticsearch.stop();
        if (kafka.brokers().size() == 1) {
            kafka.brokers().get(0).stop();
        }
    }

    private void killAll() {
        List<Part> parts = new ArrayList<>(roles);
        parts.addAll(kafka.brokers());
        parts.add(elasticsearch);
        for (Part part : parts) {
            try {
                part.kill();
            } catch (Exception | AssertionError e) {
                System.err.println("could not kill " + part.name() + ": " + e); // all the others still have to be
            }
        }
    }

    /** Ends what still runs, whatever happened. */
    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(killAll);
        killAll();
        toIngest.close();
        toElasticsearch.close();
        kafka.close();
    }
}
