package com.jisu.logs.app.dlq;

import com.jisu.logs.app.api.Terminal;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jisu-logs dlq list}: one line for each letter, and how many there are by stage and reason. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lists dead letters, oldest first: the newest 100 unless --limit says otherwise. Below them stands how many there"
                    + " are by stage and reason.",
            "A record that was replayed and died again is listed once, with the number of its deaths."
        },
        footer = {
            "",
            "Examples:",
            "  jisu-logs dlq list --since 1h",
            "  jisu-logs dlq list --stage sink --reason refused --limit 10"
        })
final class ListCommand extends DeadLetterCommand {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_ERROR_CHARS = 120;
    private static final String FORMAT = "%-20s  %-12s  %-7s  %-14s  %6s  %s%n";

    private record Row(Selection.Age age, String text) implements Comparable<Row> {
        @Override
        public int compareTo(Row other) {
            return age.compareTo(other.age);
        }
    }

    @Mixin
    private Filters filters;

    @Override
    void run(DeadLetterTopic topic, PrintWriter out) {
        int limit = filters.limit().orElse(DEFAULT_LIMIT);
        PriorityQueue<Row> newest = new PriorityQueue<>();
        Map<String, Long> counts = new TreeMap<>();
        new Selection(topic, filters).all(letter -> {
            String kind = "%-7s  %s"
                    .formatted(
                            letter.death().stage().code(),
                            printable(letter.death().reason()));
            counts.merge(kind, 1L, Long::sum);
            newest.add(new Row(Selection.Age.of(letter), row(letter)));
            if (newest.size() > limit) {
                newest.remove();
            }
        });
        if (newest.isEmpty()) {
            out.println("no dead letters");
            return;
        }
        out.printf(FORMAT, "DIED (UTC)", "POSITION", "STAGE", "REASON", "DEATHS", "ERROR");
        List<Row> rows = new ArrayList<>(newest);
        rows.sort(null);
        rows.forEach(row -> out.print(row.text()));
        out.println();
        counts.forEach((kind, count) -> out.printf("%9d  %s%n", count, kind));
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        if (all > rows.size()) {
            out.printf("%9d  in all, the newest %d of them above; --limit shows more%n", all, rows.size());
        }
    }

    private static String row(DeadRecord letter) {
        String error = printable(letter.death().error());
        return FORMAT.formatted(
                letter.diedAt().truncatedTo(ChronoUnit.SECONDS),
                letter.position(),
                letter.death().stage().code(),
                printable(letter.death().reason()),
                letter.history().size(),
                error.length() <= MAX_ERROR_CHARS ? error : error.substring(0, MAX_ERROR_CHARS - 1) + "…");
    }

    private static String printable(String text) {
        return Terminal.printable(text);
    }
}
