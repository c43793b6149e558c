package com.jisu.logs.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.sink.Panel.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A visualization of OpenSearch Dashboards that is made of aggregations: what it is to show, and the search that Dashboards
 * sends for it (its {@code AggConfigs.toDsl}: buckets nest in the order of the list, metrics are in the innermost, a sibling
 * pipeline aggregation stands beside its own buckets).
 *
 * <p>Differs from what is sent in three things: intervals are of an hour, since "auto" depends on the time range; terms are
 * more than the panel shows, so that all can be compared; and nothing is said of the browser's time zone.
 */
final class Visualization {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String query;
    private final List<JsonNode> buckets = new ArrayList<>();
    private final List<JsonNode> metrics = new ArrayList<>();

    Visualization(JsonNode object) {
        this.query = SavedObjects.query(object);
        for (JsonNode aggregation : state(object).path("aggs")) {
            boolean metric = aggregation.path("schema").asText().equals("metric");
            (metric ? metrics : buckets).add(aggregation);
        }
    }

    static JsonNode state(JsonNode object) {
        return SavedObjects.parse(object.at("/attributes/visState").asText());
    }

    /** A column's title. */
    static String label(JsonNode aggregation) {
        String label = aggregation.at("/params/customLabel").asText();
        return label.isEmpty() ? field(aggregation) : label;
    }

    static String field(JsonNode aggregation) {
        return aggregation.at("/params/field").asText();
    }

    List<JsonNode> buckets() {
        return buckets;
    }

    /** Titles of a table's columns, as they stand in it. */
    List<String> columns() {
        List<String> columns = new ArrayList<>();
        buckets.forEach(bucket -> columns.add(label(bucket)));
        metrics.forEach(metric -> columns.add(label(metric)));
        return columns;
    }

    Panel panel() {
        return new Panel(
                query,
                buckets.stream()
                        .map(bucket -> new Panel.Bucket(
                                field(bucket),
                                bucket.at("/params/missingBucket").asBoolean()))
                        .toList(),
                metrics.stream()
                        .map(metric -> new Panel.Metric(
                                label(metric),
                                figure(type(metric)),
                                field(metric),
                                filter(metric).path("query").asText()))
                        .toList());
    }

    ObjectNode search() {
        ObjectNode search = PanelQuery.search(query);
        ObjectNode here = search;
        for (JsonNode bucket : buckets) {
            here = here.withObject("/aggs").putObject(bucket.path("id").asText());
            here.setAll(bucketRequest(bucket));
        }
        for (JsonNode metric : metrics) {
            addMetric(here, metric);
        }
        return search;
    }

    /** What the node answered to {@link #search}: by the buckets' keys the figures by the columns' titles. */
    Map<String, Map<String, Double>> rows(JsonNode answer) {
        Map<String, Map<String, Double>> rows = new TreeMap<>();
        collect(answer.path("aggregations"), answer, buckets, "", rows);
        return rows;
    }

    private ObjectNode bucketRequest(JsonNode bucket) {
        ObjectNode request = JSON.createObjectNode();
        switch (type(bucket)) {
            case "date_histogram" ->
                request.putObject("date_histogram")
                        .put("field", field(bucket))
                        .put("fixed_interval", "1h")
                        .put("min_doc_count", bucket.at("/params/min_doc_count").asInt());
            case "terms" -> {
                ObjectNode terms = request.putObject("terms").put("field", field(bucket));
                assertThat(bucket.at("/params/size").asInt()).isBetween(1, 1_000);
                terms.put("size", 1_000);
                if (bucket.at("/params/missingBucket").asBoolean()) {
                    terms.put("missing", Panel.MISSING);
                }
                JsonNode by = metric(bucket.at("/params/orderBy").asText());
                String order =
                        type(by).equals("count") ? "_count" : by.path("id").asText();
                terms.putObject("order").put(order, bucket.at("/params/order").asText());
                if (!order.equals("_count")) {
                    addMetric(request, by);
                }
            }
            default -> throw new AssertionError("buckets that this test does not know: " + bucket);
        }
        return request;
    }

    private static void addMetric(ObjectNode parent, JsonNode metric) {
        String id = metric.path("id").asText();
        switch (type(metric)) {
            case "count" -> {} // is in each bucket
            case "sum", "max" ->
                parent.withObject("/aggs").putObject(id).putObject(type(metric)).put("field", field(metric));
            case "percentiles" -> {
                ObjectNode percentiles = parent.withObject("/aggs")
                        .putObject(id)
                        .putObject("percentiles")
                        .put("field", field(metric));
                percentiles.set("percents", metric.at("/params/percents"));
                percentiles.put("keyed", false);
            }
            case "sum_bucket" -> {
                JsonNode filter = metric.at("/params/customBucket/params/filters/0");
                ObjectNode aggregations = parent.withObject("/aggs");
                ObjectNode query = JSON.createObjectNode();
                query.putObject("bool")
                        .putArray("must")
                        .add(PanelQuery.clause(filter.at("/input/query").asText()));
                aggregations
                        .putObject(id + "-bucket")
                        .putObject("filters")
                        .putObject("filters")
                        .set(filter.path("label").asText(), query);
                aggregations.putObject(id).putObject("sum_bucket").put("buckets_path", id + "-bucket>_count");
            }
            default -> throw new AssertionError("a metric that this test does not know: " + metric);
        }
    }

    private void collect(
            JsonNode aggregations,
            JsonNode bucket,
            List<JsonNode> nested,
            String key,
            Map<String, Map<String, Double>> rows) {
        if (!nested.isEmpty()) {
            String id = nested.get(0).path("id").asText();
            List<JsonNode> rest = nested.subList(1, nested.size());
            for (JsonNode each : aggregations.path(id).path("buckets")) {
                collect(each, each, rest, key + "/" + each.path("key").asText(), rows);
            }
            return;
        }
        Map<String, Double> row = rows.computeIfAbsent(key, each -> new TreeMap<>());
        for (JsonNode metric : metrics) {
            JsonNode answer = aggregations.path(metric.path("id").asText());
            row.put(
                    label(metric),
                    switch (type(metric)) {
                        case "count" -> bucket.path("doc_count").asDouble();
                        case "percentiles" -> answer.at("/values/0/value").isNull() ? 0.0 : 1.0;
                        default -> answer.path("value").asDouble();
                    });
        }
    }

    private JsonNode metric(String id) {
        return metrics.stream()
                .filter(metric -> metric.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("rows are sorted by a metric that is not there: " + id));
    }

    private static Figure figure(String type) {
        return switch (type) {
            case "count", "sum_bucket" -> Figure.COUNT;
            case "sum" -> Figure.SUM;
            case "max" -> Figure.MAX;
            default -> Figure.PERCENTILE;
        };
    }

    /** The one query whose documents a metric counts, if it is of some only. */
    private static JsonNode filter(JsonNode metric) {
        JsonNode filters = metric.at("/params/customBucket/params/filters");
        if (!type(metric).equals("sum_bucket")) {
            return filters;
        }
        assertThat(filters).hasSize(1);
        assertThat(filters.at("/0/input/language").asText()).isEqualTo("lucene");
        assertThat(metric.at("/params/customBucket/type").asText()).isEqualTo("filters");
        assertThat(metric.at("/params/customMetric/type").asText()).isEqualTo("count");
        return filters.at("/0/input");
    }

    private static String type(JsonNode aggregation) {
        return aggregation.path("type").asText();
    }
}
