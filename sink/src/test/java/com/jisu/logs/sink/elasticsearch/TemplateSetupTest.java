package com.jisu.logs.sink.elasticsearch;

import static com.jisu.logs.sink.ElasticsearchProxy.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.records.IndexTemplates;
import com.jisu.logs.sink.Fixture;
import com.jisu.logs.sink.RealSinkTest;
import com.jisu.logs.sink.SinkLog;
import com.jisu.logs.sink.TestSettings;
import com.jisu.logs.sink.api.SinkSettings.IndexMode;
import com.jisu.logs.sink.elasticsearch.TemplateSetup.NotReadyException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The templates on the real node; for what it lacks (a version at its root, lifecycles) the proxy stands in. */
class TemplateSetupTest extends RealSinkTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SETTINGS = "/_component_template/jisu-logs-settings";
    private static final String TEMPLATE = "/_index_template/jisu-logs";

    private ElasticsearchConnection connection;

    @BeforeEach
    void connect() {
        connection = ElasticsearchConnection.to(fixture.settings());
    }

    @AfterEach
    void deleteTemplates() throws Exception {
        connection.close();
        fixture.request("DELETE", TEMPLATE, "");
        fixture.request("DELETE", "/_component_template/jisu-logs*", "");
    }

    @Test
    void a_second_run_installs_nothing() throws Exception {
        setup().run();
        int before = fixture.proxy().requests().size();
        setup().run();
        assertThat(fixture.proxy()
                        .requests()
                        .subList(before, fixture.proxy().requests().size()))
                .noneMatch(request -> request.startsWith("PUT"));
    }

    @Test
    void a_cluster_without_lifecycles_is_told_of_in_one_line() throws Exception {
        try (SinkLog log = new SinkLog()) {
            TemplateSetup setup = setup();
            setup.run();
            setup.run();
            assertThat(log.lines("this cluster has no index ")).hasSize(1);
        }
    }

    @Test
    void an_older_template_is_upgraded() throws Exception {
        fixture.request("PUT", SETTINGS, "{\"template\":{\"settings\":{\"number_of_shards\":7}},\"version\":0}");
        setup().run();
        JsonNode installed = fixture.request("GET", SETTINGS, "").at("/component_templates/0/component_template");
        JsonNode ours = JSON.readTree(IndexTemplates.read("component-templates/jisu-logs-settings.json"));
        assertThat(installed.path("version")).isEqualTo(ours.path("version"));
        assertThat(installed.at("/template/settings/index/number_of_shards").asText())
                .isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void a_template_as_new_or_newer_is_left_alone(int newer) throws Exception {
        ObjectNode other =
                (ObjectNode) JSON.readTree(IndexTemplates.read("component-templates/jisu-logs-settings.json"));
        other.put("version", other.path("version").asInt() + newer);
        ((ObjectNode) other.at("/template/settings/index")).put("number_of_shards", 2);
        fixture.request("PUT", SETTINGS, other.toString());
        setup().run();
        assertThat(fixture.request("GET", SETTINGS, "")
                        .findPath("number_of_shards")
                        .asText())
                .isEqualTo("2");
    }

    @Test
    void the_users_own_component_is_honoured() throws Exception {
        fixture.request(
                "PUT",
                "/_component_template/jisu-logs@custom",
                "{\"template\":{\"settings\":{\"number_of_shards\":3},"
                        + "\"mappings\":{\"properties\":{\"mine\":{\"type\":\"ip\"}}}}}");
        setup().run();
        fixture.request("PUT", "/" + fixture.index(Fixture.DAY_1), "");
        JsonNode index = fixture.request("GET", "/" + fixture.index(Fixture.DAY_1), "");
        assertThat(index.findPath("number_of_shards").asText()).isEqualTo("3");
        assertThat(index.findPath("mine").path("type").asText()).isEqualTo("ip");
    }

    @Test
    void the_index_mode_can_be_switched_and_back() throws Exception {
        assumeFalse(TestSettings.isOpenSearch(), "OpenSearch has neither modes of indices nor lifecycles of this kind");
        for (IndexMode mode : List.of(IndexMode.LOGSDB, IndexMode.STANDARD, IndexMode.LOGSDB)) {
            new TemplateSetup(connection, mode, List.of()).run();
            fixture.request("PUT", "/" + fixture.index(Fixture.DAY_1), "");
            String actual = fixture.request("GET", "/" + fixture.index(Fixture.DAY_1) + "/_settings", "")
                    .findPath("mode")
                    .asText("standard");
            assertThat(actual.isEmpty() ? "standard" : actual).isEqualToIgnoringCase(mode.name());
            fixture.request("DELETE", "/" + fixture.index(Fixture.DAY_1), "");
        }
    }

    @Test
    void the_lifecycle_policy_is_installed_where_there_are_lifecycles() throws Exception {
        assumeFalse(TestSettings.isOpenSearch(), "OpenSearch has neither modes of indices nor lifecycles of this kind");
        Map<String, JsonNode> sent = new ConcurrentHashMap<>();
        fixture.proxy().standIn((exchange, body) -> {
            String path = exchange.getRequestURI().getPath();
            if (!path.startsWith("/_ilm") && !path.endsWith("jisu-logs-ilm")) {
                return false;
            }
            if (exchange.getRequestMethod().equals("GET")) {
                return answer(exchange, 404, "{\"error\":{\"reason\":\"not found\"}}");
            }
            sent.put(path, JSON.readTree(body));
            return answer(exchange, 200, "{\"acknowledged\":true}");
        });
        setup().run();
        assertThat(sent.get("/_ilm/policy/jisu-logs"))
                .isEqualTo(JSON.readTree(IndexTemplates.read("ilm-policy/jisu-logs.json")));
        assertThat(sent.get("/_component_template/jisu-logs-ilm")
                        .at("/template/settings/index/lifecycle/name")
                        .asText())
                .isEqualTo("jisu-logs");
    }

    @Test
    void a_newer_lifecycle_policy_is_left_alone() throws Exception {
        assumeFalse(TestSettings.isOpenSearch(), "OpenSearch has neither modes of indices nor lifecycles of this kind");
        fixture.proxy().standIn((exchange, body) -> {
            String path = exchange.getRequestURI().getPath();
            if (path.endsWith("jisu-logs-ilm")) {
                return answer(exchange, 200, "{\"component_templates\":[{\"component_template\":{\"version\":99}}]}");
            }
            return path.startsWith("/_ilm")
                    && answer(exchange, 200, "{\"jisu-logs\":{\"policy\":{\"_meta\":{\"version\":99}}}}");
        });
        setup().run();
        assertThat(fixture.proxy().requests()).doesNotContain("PUT /_ilm/policy/jisu-logs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.13.4", "7.17.0", "2.11.0"})
    void a_cluster_that_is_too_old_is_refused_by_its_version(String version) {
        rootSays("{\"version\":{\"number\":\"%s\"}}".formatted(version));
        assertThatThrownBy(() -> setup().run())
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining(version)
                .hasMessageContaining("8.14");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"8.14.0", "8.19.24", "9.0.0", "9.2.0-SNAPSHOT", "10.1.2"
            }) // an OpenSearch of these versions would do, too
    void a_cluster_that_is_new_enough_is_prepared(String version) throws Exception {
        rootSays(root(version));
        setup().run();
        assertThat(fixture.request("GET", TEMPLATE, "").has("index_templates")).isTrue();
    }

    @Test
    void a_sink_before_a_cluster_that_is_too_old_says_so_waits_and_begins_by_itself_after_the_upgrade()
            throws Exception {
        try (SinkLog log = new SinkLog()) {
            rootSays("{\"version\":{\"number\":\"8.13.4\"}}");
            fixture.sendNumbered(10);
            fixture.startSink();
            await().until(() -> !log.lines("too old").isEmpty());
            int asked = fixture.proxy().requests().size();
            await().until(() -> fixture.proxy().requests().size() > asked + 2);
            assertThat(log.lines("Elasticsearch"))
                    .singleElement()
                    .asString()
                    .contains("Elasticsearch 8.13.4 is too old: 8.14 or later is needed");
            assertThat(fixture.proxy().requests()).doesNotContain("POST /_bulk");
            assertThat(fixture.committed()).isZero();
            rootSays(root("8.14.0"));
            fixture.awaitCount(10);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.3.20", "2.18.0"})
    void an_opensearch_that_is_too_old_is_refused_by_its_version(String version) {
        rootSays("{\"version\":{\"distribution\":\"opensearch\",\"number\":\"%s\"}}".formatted(version));
        assertThatThrownBy(() -> setup().run())
                .isInstanceOf(NotReadyException.class)
                .hasMessage("OpenSearch " + version + " is too old: 2.19 or later is needed");
    }

    /** As 2.19.6 answers with compatibility.override_main_response_version. */
    @Test
    void an_opensearch_that_calls_itself_7_10_2_is_asked_for_its_version() throws Exception {
        fixture.proxy()
                .standIn((exchange, body) -> switch (exchange.getRequestURI().getPath()) {
                    case "/" -> answer(exchange, 200, """
                    {"name":"n","version":{"number":"7.10.2","build_type":"unknown"},
                     "tagline":"The OpenSearch Project: https://opensearch.org/"}""");
                    case "/_nodes/_local" -> answer(exchange, 200, "{\"nodes\":{\"x\":{\"version\":\"2.19.6\"}}}");
                    default -> false;
                });
        TemplateSetup setup = setup();
        try (SinkLog log = new SinkLog()) {
            setup.checkVersion();
            assertThat(log.lines("OpenSearch calls itself 7.10.2")).hasSize(1);
        }
        assertThat(setup.server()).isInstanceOf(OpenSearch.class);
    }

    /** In the words of the security plug-in. */
    @Test
    void an_opensearch_that_may_not_tell_its_version_is_known_by_its_refusal() throws Exception {
        fixture.proxy()
                .standIn((exchange, body) ->
                        exchange.getRequestURI().getPath().matches("/|/_nodes/.*") && answer(exchange, 403, """
                        {"error":{"root_cause":[],"type":"security_exception",
                         "reason":"no permissions for [cluster:monitor/main] and User [name=sink, backend_roles=[], requestedTenant=null]"},
                         "status":403}"""));
        TemplateSetup setup = setup();
        setup.checkVersion();
        assertThat(setup.server()).isInstanceOf(OpenSearch.class);
    }

    @Test
    void a_missing_right_is_named() {
        fixture.proxy()
                .standIn((exchange, body) -> exchange.getRequestMethod().equals("PUT")
                        && answer(
                                exchange, 403, "{\"error\":{\"reason\":\"action [cluster:admin] is unauthorized\"}}"));
        assertThatThrownBy(() -> setup().run())
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining("jisu-logs-settings")
                .hasMessageContaining("HTTP 403: action [cluster:admin] is unauthorized");
    }

    @Test
    void an_address_where_something_else_answers_is_no_elasticsearch() {
        fixture.proxy().standIn((exchange, body) -> answer(exchange, 200, "<html>welcome</html>"));
        assertThatThrownBy(() -> setup().run())
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining("not JSON");
    }

    private void rootSays(String json) {
        fixture.proxy()
                .standIn((exchange, body) ->
                        exchange.getRequestURI().getPath().equals("/") && answer(exchange, 200, json));
    }

    /** What a server of the kind that answers here says, in another version. */
    private static String root(String version) {
        String distribution = TestSettings.isOpenSearch() ? "\"distribution\":\"opensearch\"," : "";
        return "{\"version\":{%s\"number\":\"%s\"}}".formatted(distribution, version);
    }

    private TemplateSetup setup() {
        return new TemplateSetup(connection, IndexMode.STANDARD, List.of());
    }
}
