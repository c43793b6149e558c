package com.jisu.logs.benchmarks;

import com.jisu.logs.app.Main;
import com.jisu.logs.embedded.EmbeddedElasticsearch;
import com.jisu.logs.ingest.LumberjackClient;
import com.jisu.logs.records.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Sends events through the whole pipeline, each role, the broker and Elasticsearch in a process of its own, and reports
 * per stage what it took. The first round warms the JVMs up and is shown, but is not what to quote.
 */
@Command(
        name = "pipeline",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Sends events through the whole pipeline and reports events/s, CPU seconds per million events and memory.")
public final class PipelineBenchmark implements Callable<Integer> {

    @Option(names = "--events", description = "Events in each round (default: ${DEFAULT-VALUE}).")
    private int events = 200_000;

    @Option(names = "--rounds", description = "Rounds, the first of which warms up (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(names = "--kind", description = "Only one kind: ${COMPLETION-CANDIDATES} (default: an even mix).")
    private EventGenerator.Kind kind;

    @Option(names = "--seed", description = "Of the generated events (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--heap", description = "-Xmx of each role (default: ${DEFAULT-VALUE}).")
    private String heap = "256m";

    public static void main(String[] args) {
        System.exit(new CommandLine(new PipelineBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("jisu-logs-bench");
        try (JavaProcess broker = JavaProcess.start(
                        "kafka",
                        "1g",
                        Broker.class,
                        List.of(directory.resolve("kafka").toString()));
                EmbeddedElasticsearch elasticsearch =
                        EmbeddedElasticsearch.start(directory.resolve("elasticsearch"), 0)) {
            String bootstrap = broker.awaitLine(Pattern.compile("^broker (\\S+)"));
            try (JavaProcess sink =
                            role("sink", bootstrap, directory, "sink.elasticsearch.url=" + elasticsearch.url());
                    JavaProcess streams = role("streams", bootstrap, directory, "streams.threads=1");
                    JavaProcess ingest =
                            role("ingest", bootstrap, directory, "ingest.port=0", "ingest.host=localhost")) {
                awaitRunning(sink);
                awaitRunning(streams);
                int port = Integer.parseInt(awaitRunning(ingest));
                Stages stages = new Stages(bootstrap, elasticsearch, List.of(ingest, streams, sink), broker);
                System.out.printf(
                        "%d events a round, %s, seed %d, %d processors, Java %s%n",
                        events,
                        kind == null ? "even mix" : kind,
                        seed,
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version"));
                for (int round = 0; round < rounds; round++) {
                    round(round, port, stages);
                }
            }
        } finally {
            delete(directory);
        }
        return 0;
    }

    private JavaProcess role(String name, String bootstrap, Path directory, String... keys) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                name,
                "--set",
                "kafka.bootstrap-servers=" + bootstrap,
                "--set",
                "admin.port=0",
                "--set",
                "streams.state-directory=" + directory.resolve("streams")));
        for (String key : keys) {
            arguments.addAll(List.of("--set", key));
        }
        return JavaProcess.start(name, heap, Main.class, arguments);
    }

    private static String awaitRunning(JavaProcess role) throws IOException {
        return role.awaitLine(Pattern.compile("Running " + role.name() + "(?:, Beats input on port )?(\\d*)"));
    }

    private void round(int round, int port, Stages stages) throws Exception {
        EventGenerator generator =
                new EventGenerator(seed + round, Instant.now().minus(Duration.ofHours(1)));
        List<byte[]> prepared = new ArrayList<>(events);
        long bytes = 0;
        for (int i = 0; i < events; i++) {
            byte[] event = kind == null ? generator.next() : generator.next(kind);
            prepared.add(event);
            bytes += event.length;
        }
        stages.begin();
        try (LumberjackClient client =
                LumberjackClient.connect(LumberjackClient.Settings.of("localhost", port), acknowledged -> {})) {
            for (byte[] event : prepared) {
                client.send(event);
            }
            client.awaitAcknowledged();
        }
        Map<String, Duration> finished = stages.awaitIndexed(events);
        System.out.printf(
                "%nround %d%s, %d bytes an event%n", round + 1, round == 0 ? " (warm-up)" : "", bytes / events);
        stages.report(events, finished);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Watches one round: when each stage has passed the last event on, and what its process used for it. */
    private static final class Stages {

        private static final Duration PATIENCE = Duration.ofMinutes(10);
        private static final Pattern COUNT = Pattern.compile("\"count\":(\\d+)");

        private final String bootstrap;
        private final EmbeddedElasticsearch elasticsearch;
        private final List<JavaProcess> roles;
        private final JavaProcess broker;
        private final HttpClient http = HttpClient.newHttpClient();
        private final Map<String, ProcessUsage> before = new LinkedHashMap<>();
        private long parsedBefore;
        private long indexedBefore;
        private Instant start;

        Stages(String bootstrap, EmbeddedElasticsearch elasticsearch, List<JavaProcess> roles, JavaProcess broker) {
            this.bootstrap = bootstrap;
            this.elasticsearch = elasticsearch;
            this.roles = roles;
            this.broker = broker;
        }

        void begin() throws Exception {
            parsedBefore = parsed();
            indexedBefore = indexed();
            usages().forEach(before::put);
            start = Instant.now();
        }

        /** When each role was done, counted from the round's start. To be called once ingest has acknowledged all. */
        Map<String, Duration> awaitIndexed(int events) throws Exception {
            Map<String, Duration> finished = new LinkedHashMap<>();
            finished.put("ingest", Duration.between(start, Instant.now()));
            await("streams", finished, () -> parsed() - parsedBefore >= events);
            await("sink", finished, () -> indexed() - indexedBefore >= events);
            long indexed = indexed() - indexedBefore;
            if (indexed != events) {
                throw new IllegalStateException(events + " events were sent, but " + indexed + " are in the index");
            }
            return finished;
        }

        private void await(String stage, Map<String, Duration> finished, Callable<Boolean> done) throws Exception {
            while (!done.call()) {
                if (Duration.between(start, Instant.now()).compareTo(PATIENCE) > 0) {
                    throw new IllegalStateException(stage + " was not done after " + PATIENCE);
                }
                Thread.sleep(200);
            }
            finished.put(stage, Duration.between(start, Instant.now()));
        }

        void report(int events, Map<String, Duration> finished) throws IOException {
            System.out.printf(
                    "%-14s %10s %26s %14s %20s%n",
                    "stage", "events/s", "CPU s per million events", "peak RSS MiB", "heap after GC, MiB");
            double total = 0;
            Map<String, ProcessUsage> now = usages();
            Map<String, Long> liveHeap = new LinkedHashMap<>(); // after the CPU time was read: a collection costs some
            for (JavaProcess role : roles) {
                liveHeap.put(role.name(), role.liveHeapMib());
            }
            for (Map.Entry<String, ProcessUsage> usage : now.entrySet()) {
                Duration used =
                        usage.getValue().cpu().minus(before.get(usage.getKey()).cpu());
                double perMillion = used.toNanos() / 1e9 * 1e6 / events;
                Duration time = finished.get(usage.getKey());
                System.out.printf(
                        "%-14s %10s %26.2f %14d %20s%n",
                        usage.getKey(),
                        time == null ? "" : String.format("%.0f", events / (time.toNanos() / 1e9)),
                        perMillion,
                        usage.getValue().peakRssMib(),
                        liveHeap.containsKey(usage.getKey()) ? liveHeap.get(usage.getKey()) : "");
                if (time != null) {
                    total += perMillion;
                }
            }
            System.out.printf(
                    "%-14s %10.0f %26.2f%n",
                    "whole pipeline", events / (finished.get("sink").toNanos() / 1e9), total);
        }

        private Map<String, ProcessUsage> usages() {
            Map<String, ProcessUsage> usages = new LinkedHashMap<>();
            roles.forEach(role -> usages.put(role.name(), role.usage()));
            usages.put("kafka", broker.usage());
            usages.put(
                    "elasticsearch",
                    ProcessUsage.of(ProcessHandle.of(elasticsearch.pid()).orElseThrow()));
            return usages;
        }

        private long parsed() throws Exception {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
                long sum = 0;
                for (String topic : List.of(Topics.DEFAULT.parsed(), Topics.DEFAULT.dead())) {
                    Map<TopicPartition, OffsetSpec> ends = new LinkedHashMap<>();
                    admin.describeTopics(List.of(topic))
                            .allTopicNames()
                            .get()
                            .get(topic)
                            .partitions()
                            .forEach(partition ->
                                    ends.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
                    sum += admin.listOffsets(ends).all().get().values().stream()
                            .mapToLong(end -> end.offset())
                            .sum();
                }
                return sum;
            }
        }

        private long indexed() throws Exception {
            post("/jisu-logs-*/_refresh");
            String answer = post("/jisu-logs-*/_count");
            Matcher matcher = COUNT.matcher(answer);
            if (!matcher.find()) {
                throw new IllegalStateException("Elasticsearch did not answer with a count: " + answer);
            }
            return Long.parseLong(matcher.group(1));
        }

        private String post(String path) throws IOException, InterruptedException {
            return http.send(
                            HttpRequest.newBuilder(URI.create(elasticsearch.url() + path))
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }
}
