package com.jisu.logs.benchmarks;

import com.jisu.logs.records.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Sends Filebeat's windows to ingest, which writes them to a real broker; both are in processes of their own. The
 * windows are compressed before the clock starts: what is measured beside them is only a sender's writing. The first
 * round warms the JVMs up and is shown, but is not what to quote.
 */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Sends windows to ingest alone and reports events/s, CPU seconds per million events, memory and how"
                        + " long acknowledgements take.")
public final class IngestBenchmark implements Callable<Integer> {

    /** Different windows made before the start; senders go round. */
    private static final int PREPARED_WINDOWS = 64;

    @Option(names = "--events", description = "Events in each round (default: ${DEFAULT-VALUE}).")
    private int events = 1_000_000;

    @Option(names = "--rounds", description = "Rounds, the first of which warms up (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(names = "--connections", description = "Busy connections (default: ${DEFAULT-VALUE}).")
    private int connections = 4;

    @Option(names = "--idle", description = "Connections that stay open and send nothing (default: ${DEFAULT-VALUE}).")
    private int idle = 0;

    @Option(names = "--window", description = "Events in a window (default: ${DEFAULT-VALUE}).")
    private int window = 2048;

    @Option(names = "--pipelining", description = "Windows under way on a connection (default: ${DEFAULT-VALUE}).")
    private int pipelining = 2;

    @Option(names = "--level", description = "Compression, 0 to 9 (default: ${DEFAULT-VALUE}).")
    private int level = 3;

    @Option(names = "--rate", description = "Events/s of all connections; 0 for as many as go (default: 0).")
    private int rate = 0;

    @Option(
            names = "--in-step",
            description = "With --rate, all connections send at the same moments, instead of one after the other.")
    private boolean inStep;

    @Option(names = "--heap", description = "-Xmx of ingest (default: ${DEFAULT-VALUE}).")
    private String heap = "160m";

    @Option(names = "--set", description = "A configuration key of ingest, KEY=VALUE; repeatable.")
    private List<String> keys = List.of();

    public static void main(String[] args) {
        System.exit(new CommandLine(new IngestBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("jisu-logs-bench");
        try (MeasuredProcess broker = Broker.start(directory)) {
            String bootstrap = Broker.bootstrapServers(broker);
            try (MeasuredProcess ingest = MeasuredProcess.program("ingest", heap, ingestArguments(bootstrap))) {
                int port = Integer.parseInt(
                        ingest.awaitLine(Pattern.compile("Running ingest, Beats input on port (\\d+)")));
                measure(bootstrap, broker, ingest, port);
            }
        } finally {
            Directories.delete(directory);
        }
        return 0;
    }

    private List<String> ingestArguments(String bootstrap) {
        List<String> arguments = new ArrayList<>(List.of("ingest"));
        List<String> all = new ArrayList<>(List.of(
                "kafka.bootstrap-servers=" + bootstrap,
                "admin.port=0",
                "ingest.port=0",
                "ingest.host=localhost",
                "ingest.max-connections=10000",
                "ingest.max-connections-per-address=10000"));
        all.addAll(keys);
        all.forEach(key -> arguments.addAll(List.of("--set", key)));
        return arguments;
    }

    private void measure(String bootstrap, MeasuredProcess broker, MeasuredProcess ingest, int port) throws Exception {
        WindowSender.Windows windows = WindowSender.Windows.prepare(PREPARED_WINDOWS, window, level);
        System.out.printf(
                "%d events a round of %d bytes, %d connections, %d idle, windows of %d, level %d, %s, %d processors, Java %s%n",
                events,
                windows.bytesPerEvent(),
                connections,
                idle,
                window,
                level,
                rate == 0 ? "no limit" : rate + " events/s",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"));
        System.out.printf(
                "%-16s %10s %18s %18s %14s %30s%n",
                "", "events/s", "ingest CPU s/M", "broker CPU s/M", "peak RSS MiB", "acknowledged after p50/p99/max");
        List<WindowSender> open = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            for (int i = 0; i < connections + idle; i++) {
                open.add(new WindowSender(port, windows, pipelining));
                open.get(i).send(1); // each has sent something, as a Filebeat has
            }
            for (int round = 0; round < rounds; round++) {
                deleteRecords(bootstrap);
                ProcessUsage ingestBefore = ingest.usage();
                ProcessUsage brokerBefore = broker.usage();
                Instant start = Instant.now();
                long[] latencies = round(threads, open.subList(0, connections));
                Duration time = Duration.between(start, Instant.now());
                report(round, latencies, time, cpu(ingest, ingestBefore), cpu(broker, brokerBefore), ingest.usage());
            }
        } finally {
            threads.shutdownNow();
            for (WindowSender sender : open) {
                sender.close();
            }
        }
    }

    /** Sends a round's windows and returns how long each waited for its acknowledgement, in ascending order. */
    private long[] round(ExecutorService threads, List<WindowSender> senders) throws Exception {
        int each = Math.max(1, events / window / connections);
        Duration interval = rate == 0 ? Duration.ZERO : Duration.ofNanos(1_000_000_000L * window * connections / rate);
        List<Future<long[]>> running = new ArrayList<>();
        for (int i = 0; i < senders.size(); i++) {
            WindowSender sender = senders.get(i);
            Duration delay = inStep ? Duration.ZERO : interval.multipliedBy(i).dividedBy(senders.size());
            running.add(threads.submit(() -> rate == 0 ? sender.send(each) : sender.send(each, delay, interval)));
        }
        long[] latencies = {};
        for (Future<long[]> sent : running) {
            try {
                long[] some = sent.get();
                latencies = Arrays.copyOf(latencies, latencies.length + some.length);
                System.arraycopy(some, 0, latencies, latencies.length - some.length, some.length);
            } catch (ExecutionException e) {
                throw new IOException("a connection failed", e.getCause());
            }
        }
        Arrays.sort(latencies);
        return latencies;
    }

    private static Duration cpu(MeasuredProcess process, ProcessUsage before) {
        return process.usage().cpu().minus(before.cpu());
    }

    private void report(
            int round, long[] latencies, Duration time, Duration ingest, Duration broker, ProcessUsage after) {
        double millions = latencies.length * (double) window / 1e6;
        System.out.printf(
                "%-16s %10.0f %18.2f %18.2f %14d %30s%n",
                "round " + (round + 1) + (round == 0 ? " (warm-up)" : ""),
                millions * 1e6 / (time.toNanos() / 1e9),
                ingest.toNanos() / 1e9 / millions,
                broker.toNanos() / 1e9 / millions,
                after.peakRssMib(),
                millis(latencies, 0.5) + " / " + millis(latencies, 0.99) + " / " + millis(latencies, 1) + " ms");
    }

    private static long millis(long[] sortedNanos, double quantile) {
        int index = (int) Math.ceil(quantile * sortedNanos.length) - 1;
        return sortedNanos[Math.max(0, index)] / 1_000_000;
    }

    /** A benchmark should not need a disk for every event that it ever sent. */
    private static void deleteRecords(String bootstrap) throws Exception {
        String topic = Topics.DEFAULT.raw();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            for (var partition : admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()) {
                admin.deleteRecords(Map.of(
                                new TopicPartition(topic, partition.partition()), RecordsToDelete.beforeOffset(-1)))
                        .all()
                        .get();
            }
        }
    }
}
