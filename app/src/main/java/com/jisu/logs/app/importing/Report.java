package com.jisu.logs.app.importing;

import com.jisu.logs.app.logstash.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What became of the configuration, plug-in by plug-in. Used by one thread. */
final class Report {

    private final List<Row> rows = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
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
        if (!remarks.contains(text)) {
            remarks.add(text);
        }
    }

    List<String> remarks() {
        return remarks;
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
