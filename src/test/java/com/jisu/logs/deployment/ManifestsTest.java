package com.jisu.logs.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.deployment.Manifests.Workload;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a manifest refers to is there, and is what it is taken for. */
class ManifestsTest {

    private static final List<String> OVERLAYS = List.of(".", "overlays/development", "overlays/production");

    private static final Map<String, Manifests> read = new TreeMap<>();

    /** The Secrets by name: which keys each has. */
    private static final Map<String, Set<String>> secrets = new HashMap<>();

    @BeforeAll
    static void readAll() throws Exception {
        for (String overlay : OVERLAYS) {
            read.put(overlay, Manifests.of(overlay));
        }
        Manifests example =
                Manifests.typed("secrets.example.yaml", Yaml.all(Manifests.FOLDER.resolve("secrets.example.yaml")));
        for (Secret secret : example.every(Secret.class)) {
            secrets.put(secret.getMetadata().getName(), keys(secret));
        }
    }

    static Stream<Manifests> overlays() {
        return read.values().stream();
    }

    @ParameterizedTest
    @MethodSource("overlays")
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
    @MethodSource("overlays")
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
    @MethodSource("overlays")
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
                                    port(behind.get(0).pod().getSpec().getContainers(), port.getTargetPort()))
                            .as(
                                    "port %s of %s",
                                    port.getName(), service.getMetadata().getName())
                            .isEqualTo(port.getPort()));
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
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
    @MethodSource("overlays")
    void addresses_name_a_service_and_its_port(Manifests manifests) {
        Map<String, String> texts = new TreeMap<>();
        manifests.every(ConfigMap.class).stream()
                .filter(each -> !each.getMetadata().getName().matches("jisu-logs-(alerts|dashboard)"))
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
        texts.forEach((where, text) -> {
            Matcher matcher = address.matcher(text.replaceAll("https?://", " ").replace("@", " "));
            while (matcher.find()) {
                String host = matcher.group(1).replaceFirst("\\.svc\\.cluster\\.local$", "");
                found.add(host + ":" + matcher.group(2));
                String service =
                        host.matches("(.+-\\d|\\$\\(POD_NAME\\))\\..*") ? host.split("\\.")[1] : host.split("\\.")[0];
                assertThat(manifests.get(Service.class, service).getSpec().getPorts())
                        .as("%s in %s", matcher.group(), where)
                        .anyMatch(port -> port.getPort() == Integer.parseInt(matcher.group(2)));
            }
        });
        assertThat(found).contains("kafka:9092", "elasticsearch:9200", "kibana:5601", "jisu-logs-ingest.logging:5044");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void probes_and_scrapes_go_to_ports_that_the_program_opens(Manifests manifests) {
        JsonNode configuration = Yaml.all(
                        manifests.get(ConfigMap.class, "jisu-logs").getData().get("jisu-logs.yml"))
                .get(0);
        int admin = configuration.at("/admin/port").asInt();
        assertThat(configuration.at("/admin/host").asText()).isEqualTo("0.0.0.0");
        for (Workload workload : manifests.workloads()) {
            for (Container container : workload.pod().getSpec().getContainers()) {
                Stream.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe())
                        .filter(probe -> probe != null && probe.getExec() == null)
                        .forEach(probe -> assertThat(port(List.of(container), target(probe)))
                                .as("a probe of %s", workload)
                                .isNotNegative());
            }
            workload.ours().filter(each -> workload.kind().equals("Deployment")).forEach(container -> {
                assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
                assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/health/live");
                assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
                assertThat(port(List.of(container), target(container.getReadinessProbe())))
                        .isEqualTo(admin);
                assertThat(workload.pod().getMetadata().getAnnotations())
                        .containsEntry("prometheus.io/scrape", "true")
                        .containsEntry("prometheus.io/path", "/metrics")
                        .containsEntry("prometheus.io/port", Integer.toString(admin));
                if (container.getName().equals("ingest")) {
                    assertThat(port(List.of(container), new IntOrString("beats")))
                            .isEqualTo(5044);
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void pods_fit_the_restricted_profile_of_their_namespace(Manifests manifests) {
        for (Workload workload : manifests.workloads()) {
            // Services named kafka or jisu-logs-ingest would set variables that programs take for their configuration.
            assertThat(workload.pod().getSpec().getEnableServiceLinks())
                    .as("%s", workload)
                    .isFalse();
            String profile = manifests
                    .get(Namespace.class, workload.namespace())
                    .getMetadata()
                    .getLabels()
                    .get("pod-security.kubernetes.io/enforce");
            assertThat(profile).isEqualTo(workload.namespace().equals("logging") ? "restricted" : "privileged");
            workload.containers()
                    .forEach(container -> assertThat(
                                    container.getSecurityContext().getAllowPrivilegeEscalation())
                            .isFalse());
            if (profile.equals("restricted")) {
                var pod = workload.pod().getSpec();
                assertThat(pod.getSecurityContext().getRunAsNonRoot())
                        .as("%s", workload)
                        .isTrue();
                assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                        .isEqualTo("RuntimeDefault");
                assertThat(pod.getAutomountServiceAccountToken()).isFalse();
                assertThat(pod.getVolumes()).allMatch(volume -> volume.getHostPath() == null);
                workload.containers()
                        .forEach(container -> assertThat(container
                                        .getSecurityContext()
                                        .getCapabilities()
                                        .getDrop())
                                .containsExactly("ALL"));
                workload.ours()
                        .forEach(container -> assertThat(
                                        container.getSecurityContext().getReadOnlyRootFilesystem())
                                .isTrue());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void heaps_fit_into_the_memory_and_everything_has_requests_and_limits(Manifests manifests) {
        for (Workload workload : manifests.workloads()) {
            for (Container container : workload.containers()) {
                assertThat(container.getResources().getRequests())
                        .as("%s", workload)
                        .containsKeys("cpu", "memory");
                assertThat(container.getResources().getLimits())
                        .as("%s", workload)
                        .containsKeys("cpu", "memory");
                long limit = container
                                .getResources()
                                .getLimits()
                                .get("memory")
                                .getNumericalAmount()
                                .longValueExact()
                        >> 20;
                Matcher heap = Pattern.compile("-Xmx(\\d+)([mg])")
                        .matcher(String.join(
                                " ", Manifests.environment(container).values()));
                if (heap.find()) {
                    long megabytes =
                            Long.parseLong(heap.group(1)) * (heap.group(2).equals("g") ? 1024 : 1);
                    assertThat(megabytes)
                            .as("heap of %s in %d MiB", workload, limit)
                            .isLessThanOrEqualTo(limit * 2 / 3);
                } else {
                    assertThat(workload.ours().toList())
                            .as("%s has no heap size", workload)
                            .doesNotContain(container);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void pods_are_given_longer_than_their_drain(Manifests manifests) {
        JsonNode configuration = Yaml.all(
                        manifests.get(ConfigMap.class, "jisu-logs").getData().get("jisu-logs.yml"))
                .get(0);
        long drain = seconds(configuration.at("/ingest/shutdown-timeout").asText());
        var ingest = manifests.workload("jisu-logs-ingest").pod().getSpec();
        long before = Long.parseLong(ingest.getContainers()
                .get(0)
                .getLifecycle()
                .getPreStop()
                .getExec()
                .getCommand()
                .get(1));
        // A last flush of the producer, and the admin port, come after the drain.
        assertThat(ingest.getTerminationGracePeriodSeconds()).isGreaterThanOrEqualTo(before + drain + 30);
        // The roles' own bounds: 20 s to close the topology; 5 + 20 s to settle requests and to close the consumer.
        assertThat(manifests.workload("jisu-logs-streams").pod().getSpec().getTerminationGracePeriodSeconds())
                .isGreaterThanOrEqualTo(40);
        assertThat(manifests.workload("jisu-logs-sink").pod().getSpec().getTerminationGracePeriodSeconds())
                .isGreaterThanOrEqualTo(60);
    }

    @Test
    void production_forms_clusters_of_three_that_survive_the_loss_of_one() {
        Manifests production = read.get("overlays/production");
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

    @Test
    void development_is_small_and_shows_its_events() throws Exception {
        Manifests development = read.get("overlays/development");
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

    @Test
    void old_filebeats_find_ingest_by_the_name_that_they_know() {
        for (String name : List.of("logstash", "jisu-logs-ingest")) {
            Service service = read.get(".").get(Service.class, name);
            assertThat(service.getMetadata().getNamespace()).isEqualTo("logging");
            assertThat(service.getSpec().getPorts())
                    .singleElement()
                    .satisfies(port -> assertThat(port.getPort()).isEqualTo(5044));
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

    /** So that what is tested without kubectl is what kubectl applies. */
    @Test
    @EnabledIf("com.jisu.logs.deployment.Manifests#knowsKustomize")
    void the_tests_own_reader_agrees_with_kubectl() throws Exception {
        for (String overlay : OVERLAYS) {
            assertThat(sorted(Kustomization.build(Manifests.FOLDER.resolve(overlay))))
                    .as(overlay)
                    .isEqualTo(sorted(Manifests.kubectl(Manifests.FOLDER.resolve(overlay))));
        }
    }

    private static Map<String, JsonNode> sorted(List<JsonNode> resources) {
        Map<String, JsonNode> byName = new TreeMap<>();
        resources.forEach(each -> byName.put(Kustomization.identity(each), sortNamed(each.deepCopy())));
        return byName;
    }

    /** kubectl puts what a patch adds first. */
    private static JsonNode sortNamed(JsonNode node) {
        node.forEach(ManifestsTest::sortNamed);
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

    private static IntOrString target(Probe probe) {
        return probe.getHttpGet() != null
                ? probe.getHttpGet().getPort()
                : probe.getTcpSocket().getPort();
    }

    /** The number of a port that one of the containers declares, or -1. */
    private static int port(List<Container> containers, IntOrString port) {
        return containers.stream()
                .flatMap(each -> each.getPorts().stream())
                .filter(each -> each.getName().equals(port.getStrVal())
                        || each.getContainerPort().equals(port.getIntVal()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElse(-1);
    }

    private static long seconds(String duration) {
        assertThat(duration).matches("\\d+s");
        return Long.parseLong(duration.substring(0, duration.length() - 1));
    }
}
