package com.jisu.logs.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.records.IndexTemplates;
import java.io.IOException;
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
        "component-templates/jisu-logs-streams.json, /version",
        "component-templates/jisu-logs-streams-keyword.json, /version",
        "component-templates/jisu-logs-streams-ilm.json, /version",
        "index-template/jisu-logs-streams.json, /version",
        "ilm-policy/jisu-logs-streams.json, /policy/_meta/version",
        "index-template/jisu-logs.json, /version",
        "ilm-policy/jisu-logs.json, /policy/_meta/version"
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

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> IndexTemplates.read("nothing.json")).hasMessageContaining("nothing.json");
    }
}
