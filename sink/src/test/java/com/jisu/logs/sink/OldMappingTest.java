package com.jisu.logs.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.ReferenceData;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.records.IndexTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The index of the day of an upgrade: it has the mapping of the version before, and takes the documents of this one. Those are
 * made of lines that loggers and servers really wrote.
 */
@ExtendWith(Servers.Extension.class)
class OldMappingTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path LINES = Path.of("../parsers/src/test/resources/real-lines");
    private static final Instant ARRIVAL = Instant.parse("2026-11-29T23:59:59Z");
    private static final String OLD = "old-mapping";
    private static final String NEW = "new-mapping";

    private static Fixture fixture;

    @BeforeAll
    static void createIndices(Servers servers) throws Exception {
        assumeFalse(TestSettings.isOpenSearch(), "there was no mapping for OpenSearch in the version before");
        fixture = new Fixture(servers);
        create(OLD, Files.readString(Path.of("src/test/resources/mappings-version-3.json")));
        create(NEW, new String(IndexTemplates.read("component-templates/jisu-logs-mappings.json"), UTF_8));
    }

    @AfterAll
    static void delete() throws Exception {
        if (fixture != null) {
            fixture.request("DELETE", "/" + OLD + "," + NEW, "");
            fixture.close();
        }
    }

    private static void create(String index, String mappings) throws Exception {
        ObjectNode body = JSON.createObjectNode();
        body.set(
                "settings",
                JSON.readTree(IndexTemplates.read("component-templates/jisu-logs-settings.json"))
                        .at("/template/settings"));
        body.set("mappings", JSON.readTree(mappings).at("/template/mappings"));
        assertThat(fixture.request("PUT", "/" + index, body.toString())
                        .path("acknowledged")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void an_index_with_the_mapping_of_before_takes_what_one_with_todays_takes() throws Exception {
        StringBuilder bulk = new StringBuilder();
        int documents = appendDocuments(bulk);
        assertThat(documents).isGreaterThan(700);

        assertThat(refused(OLD, bulk.toString())).isSubsetOf(refused(NEW, bulk.toString()));
    }

    @Test
    void levels_of_before_and_of_now_are_found_by_one_search() throws Exception {
        String before =
                "{\"index\":{\"_id\":\"before\"}}\n{\"@timestamp\":\"2026-11-29T12:00:00Z\",\"log\":{\"level\":\"ERROR\"}}\n";
        String now =
                "{\"index\":{\"_id\":\"now\"}}\n{\"@timestamp\":\"2026-11-29T13:00:00Z\",\"log\":{\"level\":\"error\"}}\n";
        assertThat(refused(OLD, before + now)).isEmpty();

        JsonNode found = fixture.request(
                "GET",
                "/" + OLD + "/_search",
                "{\"query\":{\"bool\":{\"filter\":[{\"ids\":{\"values\":[\"before\",\"now\"]}},"
                        + "{\"query_string\":{\"query\":\"log.level:(ERROR OR error)\"}}]}}}");
        assertThat(found.at("/hits/total/value").asInt()).isEqualTo(2);
    }

    /** The ids of the documents that the index does not take as they are, with why. */
    private static Set<String> refused(String index, String bulk) throws Exception {
        JsonNode answer = fixture.request("POST", "/" + index + "/_bulk?refresh=true", bulk);
        Set<String> refused = new TreeSet<>();
        for (JsonNode item : answer.path("items")) {
            JsonNode done = item.path("index");
            if (done.path("status").asInt() >= 300) {
                refused.add(done.path("_id").asText());
            }
        }
        assertThat(answer.path("items")).isNotEmpty();
        return refused;
    }

    private static int appendDocuments(StringBuilder bulk) throws Exception {
        EventParser parser = new EventParser(
                ParserSettings.defaults(ReferenceData.open(IndexTemplates.mappings(), List.of(), List.of(), 1_000)));
        int count = 0;
        for (String type : List.of("application", "nginx", "docker")) {
            for (Path file : files(type)) {
                for (String line : new String(Files.readAllBytes(file), UTF_8).split("\n")) {
                    ObjectNode event = JSON.createObjectNode().put("@timestamp", ARRIVAL.toString());
                    event.put("message", line);
                    event.putObject("fields").put("logtype", type);
                    event.putObject("host").put("name", "shipper-1");
                    RawPosition position = new RawPosition("raw", 0, count);
                    ParsedEvent parsed = parser.parse(JSON.writeValueAsBytes(event), position, ARRIVAL.toEpochMilli());
                    bulk.append("{\"index\":{\"_id\":\"")
                            .append(type)
                            .append(count++)
                            .append("\"}}\n");
                    bulk.append(new String(parsed.document(), UTF_8)).append('\n');
                }
            }
        }
        return count;
    }

    private static List<Path> files(String type) throws IOException {
        try (Stream<Path> files = Files.list(LINES.resolve(type))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }
}
