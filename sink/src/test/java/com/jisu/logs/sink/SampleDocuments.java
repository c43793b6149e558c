package com.jisu.logs.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.ReferenceData;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.records.IndexTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The sample lines as documents of the node, for the panels of dashboards; with lines of kinds that the samples have none
 * of. Closing it deletes them.
 */
final class SampleDocuments {

    /** 2026-11-22T10:00Z, as the key of a bucket. */
    static final String HOUR = "1795341600000";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SAMPLES = Path.of("..", "samples");

    /** Of the first line; each of the next ones arrives a little later. */
    private static final Instant ARRIVAL = Instant.parse("2026-11-23T00:00:00Z");

    /** Lines of kinds that the samples have none of, by their type. */
    private static final List<Map.Entry<String, String>> MORE_LINES = List.of(
            Map.entry("nginx", access("/cart", 200, "0.120", "10.0.0.1:80", "200", "0.119")),
            Map.entry("nginx", access("/cart", 502, "3.5", "10.0.0.1:80, 10.0.0.2:80", "502, 502", "1.000, 2.500")),
            Map.entry("nginx", access("/pay", 200, "1.25", "10.0.0.2:80 : 10.0.0.3:80", "504 : 200", "1.0 : 0.25")),
            Map.entry("application", access("/pay", 200, "0.5", "10.0.0.3:80", "200", "0.4")),
            Map.entry(
                    "application",
                    "{\"timestamp\":\"2026-11-22T10:00:05Z\",\"level\":\"WARN\",\"service\":\"orders\",\"url.path\":\"/orders\","
                            + "\"event.duration\":2500000000,\"message\":\"slow\"}"),
            Map.entry("application", error("orders", "java.lang.IllegalStateException")),
            Map.entry("application", error("orders", "java.lang.IllegalStateException")),
            Map.entry("application", error("billing", "java.lang.IllegalStateException")),
            Map.entry(
                    "application",
                    "{\"timestamp\":\"2026-11-22T10:00:07Z\",\"level\":\"panic\",\"msg\":\"nobody says which service\"}"),
            Map.entry("nginx", "2026/11/22 10:00:08 [emerg] 1#1: no space left"));

    private final Fixture fixture;
    private final List<JsonNode> documents = new ArrayList<>();

    private SampleDocuments(Fixture fixture) {
        this.fixture = fixture;
    }

    /** Parses the lines, has the sink write them, and reads them back. */
    static SampleDocuments index(Servers servers) throws Exception {
        SampleDocuments samples = new SampleDocuments(new Fixture(servers));
        samples.index();
        return samples;
    }

    private void index() throws Exception {
        fixture.startSink();
        EventParser parser = new EventParser(
                ParserSettings.defaults(ReferenceData.open(IndexTemplates.mappings(), List.of(), List.of(), 1_000))
                        .withIngested());
        int sent = send(parser, "nginx", "nginx-access.log")
                + send(parser, "nginx", "nginx-error.log")
                + send(parser, "application", "application.json.log")
                + send(parser, "docker", "docker-json.log")
                + send(parser, "docker", "containerd.log");
        for (Map.Entry<String, String> line : MORE_LINES) {
            send(parser, line.getKey(), "more.log", line.getValue(), ++sent);
        }
        fixture.send("broken", "{\"message\":\"no JSON: \u0001\"}", ARRIVAL); // to be stored in its minimal form
        fixture.flush();
        fixture.awaitCount(sent + 1);
        ask(JSON.createObjectNode().put("size", 10_000))
                .at("/hits/hits")
                .forEach(hit -> documents.add(hit.path("_source")));
    }

    List<JsonNode> documents() {
        return documents;
    }

    /** Those that a query finds. */
    List<JsonNode> matching(String query) {
        return documents.stream().filter(PanelQuery.meaning(query)).toList();
    }

    /** What the node answers to a search in them. */
    JsonNode ask(ObjectNode search) throws Exception {
        JsonNode answer = fixture.request("POST", "/" + fixture.indices() + "/_search", search.toString());
        assertThat(answer.has("error")).as("%s: %s", search, answer).isFalse();
        assertThat(answer.at("/_shards/failed").asInt())
                .as("%s: %s", search, answer)
                .isZero();
        return answer;
    }

    void close() throws Exception {
        fixture.close();
    }

    /** A saved search finds what its query means, and each of its columns has a value in what it finds. */
    void assertThatSearchFinds(JsonNode search) throws Exception {
        String query = SavedObjects.query(search);
        List<JsonNode> found = matching(query);
        assertThat(found).isNotEmpty();
        assertThat(ask(PanelQuery.search(query)).at("/hits/total/value").asLong())
                .isEqualTo(found.size());
        for (JsonNode column : search.at("/attributes/columns")) {
            assertThat(found).as(column.asText()).anyMatch(document -> has(document, column.asText()));
        }
    }

    /** From the last application line of {@link #HOUR} until the last line of that hour arrived, in seconds. */
    double applicationsDelay() {
        List<JsonNode> lines = documents.stream()
                .filter(document -> is(document, "fields.logtype", "application"))
                .filter(document -> hour(document.path("@timestamp").asText()).equals(HOUR))
                .toList();
        Instant written = latest(lines, "@timestamp");
        return Duration.between(written, latest(lines, "event.ingested")).toMillis() / 1000.0;
    }

    private static Instant latest(List<JsonNode> documents, String field) {
        return documents.stream()
                .flatMap(document -> values(document, field))
                .map(Instant::parse)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    static boolean has(JsonNode document, String field) {
        return values(document, field).findAny().isPresent();
    }

    static boolean is(JsonNode document, String field, String value) {
        return values(document, field).anyMatch(value::equals);
    }

    /** The values of a field, none where it is missing. */
    static Stream<String> values(JsonNode document, String field) {
        JsonNode value = document.at("/" + field.replace('.', '/'));
        Stream<JsonNode> nodes = value.isArray() ? StreamSupport.stream(value.spliterator(), false) : Stream.of(value);
        return nodes.filter(node -> node.isValueNode() && !node.isNull()).map(JsonNode::asText);
    }

    /** The hour of a time, as the key of a bucket. */
    static String hour(String time) {
        long millis = Instant.parse(time).toEpochMilli();
        return Long.toString(millis - millis % 3_600_000);
    }

    private int send(EventParser parser, String logType, String file) throws Exception {
        int offset = 0;
        for (String line : Files.readAllLines(SAMPLES.resolve(file))) {
            send(parser, logType, file, line, offset++);
        }
        return offset;
    }

    private void send(EventParser parser, String logType, String file, String line, int offset) throws Exception {
        ObjectNode event = JSON.createObjectNode().put("@timestamp", ARRIVAL.toString());
        event.put("message", line);
        event.putObject("fields").put("logtype", logType).put("environment", "development");
        event.putObject("log").put("offset", offset).putObject("file").put("path", "/samples/" + file);
        event.putObject("host").put("name", "web-1");
        ParsedEvent parsed = parse(parser, event, offset);
        fixture.send(
                new String(parsed.id(), UTF_8),
                new String(parsed.document(), UTF_8),
                Instant.ofEpochMilli(parsed.time()));
    }

    private static ParsedEvent parse(EventParser parser, ObjectNode event, long offset)
            throws MalformedEventException, IOException {
        RawPosition position = new RawPosition("raw", 0, offset);
        return parser.parse(JSON.writeValueAsBytes(event), position, ARRIVAL.toEpochMilli() + offset * 1_234);
    }

    private static String access(
            String path, int status, String seconds, String upstreams, String statuses, String times) {
        ObjectNode line = JSON.createObjectNode().put("time_iso8601", "2026-11-22T10:00:00+00:00");
        line.put("remote_addr", "81.2.69.142").put("request", "GET " + path + "?n=1 HTTP/1.1");
        line.put("status", status).put("request_time", seconds).put("upstream_addr", upstreams);
        return line.put("upstream_status", statuses)
                .put("upstream_response_time", times)
                .toString();
    }

    private static String error(String service, String type) {
        ObjectNode line = JSON.createObjectNode().put("timestamp", "2026-11-22T10:00:06Z");
        line.put("level", "ERROR").put("service", service).put("message", "failed");
        line.putObject("exception").put("class", type).put("message", "closed");
        return line.toString();
    }
}
