package com.jisu.logs.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.ReferenceData;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.records.IndexTemplates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the parsers take for storable, and what a real node with the templates' mappings does with the same values. */
class ValuesTest extends RealSinkTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] MAPPINGS = IndexTemplates.mappings();

    private final String index = "values-" + UUID.randomUUID();
    private EventParser parser;

    @BeforeEach
    void createIndex() throws Exception {
        parser = new EventParser(ParserSettings.defaults(ReferenceData.open(MAPPINGS, List.of(), List.of(), 10)));
        JsonNode mappings = JSON.readTree(TestSettings.mappings()).at("/template/mappings");
        fixture.request("PUT", "/" + index, "{\"mappings\":" + mappings + '}');
    }

    @AfterEach
    void deleteIndex() throws Exception {
        fixture.request("DELETE", "/" + index, "");
    }

    @ParameterizedTest
    @CsvSource({
        "long, http.response.status_code",
        "double, event.risk_score",
        "boolean, host.containerized",
        "date, event.created",
        "ip, source.ip",
        "geo_point, source.geo.location"
    })
    void stay_under_their_name_if_the_node_takes_them_and_move_if_not(String type, String field) throws Exception {
        List<String> values = values(type);
        List<String> raw = new ArrayList<>();
        List<String> documents = new ArrayList<>();
        for (String value : values) {
            raw.add(nested(field, value));
            documents.add(document(nested(field, value)));
        }
        List<JsonNode> rawAnswers = index(raw);
        List<JsonNode> answers = index(documents);
        String pointer = '/' + field.replace('.', '/');
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            boolean takes = rawAnswers.get(i).path("status").asInt() == 201;
            JsonNode kept = JSON.readTree(documents.get(i)).at(pointer);
            boolean stays = kept.equals(JSON.readTree(values.get(i)));
            boolean isCut = type.equals("date") && !stays && kept.isTextual();
            if (TestSettings.isOpenSearch() && (takes || namesField(rawAnswers.get(i), field))) {
                continue; // some spellings are taken by the one kind only: the sink moves what is refused by its name
            }
            boolean mayMove = takes && TestSettings.isNewerElasticsearch();
            if (!isCut && takes != stays && !mayMove) {
                differences.add((takes ? "taken, and moved: " : "refused, and kept: ") + values.get(i));
            }
            // What moved may meet what another value has made of its new name.
            if (!kept.isMissingNode() && answers.get(i).path("status").asInt() != 201) {
                differences.add("refused as a document: " + documents.get(i) + ": " + answers.get(i));
            }
        }
        assertThat(differences).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2024-05-06T07:08:09.1234567891Z,           2024-05-06T07:08:09.123456789Z",
        "'2024-05-06T07:08:09,12345678912345+02:00', '2024-05-06T07:08:09,123456789+02:00'",
        "2024-05-06T07:08:09.0000000000,            2024-05-06T07:08:09.000000000"
    })
    void of_a_time_keep_nine_digits_and_need_no_repair(String time, String kept) throws Exception {
        String json = document("{\"event\":{\"created\":\"%s\",\"end\":[\"%s\"]}}".formatted(time, time));
        JsonNode document = JSON.readTree(json);
        assertThat(document.at("/event/created").asText()).isEqualTo(kept);
        assertThat(document.at("/event/end/0").asText()).isEqualTo(kept);
        assertThat(document.has("tags")).isFalse();
        assertThat(index(List.of(json)).get(0).path("status").asInt()).isEqualTo(201);
    }

    private static boolean namesField(JsonNode answer, String field) {
        return answer.at("/error/reason").asText().startsWith("failed to parse field [" + field + "] of type [");
    }

    private static List<String> values(String type) throws IOException {
        List<String> values = new ArrayList<>();
        String section = "";
        for (String line :
                new String(ValuesTest.class.getResourceAsStream("/values.txt").readAllBytes(), UTF_8).split("\n")) {
            if (line.matches("\\[[a-z_]+]") && !line.equals("[null]")) {
                section = line.substring(1, line.length() - 1);
            } else if (section.equals(type)) {
                values.add(line);
            }
        }
        assertThat(values).hasSizeGreaterThan(20);
        return values;
    }

    private static String nested(String field, String value) {
        String[] names = field.split("\\.");
        StringBuilder json = new StringBuilder(value);
        for (int i = names.length - 1; i >= 0; i--) {
            json.insert(0, "{\"" + names[i] + "\":").append('}');
        }
        return json.toString();
    }

    private String document(String line) throws Exception {
        ObjectNode event = JSON.createObjectNode();
        event.put("@timestamp", "2026-11-23T12:00:00.123Z");
        event.putObject("fields").put("logtype", "application");
        event.put("message", line);
        byte[] document = parser.parse(
                        event.toString().getBytes(UTF_8), new RawPosition("raw", 0, 0), Fixture.DAY_1.toEpochMilli())
                .document();
        return new String(document, UTF_8);
    }

    private List<JsonNode> index(List<String> documents) throws Exception {
        StringBuilder body = new StringBuilder();
        documents.forEach(
                document -> body.append("{\"create\":{}}\n").append(document).append('\n'));
        List<JsonNode> answers = new ArrayList<>();
        fixture.request("POST", "/" + index + "/_bulk", body.toString())
                .path("items")
                .forEach(item -> answers.add(item.path("create")));
        assertThat(answers).hasSameSizeAs(documents);
        return answers;
    }
}
