package com.jisu.logs.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.embedded.NodeKind;
import com.jisu.logs.ingest.client.LumberjackClient;
import com.jisu.logs.servers.NeedsServers;
import com.jisu.logs.servers.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The roles with {@code sink.target: data-stream}, from Lumberjack frames to searches. */
@ExtendWith(NeedsServers.class)
class DataStreamsTest {

    private static final String LINE =
            "81.2.69.142 - alice [23/Nov/2026:10:00:00 +0000] \"GET /cart HTTP/1.1\" 200 512 \"-\" \"curl/8.0\"";

    @TempDir
    private Path directory;

    @Test
    void lines_are_in_the_streams_of_their_datasets_and_environments() throws Exception {
        assumeTrue(TestServer.searchKind() == NodeKind.ELASTICSEARCH, "data streams are written to Elasticsearch only");
        try (TestServer kafka = TestServer.kafka(directory.resolve("kafka"));
                TestServer elasticsearch = TestServer.search(directory.resolve("elasticsearch"));
                Program roles = Roles.start(
                        directory, kafka.address(), elasticsearch.url().toString(), "--set=sink.target=data-stream")) {
            try (LumberjackClient filebeat = Roles.connect(roles)) {
                String time = "2026-11-23T10:00:01.000Z";
                Roles.send(
                        filebeat,
                        List.of(
                                BeatsEvent.of("nginx", "Pre-Production", time, 0, LINE),
                                BeatsEvent.of("application", "production", time, 300, "{\"message\":\"started\"}"),
                                BeatsEvent.of("other", "production", time, 600, "a line")));
                filebeat.awaitAcknowledged();
            }
            Index index = new Index(elasticsearch.url().toString());
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> index.hits("logs-*-*").size() == 3);
            JsonNode access =
                    index.hits("logs-nginx.access-pre_production").get(0).path("_source");
            assertThat(access.at("/data_stream/namespace").asText()).isEqualTo("pre_production");
            assertThat(access.at("/http/response/status_code").asInt()).isEqualTo(200);
            assertThat(index.hits("logs-application-production")).hasSize(1);
            assertThat(index.hits("logs-other-production")).hasSize(1);
            assertThat(index.count()).isZero();
            roles.interrupt();
        }
    }
}
