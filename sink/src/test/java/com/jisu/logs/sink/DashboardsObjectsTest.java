package com.jisu.logs.sink;

import static com.jisu.logs.sink.SampleDocuments.HOUR;
import static com.jisu.logs.sink.SampleDocuments.has;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.sink.Panel.Figure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The saved objects for OpenSearch Dashboards: each panel's search is run on the node over the sample documents, and its
 * answer is compared with what the documents themselves say. OpenSearch and Elasticsearch answer these searches alike, so
 * they run on whichever the tests run on.
 */
@ExtendWith(Servers.Extension.class)
class DashboardsObjectsTest {

    private static final SavedObjects OBJECTS = new SavedObjects("opensearch/dashboards/jisu-logs.ndjson");

    private static SampleDocuments samples;

    @BeforeAll
    static void indexTheSamples(Servers servers) throws Exception {
        samples = SampleDocuments.index(servers);
    }

    @AfterAll
    static void close() throws Exception {
        samples.close();
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
        return OBJECTS.ids("visualization").stream()
                .filter(id -> !id.equals("jisu-logs-clients") && !id.equals("jisu-logs-delay"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("visualizations")
    void a_panel_counts_what_the_documents_hold(String id) throws Exception {
        Visualization visualization = new Visualization(object(id));
        Map<String, Map<String, Double>> expected = visualization.panel().rows(samples.documents());
        assertThat(expected).isNotEmpty();
        assertThat(rows(id)).isEqualTo(expected);
    }

    /** Of the lines that are in no sample. */
    @ParameterizedTest
    @CsvSource({
        "jisu-logs-levels,/emergency/1795341600000,Events,1",
        "jisu-logs-levels,/fatal/1795341600000,Events,1",
        "jisu-logs-error-types,/java.lang.IllegalStateException/orders,Events,2",
        "jisu-logs-error-types,/java.lang.IllegalStateException/billing,Events,1",
        "jisu-logs-urls,//cart,5xx,1",
        "jisu-logs-slow-urls,//cart,Requests,2",
        "jisu-logs-slow-urls,//cart,Slowest,3500000000",
        "jisu-logs-slow-urls,//pay,Requests,2",
        "jisu-logs-slow-urls,//pay,Slowest,1250000000",
        "jisu-logs-slow-urls,//orders,Slowest,2500000000",
        "jisu-logs-upstreams,/10.0.0.1:80,Requests,2",
        "jisu-logs-upstreams,/10.0.0.1:80,5xx,1",
        "jisu-logs-upstreams,/10.0.0.2:80,5xx,2",
        "jisu-logs-upstreams,/10.0.0.3:80,Requests,2",
        "jisu-logs-upstreams,/10.0.0.3:80,5xx,1"
    })
    void a_panel_has_these_lines(String id, String key, String column, double value) throws Exception {
        assertThat(rows(id).getOrDefault(key, Map.of()).getOrDefault(column, 0.0))
                .isEqualTo(value);
    }

    /** TSVB: its server asks for both times and subtracts them itself. */
    @Test
    void the_delay_is_from_the_last_line_of_an_hour_until_its_last_line_arrived() throws Exception {
        JsonNode panel = Visualization.state(object("jisu-logs-delay")).path("params");
        JsonNode series = panel.at("/series/0");
        JsonNode math = series.at("/metrics/2");
        assertThat(math.path("script").asText()).isEqualTo("(params.ingested - params.written) / 1000");
        assertThat(math.findValuesAsText("name")).containsExactly("ingested", "written");
        assertThat(math.findValuesAsText("field")).containsExactly("ingested", "written");

        Map<String, Map<String, Double>> rows = delays(panel, series);
        Panel meant = new Panel(
                panel.at("/filter/query").asText(),
                List.of(
                        new Panel.Bucket(series.path("terms_field").asText(), false),
                        new Panel.Bucket(panel.path("time_field").asText(), false)),
                List.of(latest(series.at("/metrics/0")), latest(series.at("/metrics/1"))));
        assertThat(meant.metrics()).extracting(Panel.Metric::field).containsExactly("event.ingested", "@timestamp");
        assertThat(rows).isNotEmpty().isEqualTo(meant.rows(samples.documents()));
        Map<String, Double> row = rows.get("/application/" + HOUR);
        assertThat((row.get("ingested") - row.get("written")) / 1000)
                .isGreaterThan(3600)
                .isEqualTo(samples.applicationsDelay());
    }

    /** As Dashboards asks: what the map shows of the world, in geohashes as long as its zoom needs, with their centres. */
    @Test
    void the_map_counts_every_document_that_has_a_place() throws Exception {
        assumeFalse(TestSettings.isOpenSearch(), "the bare node lacks the module with geohash_grid");
        JsonNode geohash =
                new Visualization(object("jisu-logs-clients")).buckets().get(0);
        String field = Visualization.field(geohash);
        ObjectNode search = PanelQuery.search("");
        ObjectNode shown = search.putObject("aggs").putObject("filter_agg");
        ObjectNode box = shown.putObject("filter").putObject("geo_bounding_box").put("ignore_unmapped", true);
        box.putObject(field).putObject("top_left").put("lat", 90).put("lon", -180);
        box.withObject("/" + field).putObject("bottom_right").put("lat", -90).put("lon", 180);
        ObjectNode places = shown.putObject("aggs").putObject("2");
        places.putObject("geohash_grid")
                .put("field", field)
                .put("precision", geohash.at("/params/precision").asInt());
        places.putObject("aggs").putObject("3").putObject("geo_centroid").put("field", field);
        JsonNode answer = samples.ask(search).at("/aggregations/filter_agg");

        long expected = samples.documents().stream()
                .filter(document -> has(document, field + ".lat"))
                .count();
        assertThat(expected).isPositive();
        assertThat(answer.path("doc_count").asLong()).isEqualTo(expected);
        long counted = 0;
        for (JsonNode bucket : answer.at("/2/buckets")) {
            counted += bucket.path("doc_count").asLong();
            assertThat(bucket.at("/3/location/lat").isNumber()).isTrue();
        }
        assertThat(counted).isEqualTo(expected);
    }

    private static Map<String, Map<String, Double>> delays(JsonNode panel, JsonNode series) throws Exception {
        assertThat(panel.at("/filter/language").asText()).isEqualTo("lucene");
        ObjectNode search = PanelQuery.search(panel.at("/filter/query").asText());
        ObjectNode delay = search.putObject("aggs").putObject(series.path("id").asText());
        ObjectNode terms = delay.putObject("terms")
                .put("field", series.path("terms_field").asText())
                .put("size", series.path("terms_size").asText()); // a text, as it is sent
        terms.putObject("order")
                .put(
                        series.path("terms_order_by").asText(),
                        series.path("terms_direction").asText());
        ObjectNode times = delay.putObject("aggs").putObject("timeseries");
        times.putObject("date_histogram")
                .put("field", panel.path("time_field").asText())
                .put("fixed_interval", "1h")
                .put("min_doc_count", 0);
        for (JsonNode metric : List.of(series.at("/metrics/0"), series.at("/metrics/1"))) {
            times.withObject("/aggs")
                    .putObject(metric.path("id").asText())
                    .putObject(metric.path("type").asText())
                    .put("field", metric.path("field").asText());
        }
        Map<String, Map<String, Double>> rows = new TreeMap<>();
        for (JsonNode type : samples.ask(search).at("/aggregations/delay/buckets")) {
            for (JsonNode hour : type.at("/timeseries/buckets")) {
                if (hour.path("doc_count").asInt() > 0) {
                    rows.put(
                            "/" + type.path("key").asText() + "/"
                                    + hour.path("key").asText(),
                            Stream.of("ingested", "written")
                                    .collect(
                                            TreeMap::new, (row, id) -> row.put(id, number(hour, id)), TreeMap::putAll));
                }
            }
        }
        return rows;
    }

    private static double number(JsonNode bucket, String id) {
        return bucket.path(id).path("value").asDouble();
    }

    private static Panel.Metric latest(JsonNode metric) {
        assertThat(metric.path("type").asText()).isEqualTo("max");
        return new Panel.Metric(
                metric.path("id").asText(), Figure.LATEST, metric.path("field").asText(), "");
    }

    private static JsonNode object(String id) {
        return OBJECTS.object("visualization", id);
    }

    private static Map<String, Map<String, Double>> rows(String id) throws Exception {
        Visualization visualization = new Visualization(object(id));
        return visualization.rows(samples.ask(visualization.search()));
    }
}
