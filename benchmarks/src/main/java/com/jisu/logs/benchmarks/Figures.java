package com.jisu.logs.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What one thing did with a number of events, once or in the middle of several rounds.
 *
 * @param eventsPerSecond by the clock on the wall; NaN where nothing was timed
 * @param cpu CPU seconds per million events, with the collector's and the compilers'
 * @param gc of it the garbage collector's
 * @param jit of it the compilers'
 * @param peakRssMib the most memory ever held
 */
record Figures(double eventsPerSecond, double cpu, double gc, double jit, long peakRssMib) {

    static Figures of(long events, Duration time, ProcessUsage used) {
        return new Figures(
                time == null ? Double.NaN : events / seconds(time),
                perMillion(used.cpu(), events),
                perMillion(used.gc(), events),
                perMillion(used.jit(), events),
                used.peakRssMib());
    }

    /** The median of each figure on its own; of the memory, the most. */
    static Figures median(List<Figures> rounds) {
        LongSummaryStatistics rss =
                rounds.stream().mapToLong(Figures::peakRssMib).summaryStatistics();
        return new Figures(
                median(rounds, Figures::eventsPerSecond),
                median(rounds, Figures::cpu),
                median(rounds, Figures::gc),
                median(rounds, Figures::jit),
                rss.getMax());
    }

    static double median(List<Figures> rounds, ToDoubleFunction<Figures> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double perMillion(Duration used, long events) {
        return seconds(used) * 1e6 / events;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** The columns of {@link #row}. */
    static String header(String first) {
        return String.format(
                "%-30s %10s %26s %8s %8s %14s",
                first, "events/s", "CPU s per million events", "of it GC", "JIT", "peak RSS MiB");
    }

    String row(String name) {
        return String.format(
                "%-30s %10s %26.2f %8.2f %8.2f %14d",
                name,
                Double.isNaN(eventsPerSecond) ? "" : String.format("%.0f", eventsPerSecond),
                cpu,
                gc,
                jit,
                peakRssMib);
    }

    /** Rounds of several things, each known by a name, in the order in which they first came. */
    static final class Table {

        private final Map<String, List<Figures>> rounds = new LinkedHashMap<>();

        void add(String name, Figures figures) {
            rounds.computeIfAbsent(name, first -> new ArrayList<>()).add(figures);
        }

        Figures median(String name) {
            return Figures.median(rounds.get(name));
        }

        void print(String title) {
            System.out.println(header(title));
            rounds.keySet().forEach(name -> System.out.println(median(name).row(name)));
        }
    }
}
