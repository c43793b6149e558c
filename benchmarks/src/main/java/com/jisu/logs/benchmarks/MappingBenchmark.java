package com.jisu.logs.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.jisu.logs.parsers.api.ParsedEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The same documents of the pipeline into indices of our templates and of Logstash's stock mapping, on one node in one
 * run. The order changes from round to round; the first round warms the node up.
 */
@Command(
        name = "mapping",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Indexes the pipeline's documents with our templates, with Logstash's stock mapping (every string as"
                        + " text and keyword) and as logsdb, on one node, and reports documents/s, CPU and disk after a force"
                        + " merge.")
public final class MappingBenchmark implements Callable<Integer> {

    /** What Logstash's Elasticsearch output installs for its indices, less the names. */
    private static final byte[] STOCK = """
            {"index_patterns":["stock-*"],"priority":300,"template":{
             "settings":{"index":{"number_of_shards":1,"auto_expand_replicas":"0-1","refresh_interval":"5s",
              "mapping":{"total_fields":{"limit":10000}}}},
             "mappings":{"dynamic_templates":[
               {"message_field":{"path_match":"message","match_mapping_type":"string",
                 "mapping":{"type":"text","norms":false}}},
               {"string_fields":{"match":"*","match_mapping_type":"string",
                 "mapping":{"type":"text","norms":false,
                   "fields":{"keyword":{"type":"keyword","ignore_above":256}}}}}],
              "properties":{"@timestamp":{"type":"date"},"@version":{"type":"keyword"},
               "geoip":{"dynamic":true,"properties":{"ip":{"type":"ip"},"location":{"type":"geo_point"},
                 "latitude":{"type":"half_float"},"longitude":{"type":"half_float"}}}}}}}
            """.getBytes(UTF_8);

    private static final byte[] LOGSDB = """
            {"index_patterns":["jisu-logs-logsdb-*"],"priority":300,
             "composed_of":["jisu-logs-settings","jisu-logs-mappings","jisu-logs-logsdb"]}
            """.getBytes(UTF_8);

    /** How an index is laid out. */
    private enum Layout {
        OURS("jisu-logs-bench"),
        STOCK("stock-bench"),
        LOGSDB("jisu-logs-logsdb-bench");

        private final String index;

        Layout(String index) {
            this.index = index;
        }
    }

    private record Measure(double perSecond, double cpuPerMillion, long bytes) {}

    @Option(names = "--documents", description = "Documents in each index (default: ${DEFAULT-VALUE}).")
    private int documents = 200_000;

    @Option(names = "--rounds", description = "Rounds, the first of which warms up (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(names = "--requests", description = "Bulk requests at once (default: ${DEFAULT-VALUE}).")
    private int requests = 4;

    @Option(names = "--heap", description = "Megabytes of the node's heap (default: ${DEFAULT-VALUE}).")
    private int heap = 1024;

    public static void main(String[] args) {
        System.exit(new CommandLine(new MappingBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("jisu-logs-bench");
        ExecutorService threads = Executors.newFixedThreadPool(requests);
        try (Node node = new Node(directory.resolve("elasticsearch"), heap)) {
            node.installTemplates();
            node.putComponent("jisu-logs-logsdb");
            node.ask("PUT", "/_index_template/stock", STOCK);
            node.ask("PUT", "/_index_template/logsdb", LOGSDB);
            List<ParsedEvent> events = new ParsedDocuments(1, Instant.now()).next(documents);
            long bytes =
                    events.stream().mapToLong(each -> each.document().length).sum();
            System.out.printf(
                    "%d documents of %d bytes, %d requests at once, %d processors, Java %s%n",
                    documents,
                    bytes / documents,
                    requests,
                    Runtime.getRuntime().availableProcessors(),
                    System.getProperty("java.version"));
            System.out.printf("%-18s %-8s %12s %20s %14s%n", "", "layout", "documents/s", "node CPU s/M", "merged MiB");
            for (int round = 0; round < rounds; round++) {
                round(round, node, events, threads);
            }
        } finally {
            threads.shutdownNow();
            Directories.delete(directory);
        }
        return 0;
    }

    private void round(int round, Node node, List<ParsedEvent> events, ExecutorService threads) throws Exception {
        List<Layout> order = new ArrayList<>(List.of(Layout.values()));
        Collections.rotate(order, round);
        Map<Layout, Measure> measures = new EnumMap<>(Layout.class);
        for (Layout layout : order) {
            measures.put(layout, measure(layout, node, events, threads));
        }
        measures.forEach((layout, measure) -> System.out.printf(
                "%-18s %-8s %12.0f %20.1f %14.1f%n",
                "round " + (round + 1) + (round == 0 ? " (warm-up)" : ""),
                layout.name().toLowerCase(Locale.ROOT),
                measure.perSecond(),
                measure.cpuPerMillion(),
                measure.bytes() / 1024.0 / 1024.0));
        Measure ours = measures.get(Layout.OURS);
        Measure stock = measures.get(Layout.STOCK);
        System.out.printf(
                "%-18s ours/stock: %.2f times the documents/s, %.2f times the CPU, %.2f times the disk%n",
                "",
                ours.perSecond() / stock.perSecond(),
                ours.cpuPerMillion() / stock.cpuPerMillion(),
                (double) ours.bytes() / stock.bytes());
    }

    private Measure measure(Layout layout, Node node, List<ParsedEvent> events, ExecutorService threads)
            throws Exception {
        List<byte[]> bodies = BulkBodies.of(events, layout.index);
        ProcessUsage before = node.usage();
        long start = System.nanoTime();
        List<Future<?>> posted = new ArrayList<>();
        for (byte[] body : bodies) {
            posted.add(threads.submit(() -> {
                node.bulk(body);
                return null;
            }));
        }
        for (Future<?> each : posted) {
            each.get();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpu = node.usage().cpu().minus(before.cpu()).toNanos() / 1e9;
        long bytes = node.mergedBytes(layout.index);
        node.delete(layout.index);
        return new Measure(events.size() / seconds, cpu * 1e6 / events.size(), bytes);
    }
}
