package com.jisu.logs.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How the throughput grows with partitions and instances. Each stage is measured alone, the others stopped (SIGSTOP)
 * meanwhile: on a small machine the whole pipeline at once says nothing but that the processors are busy.
 */
@Command(
        name = "scaling",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures streams and the sink, each alone, with as many partitions as instances.")
public final class ScalingBenchmark implements Callable<Integer> {

    @Option(names = "--events", description = "Events in each round (default: ${DEFAULT-VALUE}).")
    private int events = 300_000;

    @Option(names = "--rounds", description = "Rounds, after one that warms up (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(names = "--instances", split = ",", description = "Instances to try (default: 1,2,4).")
    private List<Integer> instances = List.of(1, 2, 4);

    @Option(names = "--heap", description = "-Xmx of each instance (default: ${DEFAULT-VALUE}).")
    private String heap = "256m";

    public static void main(String[] args) {
        System.exit(new CommandLine(new ScalingBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("jisu-logs-bench");
        try (MeasuredProcess broker = Broker.start(directory);
                Endpoint endpoint = Endpoint.start(0)) {
            String bootstrap = Broker.bootstrapServers(broker);
            for (int count : instances) {
                Roles.Setup setup = Roles.Setup.of("scaling-" + count, heap).scaled(count, count);
                try (Roles roles = Roles.start(setup, bootstrap, endpoint.url(), directory);
                        Stages stages = new Stages(roles, bootstrap, endpoint, Map.of("kafka", broker.handle()))) {
                    Figures.Table table = new Figures.Table();
                    for (int round = 0; round <= rounds; round++) {
                        Map<String, Figures> figures = stages.oneAfterTheOther(events(round));
                        if (round > 0) {
                            figures.forEach(table::add);
                        }
                    }
                    table.print(System.lineSeparator() + count + " partitions, " + count + " instances");
                }
            }
        } finally {
            Directories.delete(directory);
        }
        return 0;
    }

    private List<byte[]> events(int round) {
        return new EventGenerator(round, Instant.now().minus(Duration.ofHours(1))).next(events);
    }
}
