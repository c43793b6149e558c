package com.jisu.logs.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.records.IndexTemplates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A file of saved objects, as Kibana and OpenSearch Dashboards export and import them: one object a line. */
final class SavedObjects {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> objects;

    /** Reads a file of {@code index-templates}. */
    SavedObjects(String path) {
        this.objects = new String(IndexTemplates.read(path), UTF_8)
                .lines()
                .map(SavedObjects::parse)
                .toList();
    }

    List<JsonNode> all() {
        return objects;
    }

    List<JsonNode> ofType(String type) {
        return objects.stream()
                .filter(object -> object.path("type").asText().equals(type))
                .toList();
    }

    List<String> ids(String type) {
        return ofType(type).stream().map(object -> object.path("id").asText()).toList();
    }

    JsonNode object(String type, String id) {
        return ofType(type).stream()
                .filter(object -> object.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The query that an object searches with; its language is Lucene's. */
    static String query(JsonNode object) {
        JsonNode source = parse(
                object.at("/attributes/kibanaSavedObjectMeta/searchSourceJSON").asText());
        assertThat(source.at("/query/language").asText()).isEqualTo("lucene");
        return source.at("/query/query").asText();
    }

    void assertThatReferencesAreToObjectsOfTheFile() {
        List<String> ids = objects.stream().map(SavedObjects::typeAndId).toList();
        assertThat(ids).doesNotHaveDuplicates().hasSize(20);
        for (JsonNode object : objects) {
            for (JsonNode reference : object.path("references")) {
                assertThat(ids).contains(typeAndId(reference));
            }
        }
    }

    /**
     * Ids of what the dashboard shows.
     *
     * @param namesHavePanels whether a reference's name begins with its panel's, as Kibana writes it
     */
    List<String> shownByTheDashboard(boolean namesHavePanels) {
        JsonNode dashboard = ofType("dashboard").get(0);
        List<String> shown = new ArrayList<>();
        for (JsonNode panel : parse(dashboard.at("/attributes/panelsJSON").asText())) {
            String reference = panel.path("panelRefName").asText();
            String name = namesHavePanels ? panel.path("panelIndex").asText() + ":" + reference : reference;
            for (JsonNode each : dashboard.path("references")) {
                if (each.path("name").asText().equals(name)) {
                    shown.add(each.path("id").asText());
                }
            }
        }
        return shown;
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String typeAndId(JsonNode object) {
        return object.path("type").asText() + ":" + object.path("id").asText();
    }
}
