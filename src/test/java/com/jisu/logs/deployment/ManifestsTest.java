package com.jisu.logs.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.deployment.Manifests.Workload;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a manifest refers to is there. */
class ManifestsTest {

    /** The Secrets by name: which keys each has. */
    private static final Map<String, Set<String>> secrets = new HashMap<>();

    @BeforeAll
    static void readExample() throws Exception {
        Manifests example =
                Manifests.typed("secrets.example.yaml", Yaml.all(Manifests.FOLDER.resolve("secrets.example.yaml")));
        for (Secret secret : example.every(Secret.class)) {
            secrets.put(secret.getMetadata().getName(), keys(secret));
        }
    }

    /** Where the models took what they do not know, no test here would see a misspelled key. */
    @Test
    void a_key_that_kubernetes_does_not_have_is_refused() {
        String service = """
                apiVersion: v1
                kind: Service
                metadata: {name: misspelled}
                spec: {prots: []}
                """;
        assertThatThrownBy(() -> Manifests.typed("misspelled", Yaml.all(service)))
                .hasMessageContaining("misspelled")
                .hasMessageContaining("prots");
    }

    @ParameterizedTest
    @MethodSource("com.jisu.logs.deployment.Manifests#overlays")
    void config_maps_secrets_and_accounts_that_pods_refer_to_exist(Manifests manifests) {
        for (Workload workload : manifests.workloads()) {
            for (Volume volume : workload.pod().getSpec().getVolumes()) {
                if (volume.getConfigMap() != null) {
                    ConfigMap map =
                            manifests.get(ConfigMap.class, volume.getConfigMap().getName());
                    assertThat(map.getMetadata().getNamespace()).isEqualTo(workload.namespace());
                    volume.getConfigMap()
                            .getItems()
                            .forEach(item -> assertThat(map.getData())
                                    .as("%s of %s", map.getMetadata().getName(), workload)
                                    .containsKey(item.getKey()));
                }
                if (volume.getSecret() != null) {
                    assertThat(secrets)
                            .as("%s", workload)
                            .containsKey(volume.getSecret().getSecretName());
                    volume.getSecret()
                            .getItems()
                            .forEach(item -> assertThat(
                                            secrets.get(volume.getSecret().getSecretName()))
                                    .as("%s of %s", volume.getSecret().getSecretName(), workload)
                                    .contains(item.getKey()));
                }
            }
            for (Container container : workload.containers()) {
                container.getEnv().stream()
                        .filter(each -> each.getValueFrom() != null
                                && each.getValueFrom().getSecretKeyRef() != null)
                        .map(each -> each.getValueFrom().getSecretKeyRef())
                        .forEach(key -> assertThat(secrets.get(key.getName()))
                                .as("%s of %s", key.getName(), workload)
                                .contains(key.getKey()));
            }
            String account = workload.pod().getSpec().getServiceAccountName();
            if (account != null) {
                assertThat(manifests.has(ServiceAccount.class, workload.namespace(), account))
                        .as("account %s of %s", account, workload)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("com.jisu.logs.deployment.Manifests#overlays")
    void volumes_that_are_mounted_exist_and_all_are_mounted(Manifests manifests) {
        for (Workload workload : manifests.workloads()) {
            Set<String> volumes = new HashSet<>();
            workload.pod().getSpec().getVolumes().forEach(each -> volumes.add(each.getName()));
            if (workload.kind().equals("StatefulSet")) {
                manifests
                        .get(StatefulSet.class, workload.name())
                        .getSpec()
                        .getVolumeClaimTemplates()
                        .forEach(claim -> volumes.add(claim.getMetadata().getName()));
            }
            Set<String> mounted = new HashSet<>();
            workload.containers()
                    .forEach(container -> container.getVolumeMounts().forEach(mount -> mounted.add(mount.getName())));
            assertThat(mounted).as("%s", workload).isEqualTo(volumes);
        }
    }

    @ParameterizedTest
    @MethodSource("com.jisu.logs.deployment.Manifests#overlays")
    void services_find_pods_and_their_ports(Manifests manifests) {
        for (Service service : manifests.every(Service.class)) {
            List<Workload> behind = manifests.workloads().stream()
                    .filter(each ->
                            each.namespace().equals(service.getMetadata().getNamespace()))
                    .filter(each -> each.labels()
                            .entrySet()
                            .containsAll(service.getSpec().getSelector().entrySet()))
                    .toList();
            assertThat(behind).as("behind %s", service.getMetadata().getName()).hasSize(1);
            service.getSpec()
                    .getPorts()
                    .forEach(port -> assertThat(
                                    Manifests.port(behind.get(0).pod().getSpec().getContainers(), port.getTargetPort()))
                            .as(
                                    "port %s of %s",
                                    port.getName(), service.getMetadata().getName())
                            .isEqualTo(port.getPort()));
        }
    }

    @ParameterizedTest
    @MethodSource("com.jisu.logs.deployment.Manifests#overlays")
    void selectors_scalers_and_budgets_mean_pods_that_exist(Manifests manifests) {
        for (StatefulSet set : manifests.every(StatefulSet.class)) {
            assertThat(set.getSpec().getSelector().getMatchLabels())
                    .isEqualTo(
                            Map.of("app.kubernetes.io/name", set.getMetadata().getName()));
            Service service = manifests.get(Service.class, set.getSpec().getServiceName());
            assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
            assertThat(service.getSpec().getPublishNotReadyAddresses()).isTrue();
        }
        for (HorizontalPodAutoscaler scaler : manifests.every(HorizontalPodAutoscaler.class)) {
            Workload scaled =
                    manifests.workload(scaler.getSpec().getScaleTargetRef().getName());
            assertThat(scaled.kind())
                    .isEqualTo(scaler.getSpec().getScaleTargetRef().getKind());
            assertThat(scaler.getSpec().getMinReplicas()).isGreaterThanOrEqualTo(2);
        }
        for (PodDisruptionBudget budget : manifests.every(PodDisruptionBudget.class)) {
            assertThat(manifests.workloads())
                    .as("%s", budget.getMetadata().getName())
                    .anyMatch(each -> NetworkRules.selects(budget.getSpec().getSelector(), each.labels()));
        }
        for (Workload workload : manifests.workloads()) {
            assertThat(workload.labels()).containsEntry("app.kubernetes.io/name", workload.name());
            workload.pod()
                    .getSpec()
                    .getTopologySpreadConstraints()
                    .forEach(spread -> assertThat(NetworkRules.selects(spread.getLabelSelector(), workload.labels()))
                            .isTrue());
        }
    }

    /** host:port and URLs in variables, arguments and configuration files name a service and one of its ports. */
    @ParameterizedTest
    @MethodSource("com.jisu.logs.deployment.Manifests#overlays")
    void addresses_name_a_service_and_its_port(Manifests manifests) {
        Map<String, String> texts = new TreeMap<>();
        manifests.every(ConfigMap.class).stream()
                .filter(each -> !each.getMetadata().getName().matches("jisu-logs-(alerts|dashboard|rules)"))
                .forEach(map -> map.getData()
                        .forEach((file, text) -> texts.put(
                                file,
                                text.lines()
                                        .filter(line -> !line.strip().startsWith("#"))
                                        .reduce("", (a, b) -> a + "\n" + b))));
        for (Workload workload : manifests.workloads()) {
            workload.containers()
                    .forEach(container -> texts.put(
                            workload + " " + container.getName(),
                            String.join("\n", container.getArgs()) + "\n"
                                    + String.join(
                                            "\n",
                                            Manifests.environment(container).values())));
        }
        Pattern address =
                Pattern.compile("(?<![\\w.:-])((?:[a-z][\\w-]*|\\$\\(POD_NAME\\))(?:\\.[a-z][\\w.-]*)?):(\\d{4,5})\\b");
        List<String> found = new ArrayList<>();
        boolean isElsewhere = manifests.overlay().equals("overlays/opensearch");
        texts.forEach((where, text) -> {
            Matcher matcher = address.matcher(text.replaceAll("https?://", " ").replace("@", " "));
            while (matcher.find()) {
                String host = matcher.group(1).replaceFirst("\\.svc\\.cluster\\.local$", "");
                found.add(host + ":" + matcher.group(2));
                if (isElsewhere && (host.equals("elasticsearch") || host.equals("opensearch.example.com"))) {
                    continue; // the one is what the other takes the place of, by the environment
                }
                String service =
                        host.matches("(.+-\\d|\\$\\(POD_NAME\\))\\..*") ? host.split("\\.")[1] : host.split("\\.")[0];
                assertThat(manifests.get(Service.class, service).getSpec().getPorts())
                        .as("%s in %s", matcher.group(), where)
                        .anyMatch(port -> port.getPort() == Integer.parseInt(matcher.group(2)));
            }
        });
        assertThat(found).contains("kafka:9092", "jisu-logs-ingest.logging:5044");
        if (isElsewhere) {
            assertThat(found).contains("opensearch.example.com:9200").doesNotContain("kibana:5601");
        } else {
            assertThat(found).contains("elasticsearch:9200", "kibana:5601");
        }
    }

    @Test
    void geoip_updates_go_where_streams_reads() throws Exception {
        JsonNode patch = Yaml.one(Manifests.FOLDER.resolve("components/geoip-update/streams.yaml"));
        Map<String, JsonNode> containers = new HashMap<>();
        patch.at("/spec/template/spec/containers")
                .forEach(each -> containers.put(each.path("name").asText(), each));
        JsonNode update = containers.get("geoip-update");
        String folder = Yaml.each(update.path("env"))
                .filter(each -> each.path("name").asText().equals("GEOIPUPDATE_DB_DIR"))
                .findFirst()
                .orElseThrow()
                .path("value")
                .asText();
        assertThat(Yaml.each(containers.get("streams").path("env"))
                        .map(each -> each.path("value").asText()))
                .containsExactly(folder + "/GeoLite2-City.mmdb", folder + "/GeoLite2-ASN.mmdb");
        assertThat(Yaml.each(update.path("env")).map(each -> each.path("value").asText()))
                .contains("GeoLite2-City GeoLite2-ASN");
        assertThat(secrets.get("geoip-account")).containsExactlyInAnyOrder("account-id", "license-key");
    }

    @Test
    void dbips_databases_go_where_streams_reads() throws Exception {
        Manifests manifests = Manifests.of("components/geoip-dbip");
        Workload streams = manifests.workload("jisu-logs-streams");
        Map<String, Container> containers = new HashMap<>();
        streams.containers().forEach(each -> containers.put(each.getName(), each));
        assertThat(containers.get("geoip-first").getCommand())
                .containsExactly("sh", "/scripts/dbip-update.sh", "/geoip");
        assertThat(containers.get("geoip-update").getCommand())
                .containsExactly("sh", "/scripts/dbip-update.sh", "--daily", "/geoip");
        assertThat(Manifests.environment(containers.get("streams")))
                .containsEntry("JISU_LOGS_STREAMS_GEOIP_CITY", "/geoip/dbip-city-lite.mmdb.gz")
                .containsEntry("JISU_LOGS_STREAMS_GEOIP_ASN", "/geoip/dbip-asn-lite.mmdb.gz");
        assertThat(manifests.all())
                .filteredOn(ConfigMap.class::isInstance)
                .anyMatch(each -> ((ConfigMap) each).getData().containsKey("dbip-update.sh"));
    }

    @Test
    void the_generator_of_secrets_prints_what_the_example_names() throws Exception {
        CommandLine generator = CommandLine.run(Manifests.FOLDER, "./secrets.sh");
        assertThat(generator.exitCode()).as(generator.stderr()).isZero();
        for (Secret secret :
                Manifests.typed("secrets.sh", Yaml.all(generator.stdout())).every(Secret.class)) {
            assertThat(keys(secret))
                    .containsAll(secrets.get(secret.getMetadata().getName()));
        }
        assertThat(generator.stdout())
                .contains("elasticsearch-passwords", "elasticsearch-certificates", "name: kibana");
    }

    private static Set<String> keys(Secret secret) {
        Set<String> keys = new HashSet<>();
        if (secret.getData() != null) {
            keys.addAll(secret.getData().keySet());
        }
        if (secret.getStringData() != null) {
            keys.addAll(secret.getStringData().keySet());
        }
        return keys;
    }
}
