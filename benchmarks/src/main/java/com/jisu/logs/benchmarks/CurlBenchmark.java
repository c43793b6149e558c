package com.jisu.logs.benchmarks;

import com.jisu.logs.parsers.api.ParsedEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The same documents into the same node, by the sink from Kafka and by curl from files prepared beforehand, in turn.
 * The sink is stopped (SIGSTOP) while its documents are sent to Kafka, so that all are there when it begins.
 */
@Command(
        name = "curl",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Indexes the same documents into one node by the sink, and by curl from bulk bodies prepared"
                + " beforehand, and compares the documents/s. The first round warms up.")
public final class CurlBenchmark implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @Option(names = "--documents", description = "Documents of each way in each round (default: ${DEFAULT-VALUE}).")
    private int documents = 300_000;

    @Option(names = "--rounds", description = "Rounds (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(names = "--requests", description = "curls at once (default: ${DEFAULT-VALUE}).")
    private int requests = 4;

    @Option(names = "--heap", description = "Megabytes of the node's heap (default: ${DEFAULT-VALUE}).")
    private int heap = 1024;

    public static void main(String[] args) {
        System.exit(new CommandLine(new CurlBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("jisu-logs-bench");
        try (Node node = new Node(directory.resolve("elasticsearch"), heap);
                MeasuredProcess broker = Broker.start(directory)) {
            String bootstrap = Broker.bootstrapServers(broker);
            List<String> arguments = List.of(
                    "sink",
                    "--set",
                    "kafka.bootstrap-servers=" + bootstrap,
                    "--set",
                    "sink.elasticsearch.url=" + node.url(),
                    "--set",
                    "kafka.properties.session.timeout.ms=300000", // it is stopped for a while
                    "--set",
                    "admin.port=0");
            try (MeasuredProcess sink = MeasuredProcess.program("sink", "256m", arguments)) {
                sink.awaitLine(Pattern.compile("Running (sink)"));
                measure(directory, bootstrap, node, sink);
            }
        } finally {
            Directories.delete(directory);
        }
        return 0;
    }

    private void measure(Path directory, String bootstrap, Node node, MeasuredProcess sink) throws Exception {
        Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
        System.out.printf(
                "%d documents, %d curls at once, %d processors, Java %s%n",
                documents, requests, Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
        System.out.printf("%-18s %12s %12s %8s%n", "documents/s", "sink", "curl", "ratio");
        for (int round = 0; round < rounds; round++) {
            List<ParsedEvent> events = new ParsedDocuments(round, today.minus(round, ChronoUnit.DAYS)).next(documents);
            boolean sinkFirst = round % 2 == 0;
            double bySink = sinkFirst ? bySink(bootstrap, node, sink, events, today, round) : 0;
            double byCurl = byCurl(directory, node, events);
            bySink = sinkFirst ? bySink : bySink(bootstrap, node, sink, events, today, round);
            System.out.printf(
                    "%-18s %12.0f %12.0f %8.3f%n",
                    "round " + (round + 1) + (round == 0 ? " (warm-up)" : ""), bySink, byCurl, bySink / byCurl);
        }
    }

    private double bySink(
            String bootstrap, Node node, MeasuredProcess sink, List<ParsedEvent> events, Instant today, int round)
            throws Exception {
        sink.suspend();
        long time = today.minus(round, ChronoUnit.DAYS).toEpochMilli();
        try (KafkaProducer<byte[], byte[]> producer = ParsedDocuments.producer(bootstrap)) {
            for (ParsedEvent event : events) {
                producer.send(ParsedDocuments.record(event.id(), event.document(), time));
            }
        }
        String index = "jisu-logs-"
                + today.minus(round, ChronoUnit.DAYS)
                        .toString()
                        .substring(0, 10)
                        .replace('-', '.');
        long start = System.nanoTime();
        sink.resume();
        long end = start + PATIENCE.toNanos();
        while (node.indexed(index) < events.size()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("the sink was not done after " + PATIENCE);
            }
            Thread.sleep(50);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        node.delete(index);
        return events.size() / seconds;
    }

    private double byCurl(Path directory, Node node, List<ParsedEvent> events) throws Exception {
        String index = "jisu-logs-curl";
        List<Path> files = new ArrayList<>();
        for (byte[] body : BulkBodies.of(events, index)) {
            files.add(Files.write(directory.resolve("body-" + files.size()), body));
        }
        ExecutorService threads = Executors.newFixedThreadPool(requests);
        try {
            long start = System.nanoTime();
            List<Future<?>> posted = new ArrayList<>();
            for (Path file : files) {
                posted.add(threads.submit(() -> {
                    curl(file, node.url() + "/_bulk?filter_path=errors");
                    return null;
                }));
            }
            for (Future<?> each : posted) {
                each.get();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            if (node.indexed(index) != events.size()) {
                throw new IllegalStateException("curl has indexed " + node.indexed(index) + " documents");
            }
            return events.size() / seconds;
        } finally {
            threads.shutdownNow();
            node.delete(index);
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private static void curl(Path file, String url) throws IOException, InterruptedException {
        Process curl = new ProcessBuilder(
                        "curl",
                        "-sS",
                        "-H",
                        "Content-Type: application/x-ndjson",
                        "-H",
                        "Expect:",
                        "--data-binary",
                        "@" + file,
                        url)
                .redirectErrorStream(true)
                .start();
        String answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (curl.waitFor() != 0 || !answer.contains("\"errors\":false")) {
            throw new IOException("curl failed: " + answer);
        }
    }
}
