package com.jisu.logs.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.records.IndexTemplates;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexTemplateFilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "component-templates/jisu-logs-settings.json, /version",
        "component-templates/jisu-logs-mappings.json, /version",
        "component-templates/jisu-logs-ilm.json, /version",
        "component-templates/jisu-logs-logsdb.json, /version",
        "index-template/jisu-logs.json, /version",
        "ilm-policy/jisu-logs.json, /policy/_meta/version",
        "opensearch/component-templates/jisu-logs-settings.json, /version",
        "opensearch/component-templates/jisu-logs-mappings.json, /version",
        "opensearch/index-template/jisu-logs.json, /version"
    })
    void each_file_has_a_version_so_that_it_can_be_upgraded(String path, String pointer) throws IOException {
        JsonNode file = JSON.readTree(IndexTemplates.read(path));
        assertThat(file.at(pointer).asInt()).isPositive();
    }

    @Test
    void the_settings_name_no_lifecycle_since_a_cluster_without_it_refuses_the_name() throws IOException {
        assertThat(JSON.readTree(IndexTemplates.read("component-templates/jisu-logs-settings.json"))
                        .findValue("lifecycle"))
                .isNull();
    }

    /** All that OpenSearch has otherwise: who changes a mapping changes it in both files. */
    @Test
    void opensearchs_mappings_are_elasticsearchs_with_flat_objects() throws IOException {
        ObjectNode ours = (ObjectNode) JSON.readTree(IndexTemplates.mappings());
        for (JsonNode field : ours.findParents("depth_limit")) {
            assertThat(field.path("type").asText()).isEqualTo("flattened");
            ((ObjectNode) field).removeAll();
            ((ObjectNode) field).put("type", "flat_object");
        }
        JsonNode theirs = JSON.readTree(IndexTemplates.read("opensearch/component-templates/jisu-logs-mappings.json"));
        assertThat(theirs.path("template")).isEqualTo(ours.path("template"));
        assertThat(theirs.path("version")).isEqualTo(ours.path("version"));
    }

    @Test
    void opensearchs_settings_are_elasticsearchs() throws IOException {
        String settings = "component-templates/jisu-logs-settings.json";
        assertThat(JSON.readTree(IndexTemplates.read("opensearch/" + settings)))
                .isEqualTo(JSON.readTree(IndexTemplates.read(settings)));
    }

    @Test
    void opensearchs_index_template_is_elasticsearchs_without_what_may_be_missing() throws IOException {
        ObjectNode ours = (ObjectNode) JSON.readTree(IndexTemplates.read("index-template/jisu-logs.json"));
        ObjectNode theirs = (ObjectNode) JSON.readTree(IndexTemplates.read("opensearch/index-template/jisu-logs.json"));
        assertThat(ours.remove("ignore_missing_component_templates").isArray()).isTrue();
        assertThat(theirs.withArray("composed_of").toString())
                .isEqualTo("[\"jisu-logs-settings\",\"jisu-logs-mappings\",\"jisu-logs@custom\"]");
        for (ObjectNode template : List.of(ours, theirs)) {
            template.remove(List.of("composed_of", "_meta"));
        }
        assertThat(theirs).isEqualTo(ours);
    }

    @Test
    void both_kinds_of_policy_close_merge_and_delete_at_the_same_age() throws IOException {
        JsonNode ilm =
                JSON.readTree(IndexTemplates.read("ilm-policy/jisu-logs.json")).at("/policy/phases");
        JsonNode ism = JSON.readTree(IndexTemplates.read("opensearch/ism-policy/jisu-logs.json"))
                .path("policy");
        assertThat(ism.at("/states/0/transitions/0/conditions/min_index_age")).isEqualTo(ilm.at("/warm/min_age"));
        assertThat(ism.at("/states/1/transitions/0/conditions/min_index_age")).isEqualTo(ilm.at("/delete/min_age"));
        assertThat(ism.at("/states/1/actions/1").has("read_only")).isTrue();
        assertThat(ism.at("/states/1/actions/2/force_merge")).isEqualTo(ilm.at("/warm/actions/forcemerge"));
        assertThat(ism.path("description").asText()).endsWith("(version 1)");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> IndexTemplates.read("nothing.json")).hasMessageContaining("nothing.json");
    }
}
