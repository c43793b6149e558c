package com.jisu.logs.benchmarks;

import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.ReferenceData;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.records.IndexTemplates;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What an event costs with lines as loggers, web servers and proxies write them, beside those of the benchmark's own types.
 * All take turns, batch by batch, and what is counted is the thread's CPU time, so that the machine and what else it does
 * hardly matter for their ratios.
 */
@Command(
        name = "lines",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Parses events with lines of many kinds in turns, and prints for each the median CPU time, its ratio to the"
                        + " benchmark's application or nginx event, and how many documents were made by template.")
final class LinesBenchmark implements Callable<Integer> {

    private static final RawPosition POSITION = new RawPosition("jisu-logs-raw", 0, 0);

    @Option(names = "--events", description = "Different events of each kind (default: ${DEFAULT-VALUE}).")
    private int events = 20_000;

    @Option(names = "--rounds", description = "Rounds, after as many that warm up (default: ${DEFAULT-VALUE}).")
    private int rounds = 15;

    @Option(names = "--kinds", split = ",", description = "Only these kinds, as bench events names them.")
    private List<String> kinds = new ArrayList<>();

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final long arrival = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();

    /** Events of one kind, and the parser that has them all. */
    private static final class Turn {
        private final String name;
        private final byte[][] events;
        private final EventParser parser;
        private final double[] nanos;
        private long parsed;

        Turn(String name, byte[][] events, EventParser parser, int rounds) {
            this.name = name;
            this.events = events;
            this.parser = parser;
            this.nanos = new double[rounds];
        }

        double median() {
            double[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }

        double kib() {
            return Arrays.stream(events)
                            .mapToLong(event -> event.length)
                            .average()
                            .orElse(0)
                    / 1024;
        }
    }

    static void main(String[] args) {
        System.exit(new CommandLine(new LinesBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        List<String> names = new ArrayList<>(List.of("application", "nginx"));
        if (kinds.isEmpty()) {
            Arrays.stream(RealLine.values())
                    .forEach(kind -> names.add(kind.name().toLowerCase(Locale.ROOT)));
        } else {
            names.addAll(kinds);
        }
        ReferenceData reference = ReferenceData.open(IndexTemplates.mappings(), List.of(), List.of(), 10_000);
        List<Turn> turns = new ArrayList<>();
        for (String name : names) {
            EventGenerator generator = new EventGenerator(1, Instant.parse("2026-11-23T10:00:00Z"));
            byte[][] all = new byte[name.endsWith("trace") || name.endsWith("frames") ? events / 10 : events][];
            for (int i = 0; i < all.length; i++) {
                all[i] = generator.next(name);
            }
            turns.add(new Turn(name, all, new EventParser(ParserSettings.defaults(reference)), rounds));
        }
        for (int round = -rounds; round < rounds; round++) {
            for (Turn turn : turns) {
                parse(turn, round);
            }
        }
        print(turns);
        return 0;
    }

    private void parse(Turn turn, int round) throws MalformedEventException {
        long bytes = 0;
        long begin = threads.getCurrentThreadCpuTime();
        for (byte[] event : turn.events) {
            bytes += turn.parser.parse(event, POSITION, arrival).document().length;
        }
        double nanos = (double) (threads.getCurrentThreadCpuTime() - begin) / turn.events.length;
        turn.parsed += turn.events.length;
        if (bytes == 0) {
            throw new IllegalStateException("no documents were made");
        }
        if (round >= 0) {
            turn.nanos[round] = nanos;
        }
    }

    private static void print(List<Turn> turns) {
        double application = turns.get(0).median();
        double nginx = turns.get(1).median();
        System.out.printf("%-18s %8s %8s %8s %10s %12s%n", "line", "ns", "ratio", "KiB", "ns/KiB", "by template");
        for (Turn turn : turns) {
            boolean access = turn.name.equals("nginx")
                    || turn.name.equals("access")
                    || Arrays.stream(RealLine.values())
                            .anyMatch(kind -> kind.group() == RealLine.Group.ACCESS
                                    && kind.name().equalsIgnoreCase(turn.name));
            System.out.printf(
                    Locale.ROOT,
                    "%-18s %8.0f %8.2f %8.2f %10.0f %11.1f%%%n",
                    turn.name,
                    turn.median(),
                    turn.median() / (access ? nginx : application),
                    turn.kib(),
                    turn.median() / turn.kib(),
                    100.0 * turn.parser.eventsByTemplate() / turn.parsed);
        }
    }
}
