package com.jisu.logs.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.app.config.ByteSizeConverter;
import com.jisu.logs.app.config.DurationConverter;
import com.jisu.logs.deployment.Manifests.Workload;
import com.jisu.logs.records.Retention;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What production and development are, and that kubectl sees them as these tests do. */
class OverlaysTest {

    @Test
    void production_forms_clusters_of_three_that_survive_the_loss_of_one() throws Exception {
        Manifests production = Manifests.of("overlays/production");
        StatefulSet elasticsearch = production.get(StatefulSet.class, "elasticsearch");
        assertThat(elasticsearch.getSpec().getReplicas()).isEqualTo(3);
        JsonNode settings = Yaml.all(production
                        .get(ConfigMap.class, "elasticsearch")
                        .getData()
                        .get("elasticsearch.yml"))
                .get(0);
        assertThat(settings.path("cluster.initial_master_nodes").asText())
                .isEqualTo("elasticsearch-0,elasticsearch-1,elasticsearch-2");
        assertThat(settings.path("discovery.seed_hosts").asText()).isEqualTo("elasticsearch-nodes");
        assertThat(settings.has("discovery.type")).isFalse();
        assertThat(settings.path("xpack.security.enabled").asBoolean()).isTrue();

        StatefulSet kafka = production.get(StatefulSet.class, "kafka");
        assertThat(kafka.getSpec().getReplicas()).isEqualTo(3);
        Map<String, String> variables =
                Manifests.environment(production.workload("kafka").containers().get(0));
        assertThat(variables)
                .containsEntry("KAFKA_DEFAULT_REPLICATION_FACTOR", "3")
                .containsEntry("KAFKA_MIN_INSYNC_REPLICAS", "2");
        assertThat(variables.get("KAFKA_CONTROLLER_QUORUM_VOTERS").split(",")).hasSize(3);
    }

    /** A rollout restarts them one by one, and ready is only who takes clients. */
    @Test
    void servers_get_time_to_catch_up_before_the_next_one_restarts() throws Exception {
        for (StatefulSet set : Manifests.of("overlays/production").every(StatefulSet.class)) {
            assertThat(set.getSpec().getMinReadySeconds()).isGreaterThanOrEqualTo(30);
        }
    }

    @Test
    void no_instance_has_nothing_to_do() throws Exception {
        Manifests production = Manifests.of("overlays/production");
        JsonNode configuration = configuration(production);
        int partitions = configuration.at("/topics/partitions").asInt();
        int threads = configuration.at("/streams/threads").asInt();
        assertThat(most(production, "jisu-logs-streams") * threads).isLessThanOrEqualTo(partitions);
        assertThat(most(production, "jisu-logs-sink")).isLessThanOrEqualTo(partitions);
    }

    /** The figures of docs/deployment.md say what that takes. */
    @Test
    void the_topics_hold_a_day_at_5000_events_a_second() throws Exception {
        JsonNode retention = configuration(Manifests.of("overlays/production")).at("/topics/retention");
        long events = 5_000 * Duration.ofDays(1).toSeconds();
        assertThat(size(retention.at("/raw/bytes").asText())).isGreaterThanOrEqualTo(events * figure("br"));
        assertThat(size(retention.at("/parsed/bytes").asText())).isGreaterThanOrEqualTo(events * figure("bp"));
        for (String topic : List.of("raw", "parsed", "dead")) {
            assertThat(new DurationConverter()
                            .convert(retention.at("/" + topic + "/time").asText()))
                    .isGreaterThanOrEqualTo(Duration.ofDays(topic.equals("dead") ? 30 : 3));
        }
    }

    private static long figure(String name) throws IOException {
        Matcher figure = Pattern.compile("(?m)^\\| \\*" + name + "\\* \\|[^|]*\\| (\\d+) \\|")
                .matcher(Files.readString(Path.of(System.getProperty("jisu.logs.checkout"), "docs", "deployment.md")));
        assertThat(figure.find()).as("a figure *" + name + "*").isTrue();
        return Long.parseLong(figure.group(1));
    }

    /** With three replicas on three brokers, or one on one, each broker has a copy of everything. */
    @ParameterizedTest
    @ValueSource(strings = {"overlays/production", "overlays/development"})
    void full_topics_fit_on_a_brokers_disk(String overlay) throws Exception {
        Manifests manifests = Manifests.of(overlay);
        JsonNode configuration = configuration(manifests);
        Map<String, String> environment = manifests.workload("setup").containers().stream()
                .filter(container -> container.getName().equals("setup"))
                .map(Manifests::environment)
                .findFirst()
                .orElseThrow();
        int partitions = configuration.at("/topics/partitions").asInt();
        long full = 2L << 30; // Kafka's own topics, and those of Kafka Streams
        for (String topic : List.of("raw", "parsed", "dead")) {
            long bytes = size(environment.getOrDefault(
                    "JISU_LOGS_TOPICS_RETENTION_" + topic.toUpperCase(Locale.ROOT) + "_BYTES",
                    configuration.at("/topics/retention/" + topic + "/bytes").asText()));
            Map<String, String> settings = new Retention(Optional.empty(), Optional.of(bytes)).settings(partitions);
            full += partitions
                    * (Long.parseLong(settings.get("retention.bytes")) + Long.parseLong(settings.get("segment.bytes")));
        }
        long disk = manifests
                .get(StatefulSet.class, "kafka")
                .getSpec()
                .getVolumeClaimTemplates()
                .get(0)
                .getSpec()
                .getResources()
                .getRequests()
                .get("storage")
                .getNumericalAmount()
                .longValueExact();
        assertThat(full).isLessThan(disk * 95 / 100);
    }

    private static JsonNode configuration(Manifests manifests) throws IOException {
        return Yaml.all(manifests.get(ConfigMap.class, "jisu-logs").getData().get("jisu-logs.yml"))
                .get(0);
    }

    private static long size(String text) {
        return new ByteSizeConverter().convert(text);
    }

    private static int most(Manifests manifests, String role) {
        return manifests.get(HorizontalPodAutoscaler.class, role).getSpec().getMaxReplicas();
    }

    /** What a release has to change, and what is brought up to date, in several files. */
    @Test
    void compose_and_kubernetes_run_the_same_versions() throws Exception {
        Map<String, String> images = new TreeMap<>();
        for (JsonNode service : Compose.of("docker-compose.yml").services()) {
            String[] image = service.path("image").asText().split(":");
            images.put(image[0], image[1]);
        }
        for (String overlay : List.of("overlays/development", "overlays/production")) {
            for (Workload workload : Manifests.of(overlay).workloads()) {
                for (Container container : workload.containers()) {
                    String[] image = container
                            .getImage()
                            .replaceFirst(".*/jisu-logs:", "jisu-logs:")
                            .split(":");
                    assertThat(images).containsEntry(image[0], image[1]);
                }
            }
        }
    }

    @Test
    void development_is_small_and_shows_its_events() throws Exception {
        Manifests development = Manifests.of("overlays/development");
        assertThat(development.every(StatefulSet.class))
                .allMatch(each -> each.getSpec().getReplicas() == 1);
        assertThat(development.every(HorizontalPodAutoscaler.class)).isEmpty();
        assertThat(Manifests.environment(
                        development.workload("jisu-logs-streams").containers().get(0)))
                .containsEntry("JISU_LOGS_TAIL_ENVIRONMENT", "development");
        assertThat(Manifests.environment(
                        development.workload("filebeat").containers().get(0)))
                .containsEntry("ENVIRONMENT", "development");
        Map<String, String> kafka =
                Manifests.environment(development.workload("kafka").containers().get(0));
        kafka.forEach((name, value) -> {
            if (name.matches("KAFKA_.*(REPLICATION_FACTOR|MIN_ISR|INSYNC_REPLICAS)")) {
                assertThat(value).as(name).isEqualTo("1");
            }
        });
        for (Workload workload : development.workloads()) {
            workload.ours()
                    .forEach(container -> assertThat(Manifests.environment(container))
                            .containsEntry("JISU_LOGS_TOPICS_REPLICATION", "1"));
        }
    }

    /** Filebeat reads what containers log, those that echo its events included: without this each would go round for ever. */
    @Test
    void what_streams_echoes_is_not_shipped_again() throws Exception {
        Manifests development = Manifests.of("overlays/development");
        JsonNode stdout = Yaml.all(
                        development.get(ConfigMap.class, "filebeat").getData().get("filebeat.yml"))
                .get(0)
                .at("/filebeat.inputs/0");
        assertThat(stdout.at("/parsers/0/container/stream").asText()).isEqualTo("stdout");
        String part = Yaml.each(stdout.path("processors"))
                .map(each -> each.at("/drop_event/when/contains/log.file.path"))
                .filter(each -> each.isTextual())
                .findFirst()
                .orElseThrow()
                .asText();
        for (Workload workload : development.workloads()) {
            for (Container container : workload.containers()) {
                String file = "/var/log/containers/%s-7c9-x2f_%s_%s-0123456789.log"
                        .formatted(workload.name(), workload.namespace(), container.getName());
                assertThat(file.contains(part))
                        .as(file)
                        .isEqualTo(container.getName().equals("streams"));
            }
        }
    }

    @Test
    void old_filebeats_find_ingest_by_the_name_that_they_know() throws Exception {
        for (String name : List.of("logstash", "jisu-logs-ingest")) {
            Service service = Manifests.of(".").get(Service.class, name);
            assertThat(service.getMetadata().getNamespace()).isEqualTo("logging");
            assertThat(service.getSpec().getPorts())
                    .singleElement()
                    .satisfies(port -> assertThat(port.getPort()).isEqualTo(5044));
        }
    }

    /** So that what is tested without kubectl is what kubectl applies. */
    @Test
    @EnabledIf("com.jisu.logs.deployment.Manifests#knowsKustomize")
    void the_tests_own_reader_agrees_with_kubectl() throws Exception {
        for (String overlay : Manifests.OVERLAYS) {
            assertThat(sorted(Kustomization.build(Manifests.folder(overlay))))
                    .as(overlay)
                    .isEqualTo(sorted(Manifests.kubectl(Manifests.folder(overlay))));
        }
    }

    private static Map<String, JsonNode> sorted(List<JsonNode> resources) {
        Map<String, JsonNode> byName = new TreeMap<>();
        resources.forEach(each -> byName.put(Kustomization.identity(each), sortNamed(each.deepCopy())));
        return byName;
    }

    /** kubectl puts what a patch adds first. */
    private static JsonNode sortNamed(JsonNode node) {
        node.forEach(OverlaysTest::sortNamed);
        if (node instanceof ObjectNode object) {
            object.properties().forEach(each -> {
                if (each.getValue() instanceof ArrayNode list && Yaml.each(list).allMatch(item -> item.has("name"))) {
                    List<JsonNode> items = new ArrayList<>(Yaml.each(list).toList());
                    items.sort(Comparator.comparing(item ->
                            item.path("name").asText() + item.path("mountPath").asText()));
                    each.setValue(Yaml.JSON.createArrayNode().addAll(items));
                }
            });
        }
        return node;
    }
}
