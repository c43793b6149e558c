package com.jisu.logs.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The compose files: whatever a service refers to is there, and whatever it waits for can be waited for. */
class ComposeTest {

    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.yml", "docker-compose.dev.yml", "docker-compose.opensearch.dev.yml"})
    void services_wait_for_services_that_say_when_they_are_healthy_or_end(String file) {
        Compose compose = Compose.of(file);
        compose.services().properties().forEach(service -> {
            boolean ends = service.getValue().path("restart").asText().equals("no");
            assertThat(service.getValue().at("/healthcheck/test").isArray())
                    .as("%s has a health check, or ends by itself", service.getKey())
                    .isNotEqualTo(ends);
            assertThat(service.getValue().path("depends_on").isArray())
                    .as("%s waits for a condition", service.getKey())
                    .isFalse();
            service.getValue().path("depends_on").properties().forEach(other -> {
                boolean otherEnds =
                        compose.service(other.getKey()).path("restart").asText().equals("no");
                assertThat(other.getValue().path("condition").asText())
                        .as("%s waits for %s", service.getKey(), other.getKey())
                        .isEqualTo(otherEnds ? "service_completed_successfully" : "service_healthy");
            });
        });
    }

    /** {@code up --wait} takes the end of any other service for a failure, with exit code 1. */
    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.yml", "docker-compose.dev.yml", "docker-compose.opensearch.dev.yml"})
    void a_service_that_ends_is_waited_for_by_one_that_does_not(String file) {
        JsonNode services = Compose.of(file).services();
        Set<String> end = new TreeSet<>();
        Set<String> waitedFor = new TreeSet<>();
        services.properties().forEach(service -> {
            if (service.getValue().path("restart").asText().equals("no")) {
                end.add(service.getKey());
            } else {
                service.getValue().path("depends_on").properties().forEach(other -> waitedFor.add(other.getKey()));
            }
        });
        assertThat(end).contains("setup").isSubsetOf(waitedFor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.yml", "docker-compose.dev.yml", "docker-compose.opensearch.dev.yml"})
    void secrets_volumes_and_files_exist(String file) throws Exception {
        Compose compose = Compose.of(file);
        List<String> made = Yaml.text(Compose.FOLDER.resolve("secrets.sh"))
                .lines()
                .filter(line -> line.startsWith("for name in "))
                .flatMap(line ->
                        Stream.of(line.replaceAll("for name in |;.*", "").split(" ")))
                .toList();
        for (JsonNode service : compose.services()) {
            for (JsonNode secret : service.path("secrets")) {
                assertThat(compose.file()
                                .at("/secrets/" + secret.asText() + "/file")
                                .asText())
                        .isEqualTo("./secrets/" + secret.asText());
                assertThat(made).contains(secret.asText());
            }
            for (JsonNode volume : service.path("volumes")) {
                String source = volume.asText().split(":")[0];
                if (source.startsWith(".")) {
                    assertThat(Files.exists(Compose.FOLDER.resolve(source)))
                            .as(source)
                            .isTrue();
                } else if (!source.startsWith("/")) {
                    assertThat(compose.file().path("volumes").has(source))
                            .as(source)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.yml", "docker-compose.dev.yml", "docker-compose.opensearch.dev.yml"})
    void ports_of_jisu_logs_agree_with_its_configuration(String file) {
        Compose compose = Compose.of(file);
        String ingest = file.contains("dev") ? "jisu-logs" : "ingest";
        assertThat(published(compose.service(ingest))).contains("5044:5044", "9600:9600");
        assertThat(Yaml.one(Compose.FOLDER.resolve("filebeat.yml"))
                        .at("/output.logstash/hosts/0")
                        .asText())
                .isEqualTo("ingest:5044");
        if (file.contains("dev")) {
            assertThat(words(compose.service("filebeat").path("command")))
                    .contains("output.logstash.hosts=[\"jisu-logs:5044\"]");
        }
        // No other service lets more than this machine in.
        compose.services()
                .properties()
                .forEach(service -> service.getValue()
                        .path("ports")
                        .forEach(port -> assertThat(port.asText().startsWith("127.0.0.1:")
                                        || port.asText().equals("5044:5044"))
                                .as("%s of %s", port, service.getKey())
                                .isTrue()));
    }

    /** It would have the broker's KAFKA_HEAP_OPTS: two heaps of half of the container's memory each. */
    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.yml", "docker-compose.dev.yml", "docker-compose.opensearch.dev.yml"})
    void the_health_check_of_kafka_starts_no_second_jvm(String file) {
        assertThat(words(Compose.of(file).service("kafka").at("/healthcheck/test")))
                .noneMatch(word -> word.contains(".sh") || word.contains("java"))
                .anyMatch(word -> word.endsWith("/dev/tcp/localhost/9092"));
    }

    /** Filebeat reads what containers log, those that echo its events included: without this each would go round for ever. */
    @ParameterizedTest
    @CsvSource({
        "docker-compose.yml, streams",
        "docker-compose.dev.yml, jisu-logs",
        "docker-compose.opensearch.dev.yml, jisu-logs"
    })
    void what_the_tail_echoes_is_not_shipped_again(String file, String echoing) {
        assertThat(Compose.of(file).service(echoing).at("/logging/driver").asText())
                .isEqualTo("local");
        assertThat(Yaml.each(Yaml.one(Compose.FOLDER.resolve("filebeat.yml")).path("filebeat.inputs"))
                        .flatMap(input -> words(input.path("paths")).stream())
                        .filter(path -> path.startsWith("/var/lib/docker/")))
                .isNotEmpty()
                .allMatch(path -> path.endsWith("-json.log")); // that driver's file is local-logs/container.log
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.yml", "docker-compose.dev.yml", "docker-compose.opensearch.dev.yml"})
    void addresses_name_a_service(String file) {
        Compose compose = Compose.of(file);
        String text = compose.services()
                + Yaml.one(Compose.FOLDER.resolve("jisu-logs.yml")).toString();
        Map<String, String> servers = file.contains("opensearch")
                ? Map.of("opensearch", "http://opensearch:9200", "dashboards", "http://dashboards:5601")
                : Map.of("elasticsearch", "http://elasticsearch:9200", "kibana", "http://kibana:5601");
        assertThat(text).contains("kafka:9092");
        compose.service("kafka");
        for (Map.Entry<String, String> server : servers.entrySet()) {
            compose.service(server.getKey());
            assertThat(text).contains(server.getValue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.yml", "docker-compose.dev.yml", "docker-compose.opensearch.dev.yml"})
    void jisu_logs_writes_nothing_and_may_do_nothing_special(String file) {
        Compose.of(file).services().forEach(service -> {
            if (service.path("image").asText().startsWith("jisu-logs:")) {
                assertThat(service.path("read_only").asBoolean()).isTrue();
                assertThat(words(service.path("cap_drop"))).containsExactly("ALL");
                assertThat(words(service.path("security_opt"))).containsExactly("no-new-privileges:true");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.yml", "docker-compose.dev.yml", "docker-compose.opensearch.dev.yml"})
    void docker_compose_finds_nothing_to_complain_of(String file) throws Exception {
        List<String> command = new ArrayList<>();
        if (CommandLine.exists("docker")
                && CommandLine.run(Compose.FOLDER, "docker", "compose", "version")
                                .exitCode()
                        == 0) {
            command.addAll(List.of("docker", "compose"));
        } else if (CommandLine.exists("docker-compose")) {
            command.add("docker-compose");
        }
        assumeTrue(!command.isEmpty(), "neither docker compose nor docker-compose is here to check " + file);
        command.addAll(List.of("-f", file, "config", "-q"));

        CommandLine config = CommandLine.run(Compose.FOLDER, Map.of(), command);

        assertThat(config.exitCode()).as(config.stderr()).isZero();
        assertThat(config.stderr()).isEmpty();
    }

    private static List<String> published(JsonNode service) {
        return words(service.path("ports")).stream()
                .map(each -> each.replace("127.0.0.1:", ""))
                .toList();
    }

    private static List<String> words(JsonNode list) {
        return Yaml.each(list).map(JsonNode::asText).toList();
    }
}
