package com.jisu.logs.sink;

import static com.jisu.logs.sink.SampleDocuments.HOUR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
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
        LensPanel panel = panel(id);
        Map<String, Map<String, Double>> expected = panel.panel().rows(samples.documents());
        expected.values().forEach(panel::addFormulas);
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

    private static LensPanel panel(String id) {
        return new LensPanel(OBJECTS.object("lens", id));
    }

    private static Map<String, Map<String, Double>> rows(String id) throws Exception {
        LensPanel panel = panel(id);
        return panel.rows(samples.ask(panel.search()));
    }
}
