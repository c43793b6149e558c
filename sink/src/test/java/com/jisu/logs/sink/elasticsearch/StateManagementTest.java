package com.jisu.logs.sink.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.records.IndexTemplates;
import com.jisu.logs.sink.SinkLog;
import com.jisu.logs.sink.TestSettings;
import com.jisu.logs.sink.api.SinkSettings.IndexMode;
import com.jisu.logs.sink.elasticsearch.TemplateSetup.NotReadyException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The plug-in is in no repository that a build could take it from, so a server stands in for it that keeps what it is sent and
 * answers as the plug-in's source has it: policies with their numbers, an update only with these, what it explains of an index.
 */
class StateManagementTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLICY = "/_plugins/_ism/policies/jisu-logs";
    private static final String INDEX = "jisu-logs-2026.11.23";
    private static final String BLOCKED = "index [" + INDEX + "] blocked by: [FORBIDDEN/8/index write (api)];";

    private final Map<String, JsonNode> kept = new TreeMap<>();
    private final Map<String, Integer> numbers = new TreeMap<>();
    private boolean hasPlugin = true;
    private String explained = "{}";
    private HttpServer http;
    private ElasticsearchConnection connection;

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::answer);
        http.start();
        connection = ElasticsearchConnection.to(TestSettings.of(
                URI.create("http://127.0.0.1:" + http.getAddress().getPort())));
    }

    @AfterEach
    void stop() throws IOException {
        connection.close();
        http.stop(0);
    }

    @Test
    void the_policy_is_installed_once() throws Exception {
        assertThat(setup().run()).contains("installed the ISM policy jisu-logs, version 1");
        assertThat(kept.get(POLICY))
                .isEqualTo(JSON.readTree(IndexTemplates.read("opensearch/ism-policy/jisu-logs.json")));
        assertThat(setup().run()).isEmpty();
        assertThat(numbers.get(POLICY)).isOne();
    }

    @Test
    void an_older_one_is_replaced_on_the_condition_that_it_is_still_that_one() throws Exception {
        keep("Managed by jisu-logs (version 0)");
        numbers.put(POLICY, 41);
        assertThat(setup().run()).contains("installed the ISM policy jisu-logs, version 1 instead of 0");
        assertThat(numbers.get(POLICY)).isEqualTo(42);
    }

    @ParameterizedTest
    @CsvSource({"Managed by jisu-logs (version 2)", "our own days"})
    void a_newer_one_and_somebodys_own_stay(String description) throws Exception {
        keep(description);
        setup().run();
        assertThat(kept.get(POLICY).at("/policy/description").asText()).isEqualTo(description);
    }

    @Test
    void indices_of_other_names_have_a_policy_too() throws Exception {
        TemplateSetup setup = new TemplateSetup(connection, IndexMode.STANDARD, List.of("audit-*", "web-*"));
        setup.run();
        JsonNode template = kept.get(POLICY + "-rules").at("/policy/ism_template/0");
        assertThat(template.path("index_patterns").toString()).isEqualTo("[\"audit-*\",\"web-*\"]");
        assertThat(template.path("priority").asInt()).isEqualTo(101);
        assertThat(setup.run()).isEmpty();
        new TemplateSetup(connection, IndexMode.STANDARD, List.of("audit-*")).run();
        assertThat(kept.get(POLICY + "-rules")
                        .at("/policy/ism_template/0/index_patterns")
                        .toString())
                .isEqualTo("[\"audit-*\"]");
    }

    @Test
    void where_there_is_no_plugin_one_line_says_so() throws Exception {
        hasPlugin = false;
        try (SinkLog log = new SinkLog()) {
            TemplateSetup setup = setup();
            setup.run();
            setup.run();
            assertThat(log.lines("no index state management")).hasSize(1);
        }
        assertThat(kept).containsKey("/_index_template/jisu-logs").doesNotContainKey(POLICY);
    }

    @Test
    void a_component_for_changes_is_made_before_the_index_template_refers_to_it() throws Exception {
        setup().run();
        assertThat(kept.get("/_component_template/jisu-logs@custom").toString()).isEqualTo("{\"template\":{}}");
    }

    @Test
    void a_mode_that_opensearch_does_not_have_is_passed_over_in_one_line() throws Exception {
        try (SinkLog log = new SinkLog()) {
            new TemplateSetup(connection, IndexMode.LOGSDB, List.of()).run();
            assertThat(log.lines("OpenSearch has no logsdb")).hasSize(1);
        }
        assertThat(kept).containsKey("/_index_template/jisu-logs");
    }

    @Test
    void a_policy_that_changes_under_our_hands_is_told_of() {
        keep("Managed by jisu-logs (version 0)");
        numbers.put(POLICY, -1); // no request has this number
        assertThatThrownBy(() -> setup().run())
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining("the ISM policy jisu-logs can not be installed: HTTP 409");
    }

    /** The state's actions, the one under way and its place among them; whether the block is then the policy's. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [{"index_priority":{}},{"read_only":{}},{"force_merge":{}}] | transition  | -1 | true
            [{"index_priority":{}},{"read_only":{}},{"force_merge":{}}] | force_merge | 2  | true
            [{"force_merge":{}}]                                        | transition  | -1 | true
            [{"index_priority":{}},{"read_only":{}},{"force_merge":{}}] | read_only   | 1  | false
            [{"index_priority":{}}]                                     | transition  | -1 | false
            [{"read_only":{}},{"shrink":{}}]                            | shrink      | 1  | false
            []                                                          | transition  | -1 | false
            """)
    void an_index_that_the_policy_has_closed_is_opened_once(
            String actions, String action, int place, boolean isOpened) {
        explain(actions, action, place, true);
        OpenSearch server = new OpenSearch();
        assertThat(server.openForLateDocuments(connection, INDEX, BLOCKED)).isEqualTo(isOpened);
        assertThat(kept.containsKey("/" + INDEX + "/_settings")).isEqualTo(isOpened);
        if (isOpened) {
            assertThat(kept.get("/" + INDEX + "/_settings").toString()).isEqualTo("{\"index.blocks.write\":null}");
            assertThat(server.openForLateDocuments(connection, INDEX, BLOCKED)).isFalse();
        }
    }

    @Test
    void a_block_stays_where_nothing_is_known_or_another_one_is_beside_it() {
        OpenSearch server = new OpenSearch();
        assertThat(server.openForLateDocuments(connection, INDEX, BLOCKED)).isFalse();
        explain("[{\"read_only\":{}}]", "transition", -1, false);
        assertThat(server.openForLateDocuments(connection, INDEX, BLOCKED)).isFalse();
        explain("[{\"read_only\":{}}]", "transition", -1, true);
        String two = BLOCKED + "[FORBIDDEN/5/index read-only (api)];";
        assertThat(server.openForLateDocuments(connection, INDEX, two)).isFalse();
    }

    private TemplateSetup setup() {
        return new TemplateSetup(connection, IndexMode.STANDARD, List.of());
    }

    private void keep(String description) {
        ObjectNode policy = JSON.createObjectNode();
        policy.putObject("policy").put("description", description);
        kept.put(POLICY, policy);
        numbers.put(POLICY, 7);
    }

    private void explain(String actions, String action, int place, boolean enabled) {
        explained = """
                {"%s":{"index.plugins.index_state_management.policy_id":"jisu-logs","index":"%s","policy_id":"jisu-logs",
                 "policy_seq_no":7,"policy_primary_term":1,"state":{"name":"warm","start_time":1},
                 "action":{"name":"%s","start_time":1,"index":%d,"failed":false,"consumed_retries":0},
                 "step":{"name":"s","step_status":"starting"},"policy":{"policy_id":"jisu-logs","default_state":"hot",
                 "states":[{"name":"hot","actions":[],"transitions":[]},{"name":"warm","actions":%s,"transitions":[]}]},
                 "enabled":%s},"total_managed_indices":1}""".formatted(INDEX, INDEX, action, place, actions, enabled);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        boolean isPut = exchange.getRequestMethod().equals("PUT");
        if (path.equals("/")) {
            send(exchange, 200, "{\"version\":{\"distribution\":\"opensearch\",\"number\":\"2.19.6\"}}");
        } else if (path.startsWith("/_plugins/") && !hasPlugin) {
            send(exchange, 400, "{\"error\":\"no handler found for uri [" + path + "] and method [GET]\"}");
        } else if (path.startsWith("/_plugins/_ism/explain/")) {
            assertThat(exchange.getRequestURI().getQuery()).isEqualTo("show_policy=true");
            send(exchange, 200, explained);
        } else if (isPut && path.startsWith("/_plugins/")) {
            putPolicy(exchange, path, body);
        } else if (isPut) {
            kept.put(path, JSON.readTree(body));
            send(exchange, 200, "{\"acknowledged\":true}");
        } else {
            get(exchange, path);
        }
    }

    private void putPolicy(HttpExchange exchange, String path, byte[] body) throws IOException {
        String condition = String.valueOf(exchange.getRequestURI().getQuery());
        String needed = kept.containsKey(path) ? "if_seq_no=" + numbers.get(path) + "&if_primary_term=1" : "null";
        if (!condition.equals(needed) || numbers.getOrDefault(path, 0) < 0) {
            send(exchange, 409, "{\"error\":{\"type\":\"version_conflict_engine_exception\",\"reason\":\"conflict\"}}");
            return;
        }
        kept.put(path, JSON.readTree(body));
        send(exchange, numbers.merge(path, 1, Integer::sum) == 1 ? 201 : 200, "{\"_id\":\"jisu-logs\"}");
    }

    private void get(HttpExchange exchange, String path) throws IOException {
        if (path.endsWith("/_mapping")) {
            JsonNode mapping = kept.getOrDefault(path, JSON.createObjectNode());
            send(exchange, 200, "{\"" + INDEX + "\":{\"mappings\":" + mapping + "}}");
        } else if (!kept.containsKey(path)) {
            send(
                    exchange,
                    404,
                    "{\"error\":{\"type\":\"status_exception\",\"reason\":\"Policy not found\"},\"status\":404}");
        } else if (path.startsWith("/_plugins/")) {
            ObjectNode answer = kept.get(path).deepCopy();
            send(
                    exchange,
                    200,
                    answer.put("_seq_no", numbers.get(path))
                            .put("_primary_term", 1)
                            .toString());
        } else {
            String kind = path.startsWith("/_index") ? "index_template" : "component_template";
            send(exchange, 200, "{\"%ss\":[{\"%s\":%s}]}".formatted(kind, kind, kept.get(path)));
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json; charset=UTF-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
