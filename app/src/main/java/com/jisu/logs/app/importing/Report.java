package com.jisu.logs.app.importing;

import com.jisu.logs.app.logstash.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What became of the configuration, plug-in by plug-in. Used by one thread. */
final class Report {

    private final List<Row> rows = new ArrayList<>();

    /** The places of each; none where it is of the configuration as a whole. */
    private final Map<String, Set<String>> remarks = new LinkedHashMap<>();

    private final Set<String> logTypes = new TreeSet<>();

    Row row(Place place, String section, String plugin) {
        Row row = new Row(place, section, plugin);
        rows.add(row);
        return row;
    }

    List<Row> rows() {
        return rows;
    }

    /** Something to know that is of no plug-in. */
    void remark(String text) {
        remarks.putIfAbsent(text, new LinkedHashSet<>());
    }

    /** Something to know of a condition; the same of several is said once. */
    void remark(Place place, String text) {
        remarks.computeIfAbsent(text, any -> new LinkedHashSet<>()).add("`" + place.brief() + "`");
    }

    List<String> remarks() {
        List<String> lines = new ArrayList<>();
        remarks.forEach((text, places) -> lines.add((places.isEmpty() ? "" : String.join(", ", places) + ": ") + text));
        return lines;
    }

    /** A value of {@code fields.logtype} that the configuration knows. */
    void logType(String name) {
        logTypes.add(name);
    }

    Set<String> logTypes() {
        return logTypes;
    }

    /** Whether anything that changes documents was left out. */
    boolean isLoss() {
        return rows.stream().anyMatch(Row::isLoss);
    }

    long count(Row.Verdict verdict) {
        return rows.stream()
                .filter(row -> !row.plugin().equals("if") && row.verdict() == verdict)
                .count();
    }
}
