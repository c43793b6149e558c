package com.jisu.logs.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.sink.Panel.Figure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** A panel of Kibana's Lens: what it is to show, and the search that Lens sends for it. */
final class LensPanel {

    /** What each formula of the objects means, of the row with the values of its columns. */
    private static final Map<String, ToDoubleFunction<Map<String, Double>>> FORMULAS = Map.of(
            "(max(event.ingested) - max('@timestamp')) / 1000",
            row -> (row.get("delayX0") - row.get("delayX1")) / 1000);

    private final String query;
    private final Map<String, JsonNode> columns = new LinkedHashMap<>();

    LensPanel(JsonNode object) {
        JsonNode state = object.at("/attributes/state");
        assertThat(state.at("/query/language").asText()).isEqualTo("lucene");
        this.query = state.at("/query/query").asText();
        JsonNode layer = state.at("/datasourceStates/formBased/layers/layer1");
        for (JsonNode name : layer.path("columnOrder")) {
            columns.put(name.asText(), layer.path("columns").path(name.asText()));
        }
    }

    /** What it is to show: its columns but those that are made of other columns. */
    Panel panel() {
        List<Panel.Bucket> buckets = new ArrayList<>();
        List<Panel.Metric> metrics = new ArrayList<>();
        columns.forEach((name, column) -> {
            String field = column.path("sourceField").asText();
            boolean time = column.path("dataType").asText().equals("date");
            switch (column.path("operationType").asText()) {
                case "terms", "date_histogram" -> buckets.add(new Panel.Bucket(field, isMissingCounted(column)));
                case "count" ->
                    metrics.add(new Panel.Metric(
                            name, Figure.COUNT, "", column.at("/filter/query").asText()));
                case "sum" -> metrics.add(new Panel.Metric(name, Figure.SUM, field, ""));
                case "max" -> metrics.add(new Panel.Metric(name, time ? Figure.LATEST : Figure.MAX, field, ""));
                case "percentile" -> metrics.add(new Panel.Metric(name, Figure.PERCENTILE, field, ""));
                default -> assertThat(column.path("operationType").asText()).isIn("formula", "math");
            }
        });
        return new Panel(query, buckets, metrics);
    }

    ObjectNode search() {
        ObjectNode search = PanelQuery.search(query);
        addAggregations(search, new ArrayList<>(columns.entrySet()));
        return search;
    }

    /** What the node answered to {@link #search}: by the buckets' keys the values of the columns. */
    Map<String, Map<String, Double>> rows(JsonNode answer) {
        Map<String, Map<String, Double>> rows = new TreeMap<>();
        collect(answer.path("aggregations"), new ArrayList<>(columns.entrySet()), "", rows);
        return rows;
    }

    /** Adds to the row what its formulas mean. */
    void addFormulas(Map<String, Double> row) {
        columns.forEach((name, column) -> {
            if (column.path("operationType").asText().equals("formula")) {
                double value =
                        FORMULAS.get(column.at("/params/formula").asText()).applyAsDouble(row);
                row.put(name, value);
                row.put(column.at("/references/0").asText(), value);
            }
        });
    }

    /** Nests the buckets in the order of the columns, the metrics in the innermost; as Lens does. */
    private static void addAggregations(ObjectNode parent, List<Map.Entry<String, JsonNode>> columns) {
        ObjectNode here = parent;
        for (Map.Entry<String, JsonNode> column : columns) {
            JsonNode definition = column.getValue();
            String operation = definition.path("operationType").asText();
            String field = definition.path("sourceField").asText();
            ObjectNode aggregation = here.withObject("/aggs").putObject(column.getKey());
            switch (operation) {
                case "terms" -> {
                    // More than the panel shows, so that all can be compared.
                    ObjectNode terms =
                            aggregation.putObject("terms").put("field", field).put("size", 1_000);
                    if (isMissingCounted(definition)) {
                        terms.put("missing", Panel.MISSING);
                    }
                    here = aggregation;
                }
                case "date_histogram" -> {
                    aggregation
                            .putObject("date_histogram")
                            .put("field", field)
                            .put("fixed_interval", "1h")
                            .put("min_doc_count", 1);
                    here = aggregation;
                }
                case "count" ->
                    aggregation.set(
                            "filter",
                            PanelQuery.clause(definition.at("/filter/query").asText()));
                case "sum", "max" -> aggregation.putObject(operation).put("field", field);
                case "formula", "math" -> here.withObject("/aggs").remove(column.getKey()); // of other columns
                case "percentile" ->
                    aggregation
                            .putObject("percentiles")
                            .put("field", field)
                            .putArray("percents")
                            .add(definition.at("/params/percentile").asInt());
                default -> throw new AssertionError("an operation that this test does not know: " + operation);
            }
        }
    }

    private static void collect(
            JsonNode aggregations,
            List<Map.Entry<String, JsonNode>> columns,
            String key,
            Map<String, Map<String, Double>> rows) {
        Map.Entry<String, JsonNode> first = columns.get(0);
        List<Map.Entry<String, JsonNode>> rest = columns.subList(1, columns.size());
        if (first.getValue().path("isBucketed").asBoolean()) {
            for (JsonNode bucket : aggregations.path(first.getKey()).path("buckets")) {
                collect(bucket, rest, key + "/" + bucket.path("key").asText(), rows);
            }
            return;
        }
        Map<String, Double> row = rows.computeIfAbsent(key, each -> new TreeMap<>());
        for (Map.Entry<String, JsonNode> column : columns) {
            JsonNode answer = aggregations.path(column.getKey());
            switch (column.getValue().path("operationType").asText()) {
                case "count" ->
                    row.put(column.getKey(), answer.path("doc_count").asDouble());
                case "sum", "max" ->
                    row.put(column.getKey(), answer.path("value").asDouble());
                case "formula" -> row.put(column.getKey(), 0.0); // see below
                case "math" ->
                    row.put(column.getKey(), evaluate(column.getValue().at("/params/tinymathAst"), row));
                default ->
                    row.put(
                            column.getKey(),
                            answer.path("values").elements().next().isNull() ? 0.0 : 1.0);
            }
        }
        for (Map.Entry<String, JsonNode> column : columns) {
            if (column.getValue().path("operationType").asText().equals("formula")) {
                row.put(
                        column.getKey(),
                        row.get(column.getValue().at("/references/0").asText()));
            }
        }
    }

    /** As Kibana does, of the values of other columns. */
    private static double evaluate(JsonNode math, Map<String, Double> row) {
        if (math.isNumber()) {
            return math.asDouble();
        }
        if (math.isTextual()) {
            return row.get(math.asText());
        }
        double first = evaluate(math.at("/args/0"), row);
        double second = evaluate(math.at("/args/1"), row);
        return switch (math.path("name").asText()) {
            case "subtract" -> first - second;
            case "divide" -> first / second;
            default -> throw new AssertionError("a function that this test does not know: " + math);
        };
    }

    private static boolean isMissingCounted(JsonNode column) {
        return column.at("/params/missingBucket").asBoolean();
    }
}
