package com.jisu.logs.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.records.IndexTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the templates make of an index on the real node. */
@ExtendWith(Servers.Extension.class)
class MappingTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static Fixture fixture;

    @BeforeAll
    static void indexOne(Servers servers) throws Exception {
        fixture = new Fixture(servers);
        fixture.startSink();
        fixture.send(
                "one",
                "{\"@timestamp\":\"2026-11-23T12:00:00.123456789Z\",\"message\":\"first line\","
                        + "\"mine\":{\"text\":\"some words\",\"count\":41,\"ratio\":0.5,\"on\":true,\"when\":\"2026-11-23\"},"
                        + "\"duration_ms\":12.5,\"agent\":{\"ephemeral_id\":\"e-1\"},\"labels\":{\"a\":{\"b\":\"c\"}},\"container\":{\"labels\":{\"x.y\":\"z\"}},"
                        + "\"event\":{\"original\":\"not to be found\"},\"log\":{\"offset\":77,\"level\":\"warn\"}}",
                Fixture.DAY_1);
        fixture.flush();
        fixture.awaitCount(1);
    }

    @AfterAll
    static void close() throws Exception {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({
        "@timestamp, date_nanos",
        "message, text",
        "source.ip, ip",
        "source.geo.location, geo_point",
        "source.as.number, long",
        "http.response.status_code, long",
        "http.response.body.bytes, long",
        "duration_ms, double",
        "labels, any object",
        "container.labels, any object",
        "application.overflow, any object",
        "user_agent.original, keyword",
        "mine.text, keyword",
        "mine.count, keyword",
        "mine.on, keyword",
        "mine.when, keyword"
    })
    void a_field_has_the_type_that_searches_expect(String field, String type) throws Exception {
        String anyObject = TestSettings.isOpenSearch() ? "flat_object" : "flattened";
        assertThat(mapping(field).path("type").asText()).isEqualTo(type.equals("any object") ? anyObject : type);
    }

    @ParameterizedTest
    @CsvSource({"event.original", "log.offset"})
    void what_nobody_searches_is_stored_only(String field) throws Exception {
        assertThat(mapping(field).path("index").asBoolean(true)).isFalse();
        assertThat(mapping(field).path("doc_values").asBoolean(true)).isFalse();
    }

    @Test
    void an_unknown_text_is_indexed_once() throws Exception {
        assertThat(mapping("mine.text").has("fields")).isFalse();
        assertThat(mapping("mine.text").path("ignore_above").asInt()).isPositive();
    }

    @Test
    void an_unknown_number_can_be_summed_up() throws Exception {
        JsonNode answer = search("{\"size\":0,\"aggs\":{\"sum\":{\"sum\":{\"field\":\"mine.count.number\"}}}}");
        assertThat(answer.at("/aggregations/sum/value").asDouble()).isEqualTo(41);
    }

    @ParameterizedTest
    @CsvSource({"level, log.level", "geoip.country_code2, source.geo.country_iso_code"})
    @MethodSource
    void an_old_name_stays_searchable(String alias, String field) throws Exception {
        assertThat(mapping(alias).path("type").asText()).isEqualTo("alias");
        assertThat(mapping(alias).path("path").asText()).isEqualTo(field);
    }

    /** All of the template. */
    static Stream<Arguments> an_old_name_stays_searchable() throws IOException {
        return aliases("", JSON.readTree(IndexTemplates.mappings()).at("/template/mappings"));
    }

    private static Stream<Arguments> aliases(String prefix, JsonNode object) {
        return object.path("properties").properties().stream()
                .flatMap(field -> field.getValue().path("type").asText().equals("alias")
                        ? Stream.of(arguments(
                                prefix + field.getKey(),
                                field.getValue().path("path").asText()))
                        : aliases(prefix + field.getKey() + ".", field.getValue()));
    }

    @ParameterizedTest
    @CsvSource({
        "labels.a.b, c, 1",
        "container.labels.x.y, z, 1",
        "level, warn, 1",
        "message, line, 1",
        "mine.text, some words, 1",
        "mine.when, 2026-11-23, 1",
        "duration_ms, 12.5, 1",
        "agent.ephemeral_id, e-1, 1"
    })
    void a_value_is_found(String field, String value, int hits) throws Exception {
        String query = "{\"query\":{\"match\":{\"%s\":\"%s\"}}}".formatted(field, value);
        assertThat(search(query).at("/hits/total/value").asInt()).isEqualTo(hits);
    }

    @Test
    void thousands_of_fields_blow_nothing_up_and_lose_no_line_and_no_value() throws Exception {
        for (int i = 0; i < 3; i++) {
            ObjectNode document = JSON.createObjectNode();
            document.put("message", "many fields " + i);
            for (int j = 0; j < 2_000; j++) {
                document.put("field_" + i + "_" + j, j);
            }
            fixture.send("many-" + i, document.toString(), Fixture.DAY_2);
        }
        fixture.flush();
        fixture.awaitCount(4);
        JsonNode mappings = fixture.request("GET", "/" + fixture.index(Fixture.DAY_2) + "/_mapping", "");
        assertThat(mappings.findPath("properties").size()).isLessThan(2_500);
        for (int i = 0; i < 3; i++) {
            JsonNode stored = fixture.document(Fixture.DAY_2, "many-" + i);
            JsonNode overflow = stored.at("/application/overflow");
            assertThat(overflow.size() + stored.size()).isEqualTo(2_001 + 2); // and application, tags
            assertThat(stored.path("tags").toString()).isEqualTo("[\"_field_limit\"]");
        }
        assertThat(fixture.deadLetters()).isZero();
    }

    @Test
    void the_readmes_commands_install_the_templates() throws Exception {
        Path templates = Path.of("..", "index-templates");
        List<String> commands = Files.readAllLines(templates.resolve("README.md")).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("curl ") && line.contains("$ES"))
                .filter(line ->
                        line.contains("@custom") || line.contains(" opensearch/") == TestSettings.isOpenSearch())
                .toList();
        assertThat(commands).hasSizeGreaterThan(4);
        for (String command : commands) {
            if (!command.contains("ilm") && !command.contains("_ism")) { // the node has no lifecycles
                String script =
                        "ES=%s\nJSON='Content-Type: application/json'\n%s -sS".formatted(fixture.node(), command);
                Process bash = new ProcessBuilder("bash", "-c", script)
                        .directory(templates.toFile())
                        .redirectErrorStream(true)
                        .start();
                String answer = new String(bash.getInputStream().readAllBytes(), UTF_8);
                assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
                assertThat(answer).as(command).isEqualTo("{\"acknowledged\":true}");
            }
        }
        fixture.request("PUT", "/_component_template/jisu-logs@custom", "{\"template\":{}}");
    }

    @Test
    void the_lifecycle_merges_and_closes_for_writing_before_it_deletes_after_thirty_days() throws IOException {
        JsonNode phases =
                JSON.readTree(IndexTemplates.read("ilm-policy/jisu-logs.json")).at("/policy/phases");
        assertThat(phases.at("/delete/min_age").asText()).isEqualTo("30d");
        assertThat(phases.at("/delete/actions").has("delete")).isTrue();
        JsonNode before = phases.at("/warm/actions");
        assertThat(before.has("readonly")).isTrue();
        assertThat(before.at("/forcemerge/max_num_segments").asInt()).isOne();
        assertThat(phases.at("/warm/min_age").asText()).isEqualTo("2d");
    }

    @Test
    void the_index_template_is_for_the_daily_indices_with_priority_200() throws IOException {
        JsonNode template = JSON.readTree(IndexTemplates.read("index-template/jisu-logs.json"));
        assertThat(template.path("priority").asInt()).isEqualTo(200);
        assertThat(template.path("index_patterns").toString()).isEqualTo("[\"jisu-logs-*\"]");
        assertThat(template.path("composed_of")
                        .get(template.path("composed_of").size() - 1)
                        .asText())
                .isEqualTo("jisu-logs@custom");
    }

    private static JsonNode mapping(String field) throws Exception {
        String pointer = "/properties/" + field.replace(".", "/properties/");
        return fixture.request("GET", "/" + fixture.index(Fixture.DAY_1) + "/_mapping", "")
                .path(fixture.index(Fixture.DAY_1))
                .path("mappings")
                .at(pointer);
    }

    private static JsonNode search(String body) throws Exception {
        return fixture.request("POST", "/" + fixture.index(Fixture.DAY_1) + "/_search", body);
    }
}
