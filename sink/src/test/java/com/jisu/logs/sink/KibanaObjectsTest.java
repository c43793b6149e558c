package com.jisu.logs.sink;

import static com.jisu.logs.sink.SampleDocuments.HOUR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.sink.Panel.Figure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The saved objects for Kibana: each panel's query is run on the node over the sample documents, and its answer is
 * compared with what the documents themselves say.
 */
@ExtendWith(Servers.Extension.class)
class KibanaObjectsTest {

    private static final SavedObjects OBJECTS = new SavedObjects("kibana/jisu-logs.ndjson");

    /** What each formula of the objects means, of the row with the values of its columns. */
    private static final Map<String, ToDoubleFunction<Map<String, Double>>> FORMULAS = Map.of(
            "(max(event.ingested) - max('@timestamp')) / 1000",
            row -> (row.get("delayX0") - row.get("delayX1")) / 1000);

    private static SampleDocuments samples;

    @BeforeAll
    static void indexTheSamples(Servers servers) throws Exception {
        samples = SampleDocuments.index(servers);
    }

    @AfterAll
    static void close() throws Exception {
        samples.close();
    }

    @Test
    void every_reference_is_to_an_object_of_the_file() {
        OBJECTS.assertThatReferencesAreToObjectsOfTheFile();
    }

    @Test
    void the_dashboard_shows_every_visualization() {
        assertThat(OBJECTS.shownByTheDashboard(true))
                .hasSize(14)
                .containsAll(OBJECTS.ids("lens"))
                .containsAll(OBJECTS.ids("map"));
    }

    static List<String> savedSearches() {
        return OBJECTS.ids("search");
    }

    @ParameterizedTest
    @MethodSource("savedSearches")
    void a_saved_search_finds_what_it_says(String id) throws Exception {
        samples.assertThatSearchFinds(OBJECTS.object("search", id));
    }

    static List<String> visualizations() {
        return OBJECTS.ids("lens");
    }

    @ParameterizedTest
    @MethodSource("visualizations")
    void a_panel_counts_what_the_documents_hold(String id) throws Exception {
        JsonNode state = state(id);
        Map<String, JsonNode> columns = columns(state);
        Map<String, Map<String, Double>> expected = panel(state, columns).rows(samples.documents());
        expected.values().forEach(row -> addFormulas(columns, row));
        assertThat(expected).isNotEmpty();
        assertThat(rows(id)).isEqualTo(expected);
    }

    /** Of the lines that are in no sample. */
    @ParameterizedTest
    @CsvSource({
        "jisu-logs-levels,/emergency/1795341600000,count,1",
        "jisu-logs-levels,/fatal/1795341600000,count,1",
        "jisu-logs-error-types,/java.lang.IllegalStateException/orders,count,2",
        "jisu-logs-error-types,/java.lang.IllegalStateException/billing,count,1",
        "jisu-logs-slow-urls,//cart,count,2",
        "jisu-logs-slow-urls,//cart,slowest,3500000000",
        "jisu-logs-slow-urls,//pay,count,2",
        "jisu-logs-slow-urls,//pay,slowest,1250000000",
        "jisu-logs-slow-urls,//orders,slowest,2500000000",
        "jisu-logs-upstreams,/10.0.0.1:80,count,2",
        "jisu-logs-upstreams,/10.0.0.1:80,failed,1",
        "jisu-logs-upstreams,/10.0.0.2:80,count,2",
        "jisu-logs-upstreams,/10.0.0.2:80,failed,2",
        "jisu-logs-upstreams,/10.0.0.3:80,count,2",
        "jisu-logs-upstreams,/10.0.0.3:80,failed,1"
    })
    void a_panel_has_these_lines(String id, String key, String column, double value) throws Exception {
        assertThat(rows(id).getOrDefault(key, Map.of()).getOrDefault(column, 0.0))
                .isEqualTo(value);
    }

    @Test
    void the_delay_is_from_the_last_line_of_an_hour_until_its_last_line_arrived() throws Exception {
        assertThat(rows("jisu-logs-delay").get("/application/" + HOUR).get("delay"))
                .isGreaterThan(3600)
                .isEqualTo(samples.applicationsDelay());
    }

    @Test
    void the_map_counts_every_document_that_has_a_place() throws Exception {
        assumeFalse(TestSettings.isOpenSearch(), "the bare node lacks the module with geotile_grid");
        JsonNode layers = SavedObjects.parse(OBJECTS.object("map", "jisu-logs-clients")
                .at("/attributes/layerListJSON")
                .asText());
        String field = layers.get(1).at("/sourceDescriptor/geoField").asText();
        ObjectNode search = PanelQuery.search("");
        search.putObject("aggs")
                .putObject("places")
                .putObject("geotile_grid")
                .put("field", field)
                .put("precision", 3);
        long counted = StreamSupport.stream(
                        samples.ask(search).at("/aggregations/places/buckets").spliterator(), false)
                .mapToLong(bucket -> bucket.path("doc_count").asLong())
                .sum();
        long expected = samples.documents().stream()
                .filter(document -> !document.at("/source/geo/location").isMissingNode())
                .count();
        assertThat(expected).isPositive();
        assertThat(counted).isEqualTo(expected);
    }

    private static JsonNode state(String id) {
        return OBJECTS.object("lens", id).at("/attributes/state");
    }

    private static Map<String, JsonNode> columns(JsonNode state) {
        JsonNode layer = state.at("/datasourceStates/formBased/layers/layer1");
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        layer.path("columnOrder")
                .forEach(
                        name -> columns.put(name.asText(), layer.path("columns").path(name.asText())));
        return columns;
    }

    /** What the panel is to show: its columns but those that are made of other columns. */
    private static Panel panel(JsonNode state, Map<String, JsonNode> columns) {
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
        return new Panel(query(state), buckets, metrics);
    }

    private static String query(JsonNode state) {
        assertThat(state.at("/query/language").asText()).isEqualTo("lucene");
        return state.at("/query/query").asText();
    }

    /** What the node answers to a panel's query: by the buckets' keys the values of the columns. */
    private static Map<String, Map<String, Double>> rows(String id) throws Exception {
        JsonNode state = state(id);
        Map<String, JsonNode> columns = columns(state);
        ObjectNode search = PanelQuery.search(query(state));
        addAggregations(search, new ArrayList<>(columns.entrySet()));
        Map<String, Map<String, Double>> rows = new TreeMap<>();
        collect(samples.ask(search).path("aggregations"), new ArrayList<>(columns.entrySet()), "", rows);
        return rows;
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

    private static void addFormulas(Map<String, JsonNode> columns, Map<String, Double> row) {
        columns.forEach((name, column) -> {
            if (column.path("operationType").asText().equals("formula")) {
                double value =
                        FORMULAS.get(column.at("/params/formula").asText()).applyAsDouble(row);
                row.put(name, value);
                row.put(column.at("/references/0").asText(), value);
            }
        });
    }
}
