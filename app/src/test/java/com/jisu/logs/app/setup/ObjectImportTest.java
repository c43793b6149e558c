package com.jisu.logs.app.setup;

import static com.jisu.logs.app.setup.ObjectServer.DASHBOARDS;
import static com.jisu.logs.app.setup.ObjectServer.KIBANA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jisu.logs.app.api.UserError;
import com.jisu.logs.sink.api.SinkSettings;
import com.jisu.logs.sink.api.TlsFiles;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectImportTest {

    private HttpServer server;
    private int code = 200;
    private String status = "";
    private String header = "server";
    private String imported = "{\"success\":true,\"successCount\":1}";
    private int importCode = 200;
    private final List<HttpExchange> imports = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/status", exchange -> answer(exchange, code, status));
        server.createContext("/api/saved_objects/_import", exchange -> {
            imports.add(exchange);
            exchange.getRequestBody().readAllBytes();
            answer(exchange, importCode, imported);
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** The answers are shortened to what tells something; the codes are of servers that want a password or just start. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | server   | DASHBOARDS | {"name":"x","version":{"number":"2.19.6"},"status":{"overall":{"state":"green"},"statuses":[{"id":"core:opensearch@2.19.6"}]}}
            503 | server   | DASHBOARDS | {"name":"x","version":{"number":"3.9.0"},"status":{"overall":{"state":"red"},"statuses":[{"id":"core:opensearch@3.9.0"}]}}
            200 | server   | DASHBOARDS | {"name":"x","version":{"number":"4.14.7"},"status":{"overall":{"state":"green"},"statuses":[{"id":"core:opensearch@4.14.7"}]}}
            200 | server   | DASHBOARDS | {"name":"x","version":{"number":"3.9.0"},"status":{"overall":{"state":"green"}}}
            200 | kbn-name | KIBANA     | {"name":"x","version":{"number":"9.5.3"},"status":{"overall":{"level":"available"}}}
            200 | server   | KIBANA     | {"status":{"overall":{"level":"available"}}}
            200 | server   | KIBANA     | {"name":"x","version":{"number":"7.17.29"},"status":{"overall":{"state":"green"},"statuses":[{"id":"core:elasticsearch@7.17.29"}]}}
            401 | kbn-name | KIBANA     | {"statusCode":401,"error":"Unauthorized"}
            """)
    void the_status_tells_which_server_it_is(int code, String header, ObjectServer expected, String status)
            throws Exception {
        this.code = code;
        this.header = header;
        this.status = status;
        assertThat(objects().server()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | <html>Grafana</html>                       | is neither Kibana nor OpenSearch Dashboards
            200 | {"version":{"number":"2.19.6"}}            | is neither Kibana nor OpenSearch Dashboards
            200 | null                                       | is neither Kibana nor OpenSearch Dashboards
            401 | {"statusCode":401,"error":"Unauthorized"}  | refuses: HTTP 401: {"statusCode":401,"error":"Unauthorized"}
            503 | OpenSearch Dashboards server is not ready yet | refuses: HTTP 503: OpenSearch Dashboards server is not ready yet
            """)
    void another_answer_is_one_line(int code, String status, String expected) {
        this.code = code;
        this.status = status;
        assertThatThrownBy(() -> objects().server())
                .isInstanceOf(UserError.class)
                .hasMessage("what answers at " + url() + " " + expected);
    }

    @Test
    void a_server_that_is_away_is_one_line() {
        server.stop(0);
        assertThatThrownBy(() -> objects().server())
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("Kibana or OpenSearch Dashboards at " + url() + " does not answer: ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void dashboards_gets_the_headers_and_the_objects_of_its_own() throws Exception {
        List<String> changes = objects().install(DASHBOARDS, true);
        assertThat(changes)
                .hasSize(20)
                .contains("created the index pattern 'jisu-logs-*'", "created the visualization 'Top URLs'");
        assertThat(imports).hasSize(20).allSatisfy(each -> {
            assertThat(each.getRequestHeaders().getFirst("osd-xsrf")).isEqualTo("true");
            assertThat(each.getRequestHeaders().getFirst("securitytenant")).isEqualTo("global");
            assertThat(each.getRequestURI().getQuery()).isEqualTo("overwrite=true");
        });
    }

    @Test
    void kibana_gets_the_headers_and_the_objects_of_its_own() throws Exception {
        assertThat(objects().install(KIBANA, false))
                .hasSize(20)
                .contains("created the data view 'jisu-logs-*'", "created the lens 'Top URLs'");
        assertThat(imports).allSatisfy(each -> {
            assertThat(each.getRequestHeaders().getFirst("kbn-xsrf")).isEqualTo("true");
            assertThat(each.getRequestHeaders()).doesNotContainKey("Securitytenant");
        });
    }

    @Test
    void a_refusal_is_one_line_with_the_objects_name() {
        imported = "{\"success\":false,\"errors\":[{\"error\":{\"type\":\"unsupported_type\"}}]}";
        assertThatThrownBy(() -> objects().install(DASHBOARDS, false))
                .isInstanceOf(UserError.class)
                .hasMessage("OpenSearch Dashboards at " + url()
                        + " refuses the index pattern 'jisu-logs-*': {\"type\":\"unsupported_type\"}");
        importCode = 403;
        imported = "{\"statusCode\":403,\"error\":\"Forbidden\"}";
        assertThatThrownBy(() -> objects().install(DASHBOARDS, false))
                .isInstanceOf(UserError.class)
                .hasMessage("OpenSearch Dashboards at " + url()
                        + " refuses: HTTP 403: {\"statusCode\":403,\"error\":\"Forbidden\"}");
    }

    private URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private ObjectImport objects() {
        return new ObjectImport(
                url(), new SinkSettings.Access(Optional.empty(), Optional.empty(), Optional.empty(), TlsFiles.NONE));
    }

    private void answer(HttpExchange exchange, int code, String body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add(header, "x");
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(code, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
