package com.jisu.logs.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.ingest.client.LumberjackClient;
import com.jisu.logs.servers.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a Logstash configuration to documents in the indices that it names. */
class ImportedPipelineTest {

    private static final String TIME = "2026-11-23T10:00:00.000Z";

    private static final String CONFIGURATION = """
            input { beats { port => 5044 } }
            filter {
              grok { match => { "message" => "^%{WORD:user} bought %{INT:count:int} %{GREEDYDATA:[item][name]} as %{WORD:order}$" } }
              if "_grokparsefailure" not in [tags] {
                mutate { remove_field => ["message"] }
              }
            }
            output {
              elasticsearch {
                hosts => ["http://localhost:9200"]
                index => "shop-%{+YYYY.MM}"
                document_id => "%{order}"
              }
              if [count] > 10 {
                elasticsearch { hosts => ["http://localhost:9200"] index => "large-%{user}" }
              }
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void documents_are_in_the_indices_and_under_the_ids_that_the_configuration_says() throws Exception {
        Path configuration = Files.writeString(directory.resolve("logstash.conf"), CONFIGURATION);
        Path imported = directory.resolve("imported");
        Program conversion = Program.run(
                directory,
                "import",
                configuration.toString(),
                "--out",
                imported.toString(),
                "--ecs-compatibility",
                "disabled");
        assertThat(conversion.exitCode())
                .as(conversion.stdout() + conversion.stderr())
                .isZero();
        assertThat(Files.readString(imported.resolve("report.md")))
                .contains("`user` is an object there: a plain value goes to `application.overflow`");

        String settings = " --config=" + imported.resolve("jisu-logs.yml");
        try (Program dev = Program.start(directory, Dev.arguments(directory, "data", Dev.ANY_PORTS + settings))) {
            dev.awaitOnStderr("Ctrl-C stops it.");
            String[] beats = Dev.shown(dev, "Beats input").split(":");
            try (LumberjackClient filebeat = LumberjackClient.connect(
                    LumberjackClient.Settings.of("localhost", Integer.parseInt(beats[beats.length - 1])),
                    acknowledged -> {})) {
                Roles.send(
                        filebeat,
                        List.of(
                                BeatsEvent.of("shop", TIME, 0, "amy bought 2 pens as A1"),
                                BeatsEvent.of("shop", TIME, 1, "bob bought 40 cups as A2"),
                                BeatsEvent.of("shop", TIME, 2, "amy bought 3 pens as A1"),
                                BeatsEvent.of("shop", TIME, 3, "something else")));
                filebeat.awaitAcknowledged();
            }
            Index index = Dev.index(dev);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> assertThat(index.hits("shop-*,large-*")).hasSize(4));

            List<JsonNode> shop = index.hits("shop-2026.11");
            assertThat(shop)
                    .extracting(hit -> hit.path("_id").asText())
                    .containsExactlyInAnyOrder("A1", "A2", "%{order}");
            JsonNode again = hit(shop, "A1");
            assertThat(again.at("/_source/count").asInt())
                    .as("what is there under the id stays (deviation 91)")
                    .isEqualTo(2);
            assertThat(Index.get(Dev.shown(dev, TestServer.searchKind().title()) + "/shop-2026.11/_mapping"))
                    .as("the program's mappings")
                    .contains("geo_point");
            assertThat(again.at("/_source/item/name").asText()).isEqualTo("pens");
            assertThat(again.at("/_source/application/overflow/user").asText())
                    .as("where the template has an object")
                    .isEqualTo("amy");
            assertThat(again.path("_source").has("message")).isFalse();
            JsonNode other = hit(shop, "%{order}");
            assertThat(other.at("/_source/message").asText()).isEqualTo("something else");
            assertThat(other.at("/_source/tags").toString()).contains("_grokparsefailure");

            assertThat(index.hits("large-bob")).singleElement().satisfies(hit -> {
                assertThat(hit.at("/_source/order").asText()).isEqualTo("A2");
                assertThat(hit.path("_id").asText()).as("none was asked for").isNotEqualTo("A2");
            });
        }
    }

    private static JsonNode hit(List<JsonNode> hits, String id) {
        return hits.stream()
                .filter(hit -> hit.path("_id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
