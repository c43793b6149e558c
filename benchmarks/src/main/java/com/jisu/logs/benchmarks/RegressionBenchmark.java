package com.jisu.logs.benchmarks;

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
 * An older build's roles and this one's, with one broker and one endpoint, take turns at the same events. What counts is
 * the ratio of their CPU time in the same round: it hardly depends on the machine or on what else it does.
 */
@Command(
        name = "regression",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compares this build's CPU time with that of an older one. benchmarks/regression.sh builds the"
                + " older one and calls this. Exit code 1 if this one needs more than the limit allows.")
public final class RegressionBenchmark implements Callable<Integer> {

    @Option(names = "--old", required = true, description = "The folder with the older build's jars.")
    private Path old;

    @Option(names = "--events", description = "Events in each round (default: ${DEFAULT-VALUE}).")
    private int events = 200_000;

    @Option(
            names = "--rounds",
            description = "Rounds, after two that warm up; six or more for an interval of 95 %% (default:"
                    + " ${DEFAULT-VALUE}).")
    private int rounds = 15;

    @Option(
            names = "--limit",
            description = "The highest ratio that passes, for the lower end of each stage's interval (default:"
                    + " ${DEFAULT-VALUE}).")
    private double limit = 1.03;

    @Option(names = "--heap", description = "-Xmx of each role (default: ${DEFAULT-VALUE}).")
    private String heap = "256m";

    private static final int WARM_UPS = 2;

    public static void main(String[] args) {
        System.exit(new CommandLine(new RegressionBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("jisu-logs-bench");
        Roles.Setup oldSetup =
                Roles.Setup.of("old", heap).withClassPath(old.resolve("*").toString());
        try (MeasuredProcess broker = Broker.start(directory);
                Endpoint endpoint = Endpoint.start(0)) {
            String bootstrap = Broker.bootstrapServers(broker);
            try (Roles before = Roles.start(oldSetup, bootstrap, endpoint.url(), directory);
                    Roles after = Roles.start(Roles.Setup.of("new", heap), bootstrap, endpoint.url(), directory);
                    Stages oldStages = new Stages(before, bootstrap, endpoint, Map.of());
                    Stages newStages = new Stages(after, bootstrap, endpoint, Map.of())) {
                return report(ratios(oldStages, newStages)) ? 0 : 1;
            }
        } finally {
            Directories.delete(directory);
        }
    }

    private Map<String, List<Double>> ratios(Stages oldStages, Stages newStages) throws Exception {
        Map<String, List<Double>> ratios = new LinkedHashMap<>();
        for (int round = 0; round < WARM_UPS + rounds; round++) {
            List<byte[]> prepared = events(round);
            boolean oldFirst = round % 2 == 0;
            Map<String, Figures> first = (oldFirst ? oldStages : newStages).round(prepared);
            Map<String, Figures> second = (oldFirst ? newStages : oldStages).round(prepared);
            if (round < WARM_UPS) {
                continue;
            }
            Map<String, Figures> oldFigures = oldFirst ? first : second;
            Map<String, Figures> newFigures = oldFirst ? second : first;
            newFigures.forEach((name, figures) -> ratios.computeIfAbsent(name, each -> new ArrayList<>())
                    .add(figures.cpu() / oldFigures.get(name).cpu()));
            StringBuilder line =
                    new StringBuilder("round " + (round - WARM_UPS + 1) + ", CPU s per million, old and new:");
            newFigures.forEach((name, figures) -> line.append(
                    String.format(" %s %.2f %.2f", name, oldFigures.get(name).cpu(), figures.cpu())));
            System.out.println(line);
        }
        return ratios;
    }

    private List<byte[]> events(int round) {
        return new EventGenerator(round, Instant.now().minus(Duration.ofHours(1))).next(events);
    }

    /** Prints the ratios; whether each stage is within the limit. */
    private boolean report(Map<String, List<Double>> ratios) {
        System.out.println("CPU time, new / old: median of " + rounds + " rounds (95 % interval)");
        boolean passed = true;
        for (Map.Entry<String, List<Double>> each : ratios.entrySet()) {
            MedianInterval ratio = MedianInterval.of(each.getValue());
            System.out.printf("%-16s %.3f (%.3f to %.3f)%n", each.getKey(), ratio.median(), ratio.low(), ratio.high());
            passed &= ratio.low() <= limit;
        }
        System.out.printf(
                "%s: the lower end of each interval may be at most %.2f%n", passed ? "passed" : "FAILED", limit);
        return passed;
    }
}
