package com.jisu.logs.benchmarks;

import com.jisu.logs.embedded.EmbeddedNode;
import com.jisu.logs.embedded.NodeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Sends events through the whole pipeline, each role, the broker and Elasticsearch in a process of its own, and reports
 * per stage what it took. The first round warms the JVMs up and is in no median.
 */
@Command(
        name = "pipeline",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Sends events through the whole pipeline and reports, as medians over the rounds, events/s,"
                + " CPU seconds per million events and memory.")
public final class PipelineBenchmark implements Callable<Integer> {

    @Option(names = "--events", description = "Events in each round (default: ${DEFAULT-VALUE}).")
    private int events = 300_000;

    @Option(
            names = "--rounds",
            description = "Rounds, after one more that warms the JVMs up (default: ${DEFAULT-VALUE}).")
    private int rounds = 5;

    @Option(
            names = "--kind",
            description =
                    "Only one kind: nginx, application, docker; or of lines that are really written: real, logger,"
                            + " access, trace, or one of those that bench events names (default: an even mix of the first three).")
    private String kind;

    @Option(names = "--seed", description = "Of the generated events (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--heap", description = "-Xmx of each role (default: ${DEFAULT-VALUE}).")
    private String heap = "256m";

    @Option(
            names = "--java-option",
            description = "One more option of the roles' JVMs, such as -XX:+UseG1GC; repeatable.")
    private List<String> options = List.of();

    @Option(names = "--role-option", description = "The same for one role, ROLE=OPTION; repeatable.")
    private Map<String, String> roleOptions = Map.of();

    @Option(
            names = "--without-elasticsearch",
            description = "Send to an endpoint that answers at once, instead of a real node.")
    private boolean withoutElasticsearch;

    public static void main(String[] args) {
        System.exit(new CommandLine(new PipelineBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("jisu-logs-bench");
        try (MeasuredProcess broker = Broker.start(directory)) {
            String bootstrap = Broker.bootstrapServers(broker);
            if (withoutElasticsearch) {
                try (Endpoint endpoint = Endpoint.start(0)) {
                    measure(bootstrap, directory, endpoint, Map.of("kafka", broker.handle()));
                }
            } else {
                try (EmbeddedNode elasticsearch =
                        EmbeddedNode.start(NodeKind.ELASTICSEARCH, directory.resolve("elasticsearch"), 0)) {
                    Map<String, ProcessHandle> others = new LinkedHashMap<>();
                    others.put("kafka", broker.handle());
                    others.put(
                            "elasticsearch",
                            ProcessHandle.of(elasticsearch.pid()).orElseThrow());
                    measure(bootstrap, directory, new IndexedDocuments(elasticsearch), others);
                }
            }
        } finally {
            Directories.delete(directory);
        }
        return 0;
    }

    private void measure(String bootstrap, Path directory, Destination destination, Map<String, ProcessHandle> others)
            throws Exception {
        Roles.Setup setup = Roles.Setup.of("jisu-logs", heap).withOptions(options, roleOptions);
        try (Roles roles = Roles.start(setup, bootstrap, destination.url(), directory);
                Stages stages = new Stages(roles, bootstrap, destination, others)) {
            System.out.printf(
                    "%d events a round, %s, seed %d, %d processors, Java %s%n",
                    events,
                    kind == null ? "even mix" : kind,
                    seed,
                    Runtime.getRuntime().availableProcessors(),
                    System.getProperty("java.version"));
            roles.startUps()
                    .forEach((role, time) -> System.out.printf("%s was ready after %d ms%n", role, time.toMillis()));
            Figures.Table table = new Figures.Table();
            for (int round = 0; round <= rounds; round++) {
                Map<String, Figures> figures = stages.round(events(round));
                Figures whole = figures.get(Stages.WHOLE);
                System.out.printf(
                        "round %d%s: %.0f events/s, %.2f CPU s per million%n",
                        round, round == 0 ? " (warm-up)" : "", whole.eventsPerSecond(), whole.cpu());
                if (round > 0) {
                    figures.forEach(table::add);
                }
            }
            table.print(String.format("%nmedians of %d rounds", rounds).strip());
            reportHeaps(roles);
        }
    }

    private List<byte[]> events(int round) {
        EventGenerator generator =
                new EventGenerator(seed + round, Instant.now().minus(Duration.ofHours(1)));
        List<byte[]> prepared = new ArrayList<>(events);
        for (int i = 0; i < events; i++) {
            prepared.add(kind == null ? generator.next() : generator.next(kind));
        }
        return prepared;
    }

    private static void reportHeaps(Roles roles) throws IOException {
        for (String role : Roles.NAMES) {
            System.out.printf(
                    "%s: %d MiB of heap after a full collection%n",
                    role, roles.of(role).get(0).liveHeapMib());
        }
    }
}
