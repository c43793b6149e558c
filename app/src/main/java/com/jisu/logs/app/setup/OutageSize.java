package com.jisu.logs.app.setup;

import com.jisu.logs.app.retention.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What the limits of a topic are good for, in words.
 *
 * @param limits of each of its partitions
 * @param partitions of the topic
 */
record OutageSize(Limits limits, int partitions) {

    private static final int[] RATES = {1_000, 5_000, 10_000};

    /** The limits, such as {@code 3 d and 12 partitions × 1.0 GiB}. */
    String kept() {
        List<String> kept = new ArrayList<>();
        limits.millis().ifPresent(millis -> kept.add(duration(millis / 1_000.0)));
        limits.bytes()
                .ifPresent(bytes ->
                        kept.add(partitions + (partitions == 1 ? " partition × " : " partitions × ") + size(bytes)));
        return kept.isEmpty() ? "everything, by time and size" : String.join(" and ", kept);
    }

    /**
     * How long a reader may be away at some rates; without a limit of bytes, how many these are.
     *
     * @param measured bytes of a record, where the topic tells
     */
    String worth(OptionalDouble measured, int assumed) {
        double record = measured.orElse(assumed);
        List<String> rates = new ArrayList<>();
        for (int rate : RATES) {
            rates.add(String.format(Locale.ROOT, "%s at %,d events/s", worth(rate * record), rate));
        }
        return String.join(", ", rates)
                + String.format(
                        Locale.ROOT,
                        " (%.0f bytes a record, %s)",
                        record,
                        measured.isPresent() ? "measured" : "assumed");
    }

    private String worth(double bytesPerSecond) {
        double seconds = limits.millis().isPresent() ? limits.millis().getAsLong() / 1_000.0 : Double.POSITIVE_INFINITY;
        if (limits.bytes().isPresent()) {
            seconds = Math.min(seconds, limits.bytes().getAsLong() * (double) partitions / bytesPerSecond);
            return duration(seconds);
        }
        return Double.isInfinite(seconds) ? "no end" : size(seconds * bytesPerSecond) + " of disk for each copy";
    }

    private static String size(double bytes) {
        String[] units = {"KiB", "MiB", "GiB", "TiB"};
        double value = bytes / 1_024;
        int unit = 0;
        while (value >= 1_024 && unit < units.length - 1) {
            value /= 1_024;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }

    /** Two digits at least: what is rounded to a unit is never a lot. */
    private static String duration(double seconds) {
        double minutes = seconds / 60;
        if (minutes < 120) {
            return String.format(Locale.ROOT, minutes < 10 ? "%.1f min" : "%.0f min", minutes);
        }
        double hours = minutes / 60;
        return hours < 71.5
                ? String.format(Locale.ROOT, hours < 10 ? "%.1f h" : "%.0f h", hours)
                : String.format(Locale.ROOT, hours / 24 < 10 ? "%.1f d" : "%.0f d", hours / 24);
    }
}
