package com.jisu.logs.benchmarks;

import com.jisu.logs.parsers.api.ParsedEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The sink in a JVM of its own, before an endpoint that takes every bulk request at once: what is measured is the sink's
 * own work. The documents of a round are all in Kafka before the endpoint's gate opens.
 */
@Command(
        name = "sink",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Indexes documents into an endpoint that answers at once and reports the sink's CPU seconds per"
                + " million documents. What its start took is told apart; the first round warms the JVM up.")
public final class SinkBenchmark implements Callable<Integer> {

    /** Different documents; senders go round, with an id of its own for each. */
    private static final int PREPARED = 30_000;

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @Option(names = "--documents", description = "Documents in each round (default: ${DEFAULT-VALUE}).")
    private int documents = 1_000_000;

    @Option(names = "--rounds", description = "Rounds (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(names = "--heap", description = "-Xmx of the sink (default: ${DEFAULT-VALUE}).")
    private String heap = "256m";

    @Option(names = "--set", description = "A configuration key of the sink, KEY=VALUE; repeatable.")
    private List<String> keys = List.of();

    public static void main(String[] args) {
        System.exit(new CommandLine(new SinkBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("jisu-logs-bench");
        try (GatedEndpoint endpoint = new GatedEndpoint();
                MeasuredProcess broker = Broker.start(directory)) {
            String bootstrap = Broker.bootstrapServers(broker);
            try (MeasuredProcess sink = MeasuredProcess.program("sink", heap, arguments(bootstrap, endpoint.url()))) {
                sink.awaitLine(Pattern.compile("Running (sink)"));
                measure(bootstrap, endpoint, sink);
            }
        } finally {
            Directories.delete(directory);
        }
        return 0;
    }

    private List<String> arguments(String bootstrap, String url) {
        List<String> arguments = new ArrayList<>(List.of("sink"));
        List<String> all = new ArrayList<>(
                List.of("kafka.bootstrap-servers=" + bootstrap, "sink.elasticsearch.url=" + url, "admin.port=0"));
        all.addAll(keys);
        all.forEach(key -> arguments.addAll(List.of("--set", key)));
        return arguments;
    }

    private void measure(String bootstrap, GatedEndpoint endpoint, MeasuredProcess sink) throws Exception {
        List<ParsedEvent> prepared = new ParsedDocuments(1, Instant.now()).next(PREPARED);
        long bytes = prepared.stream().mapToLong(each -> each.document().length).sum() / PREPARED;
        System.out.printf(
                "%d documents a round of %d bytes, %d processors, Java %s; the start took %.2f CPU s%n",
                documents,
                bytes,
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                sink.usage().cpu().toNanos() / 1e9);
        System.out.printf(
                "%-18s %12s %22s %14s %14s %16s%n",
                "", "documents/s", "CPU s per million", "peak RSS MiB", "requests", "bytes a request");
        for (int round = 0; round < rounds; round++) {
            endpoint.open(false);
            produce(bootstrap, prepared, round);
            long documentsBefore = endpoint.documents();
            long requestsBefore = endpoint.requests();
            long bytesBefore = endpoint.bytes();
            ProcessUsage before = sink.usage();
            endpoint.open(true);
            await(() -> endpoint.documents() > documentsBefore);
            Instant start = Instant.now(); // until now the sink had waited for its next try
            await(() -> endpoint.documents() - documentsBefore >= documents);
            Duration time = Duration.between(start, Instant.now());
            ProcessUsage after = sink.usage();
            long requests = endpoint.requests() - requestsBefore;
            System.out.printf(
                    "%-18s %12.0f %22.2f %14d %14d %16d%n",
                    "round " + (round + 1) + (round == 0 ? " (warm-up)" : ""),
                    documents / (time.toNanos() / 1e9),
                    after.cpu().minus(before.cpu()).toNanos() / 1e9 * 1e6 / documents,
                    after.peakRssMib(),
                    requests,
                    (endpoint.bytes() - bytesBefore) / requests);
            BrokerTopics.empty(bootstrap);
        }
        System.out.printf("heap after a full collection: %d MiB%n", sink.liveHeapMib());
    }

    private void produce(String bootstrap, List<ParsedEvent> prepared, int round) {
        try (KafkaProducer<byte[], byte[]> producer = ParsedDocuments.producer(bootstrap)) {
            for (int i = 0; i < documents; i++) {
                ParsedEvent document = prepared.get(i % PREPARED);
                byte[] id = "%02d-%019d".formatted(round, i).getBytes(StandardCharsets.US_ASCII);
                producer.send(ParsedDocuments.record(id, document.document(), document.time()));
            }
        }
    }

    private static void await(Callable<Boolean> done) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!done.call()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("the sink was not done after " + PATIENCE);
            }
            Thread.sleep(10);
        }
    }
}
