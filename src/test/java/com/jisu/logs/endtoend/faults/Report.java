package com.jisu.logs.endtoend.faults;

import com.jisu.logs.endtoend.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes what a scenario was and came to: rows of the table in docs/reliability.md, and a plot. */
final class Report {

    private static final Path DIRECTORY = Program.CHECKOUT.resolve("src/test/target/faults");

    /**
     * A scenario that was survived.
     *
     * @param rate events per second
     * @param events each of which is in the index once
     * @param documents that the sink was given: more than the events where some were sent, or parsed, again
     * @param end of the last event's way, in seconds since the recording began
     */
    record Outcome(
            String scenario,
            long seed,
            double rate,
            long events,
            long documents,
            List<Fault> faults,
            List<Recorder.Sample> samples,
            double end) {}

    private Report() {}

    static void write(Outcome outcome) throws IOException {
        Files.createDirectories(DIRECTORY);
        String name = outcome.scenario().replace(' ', '-');
        Files.writeString(DIRECTORY.resolve(name + ".md"), rows(outcome));
        Files.writeString(DIRECTORY.resolve(name + ".svg"), new ThroughputPlot(outcome).svg());
        System.out.println(rows(outcome) + "see " + DIRECTORY);
    }

    private static String rows(Outcome outcome) {
        Map<String, List<Fault>> byKind = outcome.faults().stream()
                .collect(Collectors.groupingBy(Fault::what, LinkedHashMap::new, Collectors.toList()));
        StringBuilder rows = new StringBuilder();
        byKind.forEach((what, faults) -> rows.append(row(outcome, what, faults)));
        return rows.toString();
    }

    private static String row(Outcome outcome, String what, List<Fault> faults) {
        double[] recoveries =
                faults.stream().mapToDouble(Fault::secondsToRecover).sorted().toArray();
        double outage =
                faults.stream().mapToDouble(Fault::secondsOfOutage).average().orElse(0);
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %.1f s | %s | %s | %d | %d | %d |%n",
                outcome.scenario(),
                what,
                faults.size(),
                outage,
                seconds(recoveries[recoveries.length / 2]),
                seconds(recoveries[recoveries.length - 1]),
                outcome.events(),
                outcome.documents() - outcome.events(),
                outcome.seed());
    }

    private static String seconds(double seconds) {
        return Double.isNaN(seconds) ? "not waited for" : String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
