package com.jisu.logs.sink;

import static com.jisu.logs.sink.SampleDocuments.has;
import static com.jisu.logs.sink.SampleDocuments.hour;
import static com.jisu.logs.sink.SampleDocuments.values;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What a panel of a dashboard shows, whichever program draws it: rows by the values of the buckets' fields, with a figure
 * for each metric.
 *
 * @param query which documents it is about, in Lucene's language
 * @param buckets what the rows are by, the outermost first
 * @param metrics what each row has
 */
record Panel(String query, List<Bucket> buckets, List<Metric> metrics) {

    /** The key of documents without a value, where they are counted. */
    static final String MISSING = "__missing__";

    /**
     * @param field by whose values, or, of {@code @timestamp}, by whose hours
     * @param missingCounted whether documents without the field have a row
     */
    record Bucket(String field, boolean missingCounted) {

        private boolean isTime() {
            return field.equals("@timestamp");
        }

        private List<String> keys(JsonNode document) {
            boolean missing = missingCounted && !has(document, field);
            return (missing ? Stream.of(MISSING) : values(document, field))
                    .map(value -> isTime() ? hour(value) : value)
                    .distinct()
                    .toList();
        }
    }

    /** What a metric tells of the documents of a row. */
    enum Figure {
        COUNT,
        SUM,
        MAX,
        /** The latest time, in ms since 1970. */
        LATEST,
        /** Compared as 1 where a document has a positive value, else 0: the node's is an approximation. */
        PERCENTILE
    }

    /**
     * @param name of the column
     * @param figure what it tells
     * @param field of which field; empty of a count
     * @param filter of which documents a count is; empty for all
     */
    record Metric(String name, Figure figure, String field, String filter) {

        private double of(JsonNode document) {
            return switch (figure) {
                case COUNT -> PanelQuery.meaning(filter).test(document) ? 1 : 0;
                case SUM -> numbers(document, Double::parseDouble).sum();
                case MAX -> numbers(document, Double::parseDouble).max().orElse(0);
                case LATEST ->
                    numbers(document, value -> Instant.parse(value).toEpochMilli())
                            .max()
                            .orElse(0);
                case PERCENTILE -> numbers(document, Double::parseDouble).sum() > 0 ? 1 : 0;
            };
        }

        private double with(double other, double value) {
            return figure == Figure.COUNT || figure == Figure.SUM ? other + value : Math.max(other, value);
        }

        private DoubleStream numbers(JsonNode document, ToDoubleFunction<String> reading) {
            return values(document, field).mapToDouble(reading);
        }
    }

    /** The rows that these documents make: by the keys, each behind a slash, the figures by the metrics' names. */
    Map<String, Map<String, Double>> rows(List<JsonNode> documents) {
        Map<String, Map<String, Double>> rows = new TreeMap<>();
        documents.stream().filter(PanelQuery.meaning(query)).forEach(document -> add(document, rows));
        return rows;
    }

    private void add(JsonNode document, Map<String, Map<String, Double>> rows) {
        List<String> keys = List.of("");
        for (Bucket bucket : buckets) {
            List<String> longer = new ArrayList<>();
            for (String key : keys) {
                bucket.keys(document).forEach(value -> longer.add(key + "/" + value));
            }
            keys = longer;
        }
        for (String key : keys) {
            Map<String, Double> row = rows.computeIfAbsent(key, each -> new TreeMap<>());
            for (Metric metric : metrics) {
                row.merge(metric.name(), metric.of(document), metric::with);
            }
        }
    }
}
