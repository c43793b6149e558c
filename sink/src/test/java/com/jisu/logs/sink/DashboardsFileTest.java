package com.jisu.logs.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.records.IndexTemplates;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be said of the saved objects for OpenSearch Dashboards without any server. */
class DashboardsFileTest {

    private static final SavedObjects OBJECTS = new SavedObjects("opensearch/dashboards/jisu-logs.ndjson");
    private static final SavedObjects KIBANA = new SavedObjects("kibana/jisu-logs.ndjson");

    /** Of those that OpenSearch Dashboards has without plug-ins, the ones that {@link DashboardsObjectsTest} can ask for. */
    private static final Set<String> VISUALIZATIONS = Set.of("histogram", "table", "pie", "tile_map", "metrics");

    /** The last migrations that Dashboards has: objects that name later ones are refused. */
    private static final Map<String, String> MIGRATIONS =
            Map.of("index-pattern", "7.6.0", "search", "7.9.3", "visualization", "7.10.0", "dashboard", "7.9.3");

    /** Types that have doc values, so can be aggregated. */
    private static final Set<String> AGGREGATABLE =
            Set.of("keyword", "long", "double", "date", "date_nanos", "geo_point");

    @Test
    void every_reference_is_to_an_object_of_the_file() {
        OBJECTS.assertThatReferencesAreToObjectsOfTheFile();
    }

    @Test
    void the_dashboard_shows_every_visualization() {
        assertThat(OBJECTS.shownByTheDashboard(false)).hasSize(14).containsAll(OBJECTS.ids("visualization"));
    }

    @Test
    void the_dashboard_shows_what_kibanas_shows_at_the_same_places() {
        assertThat(OBJECTS.shownByTheDashboard(false)).isEqualTo(KIBANA.shownByTheDashboard(true));
        assertThat(places(OBJECTS)).isEqualTo(places(KIBANA));
    }

    @Test
    void objects_are_of_types_and_migrations_that_dashboards_has() {
        for (JsonNode object : OBJECTS.all()) {
            String type = object.path("type").asText();
            assertThat(MIGRATIONS).containsKey(type);
            assertThat(object.path("migrationVersion").path(type).asText()).isEqualTo(MIGRATIONS.get(type));
            // Kibana 8 writes it.
            assertThat(object.has("coreMigrationVersion")).isFalse();
        }
        for (JsonNode visualization : OBJECTS.ofType("visualization")) {
            assertThat(VISUALIZATIONS)
                    .contains(Visualization.state(visualization).path("type").asText());
        }
    }

    static List<String> savedSearches() {
        return KIBANA.ids("search");
    }

    @ParameterizedTest
    @MethodSource("savedSearches")
    void a_saved_search_is_kibanas(String id) {
        JsonNode search = OBJECTS.object("search", id);
        JsonNode kibanas = KIBANA.object("search", id);
        assertThat(SavedObjects.query(search)).isEqualTo(SavedObjects.query(kibanas));
        for (String attribute : List.of("title", "columns", "sort")) {
            assertThat(search.path("attributes").path(attribute))
                    .isEqualTo(kibanas.path("attributes").path(attribute));
        }
    }

    static List<String> panels() {
        return KIBANA.ids("lens");
    }

    @ParameterizedTest
    @MethodSource("panels")
    void a_panel_is_of_the_documents_that_kibanas_is_of(String id) {
        JsonNode visualization = OBJECTS.object("visualization", id);
        JsonNode kibanas = KIBANA.object("lens", id);
        assertThat(visualization.at("/attributes/title")).isEqualTo(kibanas.at("/attributes/title"));
        assertThat(Visualization.state(visualization).path("title")).isEqualTo(kibanas.at("/attributes/title"));
        JsonNode state = Visualization.state(visualization);
        boolean tsvb = state.path("type").asText().equals("metrics");
        String query = tsvb ? state.at("/params/filter/query").asText() : SavedObjects.query(visualization);
        assertThat(query).isEqualTo(kibanas.at("/attributes/state/query/query").asText());
    }

    static List<String> aggregations() {
        return panels().stream().filter(id -> !id.equals("jisu-logs-delay")).toList();
    }

    /** Of those that are made of aggregations, whatever the columns are called. */
    @ParameterizedTest
    @MethodSource("aggregations")
    void a_panel_has_the_figures_that_kibanas_has(String id) {
        JsonNode object = OBJECTS.object("visualization", id);
        Panel panel = new Visualization(object).panel();
        Panel kibanas = new LensPanel(KIBANA.object("lens", id)).panel();
        assertThat(panel.buckets()).isEqualTo(kibanas.buckets());
        assertThat(panel.metrics())
                .usingElementComparator(
                        Comparator.comparing(metric -> metric.figure() + metric.field() + metric.filter()))
                .isEqualTo(kibanas.metrics());
    }

    @Test
    void fields_of_panels_can_be_aggregated() {
        JsonNode mappings = SavedObjects.parse(new String(
                        IndexTemplates.read("opensearch/component-templates/jisu-logs-mappings.json"), UTF_8))
                .at("/template/mappings");
        List<String> fields = OBJECTS.ofType("visualization").stream()
                .map(Visualization::state)
                .flatMap(state -> Stream.concat(
                        state.findValuesAsText("field").stream(), state.findValuesAsText("terms_field").stream()))
                .filter(field -> !Set.of("ingested", "written").contains(field)) // of one metric in another
                .toList();
        assertThat(fields).hasSizeGreaterThan(20);
        for (String field : fields) {
            JsonNode mapping = mappings.at("/properties/" + field.replace(".", "/properties/"));
            assertThat(AGGREGATABLE).as(field).contains(mapping.path("type").asText());
            assertThat(mapping.path("doc_values").asBoolean(true)).as(field).isTrue();
        }
    }

    /** What rows can not be ordered by in the search, the browser sorts by; a column that is not there is an error in it. */
    @ParameterizedTest
    @CsvSource({
        "jisu-logs-services,Errors",
        "jisu-logs-upstreams,5xx",
        "jisu-logs-slow-urls,the duration",
    })
    void a_table_is_sorted_by_the_worst(String id, String column) {
        JsonNode object = OBJECTS.object("visualization", id);
        JsonNode sorting = SavedObjects.parse(
                        object.at("/attributes/uiStateJSON").asText())
                .at("/vis/sortColumn");
        assertThat(sorting.path("direction").asText()).isEqualTo("desc");
        assertThat(new Visualization(object)
                        .columns()
                        .get(sorting.path("colIndex").asInt()))
                .isEqualTo(column);
    }

    /** Dashboards takes the first aggregation whose id another one's begins with for that one. */
    @Test
    void no_id_of_an_aggregation_begins_with_another() {
        for (JsonNode visualization : OBJECTS.ofType("visualization")) {
            JsonNode state = Visualization.state(visualization);
            Stream.of(state.path("aggs"), state.at("/params/series/0/metrics"))
                    .map(list -> list.findValuesAsText("id"))
                    .forEach(DashboardsFileTest::assertThatNoneBeginsWithAnother);
        }
    }

    private static void assertThatNoneBeginsWithAnother(List<String> ids) {
        List<String> own = ids.stream().filter(id -> !id.contains("-")).toList();
        assertThat(own).doesNotHaveDuplicates();
        for (String id : own) {
            assertThat(own).filteredOn(other -> other.startsWith(id)).hasSize(1);
        }
    }

    private static List<JsonNode> places(SavedObjects objects) {
        return SavedObjects.parse(objects.ofType("dashboard")
                        .get(0)
                        .at("/attributes/panelsJSON")
                        .asText())
                .findValues("gridData");
    }
}
