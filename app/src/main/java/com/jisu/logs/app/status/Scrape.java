package com.jisu.logs.app.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one {@code /metrics} said, in Prometheus' text format (version 0.0.4). */
record Scrape(long nanos, List<Sample> samples) {

    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{.*})? (\\S+)");

    /** One line: a name, its labels as they stand there, a value. */
    record Sample(String name, String labels, double value) {}

    static Scrape of(long nanos, String text) {
        List<Sample> samples = new ArrayList<>();
        for (String line : text.split("\n")) {
            Matcher sample = LINE.matcher(line);
            if (sample.matches()) {
                samples.add(new Sample(
                        sample.group(1), sample.group(2) == null ? "" : sample.group(2), value(sample.group(3))));
            }
        }
        return new Scrape(nanos, samples);
    }

    private static double value(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** The sum of all samples of a name, 0 where there are none. */
    double sum(String name) {
        return sum(name, "");
    }

    /** The sum of those that have this label, such as {@code reason="kafka"}. */
    double sum(String name, String label) {
        return samples.stream()
                .filter(each -> each.name().equals(name) && each.labels().contains(label))
                .mapToDouble(Sample::value)
                .sum();
    }

    /** The value of a label of the first sample of a name that has it. */
    Optional<String> label(String name, String label) {
        Pattern value = Pattern.compile("[{,]" + label + "=\"([^\"]*)\"");
        return samples.stream()
                .filter(each -> each.name().equals(name))
                .map(each -> value.matcher(each.labels()))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst();
    }

    /** The values of a name by a label's. */
    Map<String, Double> byLabel(String name, String label) {
        Pattern value = Pattern.compile("[{,]" + label + "=\"([^\"]*)\"");
        Map<String, Double> values = new TreeMap<>();
        for (Sample each : samples) {
            Matcher found = value.matcher(each.labels());
            if (each.name().equals(name) && found.find()) {
                values.put(found.group(1), each.value());
            }
        }
        return values;
    }

    /** The least of those that have this label; not a number where there is none, or one of them is none. */
    double least(String name, String label) {
        return samples.stream()
                .filter(each -> each.name().equals(name) && each.labels().contains(label))
                .mapToDouble(Sample::value)
                .reduce(Math::min)
                .orElse(Double.NaN);
    }

    /** How much a name grew in a second since an earlier scrape. */
    double rate(String name, Scrape earlier) {
        double seconds = (nanos - earlier.nanos) / 1e9;
        return seconds <= 0 ? 0 : Math.max(0, sum(name) - earlier.sum(name)) / seconds;
    }
}
