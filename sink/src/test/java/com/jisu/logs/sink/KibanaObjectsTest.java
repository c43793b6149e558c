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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
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

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SAMPLES = Path.of("..", "samples");
    /** 2026-11-22T10:00Z, as the key of a bucket. */
    private static final String HOUR = "1795341600000";

    private static final String MISSING = "__missing__";
    private static final String UPSTREAM = "nginx.access.upstream";

    /** Of the first line; each of the next ones arrives a little later. */
    private static final Instant ARRIVAL = Instant.parse("2026-11-23T00:00:00Z");

    private static final Set<String> ERRORS = Set.of(
            "error",
            "emergency",
            "ERROR",
            "Error",
            "err",
            "ERR",
            "fatal",
            "FATAL",
            "critical",
            "CRITICAL",
            "crit",
            "alert",
            "emerg",
            "panic",
            "PANIC",
            "severe",
            "SEVERE");

    /** What each query of the objects means, said once more. */
    private static final List<Map.Entry<String, Predicate<JsonNode>>> QUERIES = List.of(
            Map.entry("tags:(", KibanaObjectsTest::isDamaged),
            Map.entry(
                    "log.level:(error OR critical OR alert OR emergency OR fatal OR ERROR OR Error OR err OR ERR OR FATAL OR CRITICAL"
                            + " OR crit OR emerg OR panic OR PANIC OR severe OR SEVERE) OR _exists_:error.type",
                    document -> isError(document) || has(document, "error.type")),
            Map.entry("log.level:(", KibanaObjectsTest::isError),
            Map.entry(
                    "event.dataset:nginx.access AND http.response.status_code:[500 TO 599]",
                    KibanaObjectsTest::isServerError),
            Map.entry("http.response.status_code:[500 TO 599]", KibanaObjectsTest::isServerError),
            Map.entry("event.dataset:nginx.access", document -> is(document, "event.dataset", "nginx.access")),
            Map.entry("fields.logtype:docker", document -> is(document, "fields.logtype", "docker")),
            Map.entry("_exists_:log.level", document -> has(document, "log.level")),
            Map.entry(
                    "_exists_:event.duration AND _exists_:url.path",
                    document -> has(document, "event.duration") && has(document, "url.path")),
            Map.entry("_exists_:nginx.access.upstream.address", document -> has(document, UPSTREAM + ".address")),
            Map.entry(
                    "nginx.access.upstream.status_code:[500 TO 599] OR _exists_:nginx.error.upstream",
                    document -> hasUpstreamFailed(document) || has(document, "nginx.error.upstream")),
            Map.entry("nginx.access.upstream.status_code:[500 TO 599]", KibanaObjectsTest::hasUpstreamFailed),
            Map.entry("_exists_:nginx.error.upstream", document -> has(document, "nginx.error.upstream")),
            Map.entry("_exists_:event.ingested", document -> has(document, "event.ingested")));

    /** What each formula of the objects means, of the row with the values of its columns. */
    private static final Map<String, ToDoubleFunction<Map<String, Double>>> FORMULAS = Map.of(
            "(max(event.ingested) - max('@timestamp')) / 1000",
            row -> (row.get("delayX0") - row.get("delayX1")) / 1000);

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

    private static final List<JsonNode> DOCUMENTS = new ArrayList<>();
    private static Fixture fixture;

    @BeforeAll
    static void indexTheSamples(Servers servers) throws Exception {
        fixture = new Fixture(servers);
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
                .forEach(hit -> DOCUMENTS.add(hit.path("_source")));
    }

    @AfterAll
    static void close() throws Exception {
        fixture.close();
        DOCUMENTS.clear();
    }

    @Test
    void every_reference_is_to_an_object_of_the_file() {
        List<String> ids = objects()
                .map(object -> id(object.path("type").asText(), object))
                .toList();
        assertThat(ids).doesNotHaveDuplicates().hasSize(20);
        objects()
                .forEach(object -> object.path("references")
                        .forEach(reference -> assertThat(ids)
                                .contains(id(reference.path("type").asText(), reference))));
    }

    @Test
    void the_dashboard_shows_every_visualization() throws IOException {
        JsonNode dashboard = objects("dashboard").findFirst().orElseThrow();
        List<String> shown = new ArrayList<>();
        for (JsonNode panel :
                JSON.readTree(dashboard.at("/attributes/panelsJSON").asText())) {
            String name = panel.path("panelIndex").asText() + ":"
                    + panel.path("panelRefName").asText();
            dashboard.path("references").forEach(reference -> {
                if (reference.path("name").asText().equals(name)) {
                    shown.add(reference.path("id").asText());
                }
            });
        }
        assertThat(shown).hasSize(14).containsAll(ids("lens")).containsAll(ids("map"));
    }

    static List<String> savedSearches() {
        return ids("search");
    }

    @ParameterizedTest
    @MethodSource("savedSearches")
    void a_saved_search_finds_what_it_says(String id) throws Exception {
        JsonNode object = object(id);
        JsonNode source = JSON.readTree(
                object.at("/attributes/kibanaSavedObjectMeta/searchSourceJSON").asText());
        ObjectNode search = search(source.path("query"));
        long expected = matching(source.path("query")).count();
        assertThat(expected).isPositive();
        assertThat(ask(search).at("/hits/total/value").asLong()).isEqualTo(expected);
        // Its columns are fields: at least one document found has each of them.
        List<JsonNode> found = matching(source.path("query")).toList();
        for (JsonNode column : object.at("/attributes/columns")) {
            assertThat(found)
                    .as(column.asText())
                    .anyMatch(document ->
                            values(document, column.asText()).findAny().isPresent());
        }
    }

    static List<String> visualizations() {
        return ids("lens");
    }

    @ParameterizedTest
    @MethodSource("visualizations")
    void a_panel_counts_what_the_documents_hold(String id) throws Exception {
        JsonNode state = object(id).at("/attributes/state");
        Map<String, JsonNode> columns = columns(state);
        Map<String, Map<String, Double>> expected = new TreeMap<>();
        matching(state.path("query")).forEach(document -> count(document, columns, expected));
        expected.values().forEach(row -> addFormulas(columns, row));
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
        JsonNode last = DOCUMENTS.stream()
                .filter(document -> is(document, "fields.logtype", "application"))
                .filter(document -> hour(document.path("@timestamp").asText()).equals(HOUR))
                .max(Comparator.comparing(
                        document -> Instant.parse(document.path("@timestamp").asText())))
                .orElseThrow();
        Instant arrived = DOCUMENTS.stream()
                .filter(document -> is(document, "fields.logtype", "application"))
                .filter(document -> hour(document.path("@timestamp").asText()).equals(HOUR))
                .map(document -> Instant.parse(document.at("/event/ingested").asText()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        double seconds = Duration.between(Instant.parse(last.path("@timestamp").asText()), arrived)
                        .toMillis()
                / 1000.0;
        assertThat(rows("jisu-logs-delay").get("/application/" + HOUR).get("delay"))
                .isGreaterThan(3600)
                .isEqualTo(seconds);
    }

    private static Map<String, JsonNode> columns(JsonNode state) {
        JsonNode layer = state.at("/datasourceStates/formBased/layers/layer1");
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        layer.path("columnOrder")
                .forEach(
                        name -> columns.put(name.asText(), layer.path("columns").path(name.asText())));
        return columns;
    }

    /** What the node answers to a panel's query: by the buckets' keys the values of the columns. */
    private static Map<String, Map<String, Double>> rows(String id) throws Exception {
        JsonNode state = object(id).at("/attributes/state");
        Map<String, JsonNode> columns = columns(state);
        ObjectNode search = search(state.path("query"));
        addAggregations(search, new ArrayList<>(columns.entrySet()));
        Map<String, Map<String, Double>> rows = new TreeMap<>();
        collect(ask(search).path("aggregations"), new ArrayList<>(columns.entrySet()), "", rows);
        return rows;
    }

    @Test
    void the_map_counts_every_document_that_has_a_place() throws Exception {
        assumeFalse(TestSettings.isOpenSearch(), "the bare node lacks the module with geotile_grid");
        JsonNode layers = JSON.readTree(
                object("jisu-logs-clients").at("/attributes/layerListJSON").asText());
        String field = layers.get(1).at("/sourceDescriptor/geoField").asText();
        ObjectNode search = JSON.createObjectNode().put("size", 0);
        search.putObject("aggs")
                .putObject("places")
                .putObject("geotile_grid")
                .put("field", field)
                .put("precision", 3);
        long counted = StreamSupport.stream(
                        ask(search).at("/aggregations/places/buckets").spliterator(), false)
                .mapToLong(bucket -> bucket.path("doc_count").asLong())
                .sum();
        long expected = DOCUMENTS.stream()
                .filter(document -> !document.at("/source/geo/location").isMissingNode())
                .count();
        assertThat(expected).isPositive();
        assertThat(counted).isEqualTo(expected);
    }

    private static int send(EventParser parser, String logType, String file) throws Exception {
        int offset = 0;
        for (String line : Files.readAllLines(SAMPLES.resolve(file))) {
            send(parser, logType, file, line, offset++);
        }
        return offset;
    }

    private static void send(EventParser parser, String logType, String file, String line, int offset)
            throws Exception {
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

    private static ParsedEvent parse(EventParser parser, ObjectNode event, long offset)
            throws MalformedEventException, IOException {
        RawPosition position = new RawPosition("raw", 0, offset);
        return parser.parse(JSON.writeValueAsBytes(event), position, ARRIVAL.toEpochMilli() + offset * 1_234);
    }

    private static Stream<JsonNode> objects() {
        return new String(IndexTemplates.read("kibana/jisu-logs.ndjson"), UTF_8)
                .lines()
                .map(KibanaObjectsTest::parse);
    }

    private static Stream<JsonNode> objects(String type) {
        return objects().filter(object -> object.path("type").asText().equals(type));
    }

    private static List<String> ids(String type) {
        return objects(type).map(object -> object.path("id").asText()).toList();
    }

    private static JsonNode object(String id) {
        return objects()
                .filter(object -> object.path("id").asText().equals(id)
                        && !object.path("type").asText().equals("dashboard"))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static String id(String type, JsonNode object) {
        return type + ":" + object.path("id").asText();
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode ask(ObjectNode search) throws Exception {
        JsonNode answer = fixture.request("POST", "/" + fixture.indices() + "/_search", search.toString());
        assertThat(answer.has("error")).as("%s: %s", search, answer).isFalse();
        return answer;
    }

    /** As Kibana sends a query of the language lucene. */
    private static ObjectNode search(JsonNode query) {
        assertThat(query.path("language").asText()).isEqualTo("lucene");
        ObjectNode search = JSON.createObjectNode().put("size", 0).put("track_total_hits", true);
        search.set("query", query(query));
        return search;
    }

    private static ObjectNode query(JsonNode query) {
        ObjectNode node = JSON.createObjectNode();
        String text = query.path("query").asText();
        if (text.isEmpty()) {
            node.putObject("match_all");
        } else {
            node.putObject("query_string").put("query", text).put("analyze_wildcard", true);
        }
        return node;
    }

    private static Stream<JsonNode> matching(JsonNode query) {
        return DOCUMENTS.stream().filter(meaning(query.path("query").asText()));
    }

    private static Predicate<JsonNode> meaning(String query) {
        return query.isEmpty()
                ? document -> true
                : QUERIES.stream()
                        .filter(each -> query.startsWith(each.getKey()))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("say what this query means: " + query))
                        .getValue();
    }

    /** Nests the buckets in the order of the columns, the metrics in the innermost; as Lens does. */
    private static void addAggregations(ObjectNode parent, List<Map.Entry<String, JsonNode>> columns) {
        ObjectNode here = parent;
        for (Map.Entry<String, JsonNode> column : columns) {
            JsonNode definition = column.getValue();
            String operation = definition.path("operationType").asText();
            String field = definition.path("sourceField").asText();
            ObjectNode aggregation = here.withObject("/aggs").putObject(column.getKey());
            switch (operation) {
                case "terms" -> {
                    // More than the panel shows, so that all can be compared.
                    ObjectNode terms =
                            aggregation.putObject("terms").put("field", field).put("size", 1_000);
                    if (isMissingCounted(definition)) {
                        terms.put("missing", MISSING);
                    }
                    here = aggregation;
                }
                case "date_histogram" -> {
                    aggregation
                            .putObject("date_histogram")
                            .put("field", field)
                            .put("fixed_interval", "1h")
                            .put("min_doc_count", 1);
                    here = aggregation;
                }
                case "count" -> aggregation.set("filter", query(definition.path("filter")));
                case "sum", "max" -> aggregation.putObject(operation).put("field", field);
                case "formula", "math" -> here.withObject("/aggs").remove(column.getKey()); // of other columns
                case "percentile" ->
                    aggregation
                            .putObject("percentiles")
                            .put("field", field)
                            .putArray("percents")
                            .add(definition.at("/params/percentile").asInt());
                default -> throw new AssertionError("an operation that this test does not know: " + operation);
            }
        }
    }

    private static void collect(
            JsonNode aggregations,
            List<Map.Entry<String, JsonNode>> columns,
            String key,
            Map<String, Map<String, Double>> rows) {
        Map.Entry<String, JsonNode> first = columns.get(0);
        List<Map.Entry<String, JsonNode>> rest = columns.subList(1, columns.size());
        if (first.getValue().path("isBucketed").asBoolean()) {
            for (JsonNode bucket : aggregations.path(first.getKey()).path("buckets")) {
                collect(bucket, rest, key + "/" + bucket.path("key").asText(), rows);
            }
            return;
        }
        Map<String, Double> row = rows.computeIfAbsent(key, each -> new TreeMap<>());
        for (Map.Entry<String, JsonNode> column : columns) {
            JsonNode answer = aggregations.path(column.getKey());
            switch (column.getValue().path("operationType").asText()) {
                case "count" ->
                    row.put(column.getKey(), answer.path("doc_count").asDouble());
                case "sum", "max" ->
                    row.put(column.getKey(), answer.path("value").asDouble());
                case "formula" -> row.put(column.getKey(), 0.0); // see below
                case "math" ->
                    row.put(column.getKey(), evaluate(column.getValue().at("/params/tinymathAst"), row));
                default ->
                    row.put(
                            column.getKey(),
                            answer.path("values").elements().next().isNull() ? 0.0 : 1.0);
            }
        }
        for (Map.Entry<String, JsonNode> column : columns) {
            if (column.getValue().path("operationType").asText().equals("formula")) {
                row.put(
                        column.getKey(),
                        row.get(column.getValue().at("/references/0").asText()));
            }
        }
    }

    /** As Kibana does, of the values of other columns. */
    private static double evaluate(JsonNode math, Map<String, Double> row) {
        if (math.isNumber()) {
            return math.asDouble();
        }
        if (math.isTextual()) {
            return row.get(math.asText());
        }
        double first = evaluate(math.at("/args/0"), row);
        double second = evaluate(math.at("/args/1"), row);
        return switch (math.path("name").asText()) {
            case "subtract" -> first - second;
            case "divide" -> first / second;
            default -> throw new AssertionError("a function that this test does not know: " + math);
        };
    }

    private static boolean isMissingCounted(JsonNode column) {
        return column.at("/params/missingBucket").asBoolean();
    }

    /** What a document adds to the rows of a panel; a percentile counts as 1 where there is a value for it. */
    private static void count(JsonNode document, Map<String, JsonNode> columns, Map<String, Map<String, Double>> rows) {
        List<String> keys = List.of("");
        for (JsonNode column : columns.values()) {
            if (column.path("isBucketed").asBoolean()) {
                String field = column.path("sourceField").asText();
                boolean time = column.path("operationType").asText().equals("date_histogram");
                List<String> longer = new ArrayList<>();
                boolean missing = isMissingCounted(column) && !has(document, field);
                for (String key : keys) {
                    (missing ? Stream.of(MISSING) : values(document, field))
                            .distinct()
                            .forEach(value -> longer.add(key + "/" + (time ? hour(value) : value)));
                }
                keys = longer;
            }
        }
        for (String key : keys) {
            Map<String, Double> row = rows.computeIfAbsent(key, each -> new TreeMap<>());
            columns.forEach((name, column) -> {
                switch (column.path("operationType").asText()) {
                    case "count" -> {
                        boolean counts =
                                meaning(column.at("/filter/query").asText()).test(document);
                        row.merge(name, counts ? 1.0 : 0.0, Double::sum);
                    }
                    case "sum" -> row.merge(name, sum(document, column), Double::sum);
                    case "max" -> row.merge(name, max(document, column), Math::max);
                    case "formula", "math" -> {} // when all documents are counted
                    case "percentile" -> row.merge(name, sum(document, column) > 0 ? 1.0 : 0.0, Math::max);
                    default -> assertThat(column.path("isBucketed").asBoolean()).isTrue();
                }
            });
        }
    }

    private static void addFormulas(Map<String, JsonNode> columns, Map<String, Double> row) {
        columns.forEach((name, column) -> {
            if (column.path("operationType").asText().equals("formula")) {
                double value =
                        FORMULAS.get(column.at("/params/formula").asText()).applyAsDouble(row);
                row.put(name, value);
                row.put(column.at("/references/0").asText(), value);
            }
        });
    }

    private static double max(JsonNode document, JsonNode column) {
        boolean time = column.path("dataType").asText().equals("date");
        return values(document, column.path("sourceField").asText())
                .mapToDouble(value -> time ? Instant.parse(value).toEpochMilli() : Double.parseDouble(value))
                .max()
                .orElse(0);
    }

    private static double sum(JsonNode document, JsonNode column) {
        return values(document, column.path("sourceField").asText())
                .mapToDouble(Double::parseDouble)
                .sum();
    }

    private static String hour(String time) {
        long millis = Instant.parse(time).toEpochMilli();
        return Long.toString(millis - millis % 3_600_000);
    }

    private static boolean isDamaged(JsonNode document) {
        return values(document, "tags").anyMatch(tag -> tag.startsWith("_") && !tag.startsWith("_geoip"));
    }

    private static boolean isError(JsonNode document) {
        return values(document, "log.level").anyMatch(ERRORS::contains);
    }

    private static boolean hasUpstreamFailed(JsonNode document) {
        return values(document, UPSTREAM + ".status_code").anyMatch(status -> status.startsWith("5"));
    }

    private static boolean isServerError(JsonNode document) {
        return values(document, "http.response.status_code").anyMatch(status -> status.startsWith("5"));
    }

    private static boolean has(JsonNode document, String field) {
        return values(document, field).findAny().isPresent();
    }

    private static boolean is(JsonNode document, String field, String value) {
        return values(document, field).anyMatch(value::equals);
    }

    private static Stream<String> values(JsonNode document, String field) {
        JsonNode value = document.at("/" + field.replace('.', '/'));
        Stream<JsonNode> nodes = value.isArray() ? StreamSupport.stream(value.spliterator(), false) : Stream.of(value);
        return nodes.filter(node -> node.isValueNode() && !node.isNull()).map(JsonNode::asText);
    }
}
