package com.jisu.logs.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.deployment.Manifests.Workload;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code config check} finds the configuration right that each container would start with, files and variables included. */
class ConfigurationTest {

    private static final Path CHECKOUT = Path.of(System.getProperty("jisu.logs.checkout"));

    private static final Path RULES = Compose.FOLDER.resolve("rules/rules.yml");

    @TempDir
    private Path root;

    @Test
    void that_of_every_pod_passes_the_check() throws Exception {
        for (String overlay : List.of("overlays/production", "overlays/development")) {
            Manifests manifests = Manifests.of(overlay);
            Map<String, Map<String, String>> secrets = secrets();
            for (Workload workload : manifests.workloads()) {
                for (Container container : workload.ours().toList()) {
                    Path files = Files.createTempDirectory(root, "pod");
                    mount(files, workload, container, manifests, secrets);
                    check(files, Manifests.environment(container), container.getArgs());
                }
            }
        }
    }

    @Test
    void that_of_every_compose_service_passes_the_check() throws Exception {
        Compose compose = Compose.of("docker-compose.yml");
        for (String name : List.of("ingest", "streams", "sink", "setup")) {
            JsonNode service = compose.service(name);
            Path files = Files.createTempDirectory(root, "compose");
            Path configuration = Files.createDirectories(files.resolve("etc/jisu-logs"));
            Files.copy(Compose.FOLDER.resolve("jisu-logs.yml"), configuration.resolve("jisu-logs.yml"));
            Path rules = Files.createDirectories(files.resolve("etc/jisu-logs-rules"));
            Files.copy(RULES, rules.resolve("rules.yml"));
            Path secrets = Files.createDirectories(files.resolve("run/secrets"));
            for (JsonNode secret : service.path("secrets")) {
                Files.writeString(secrets.resolve(secret.asText()), "secret");
            }
            List<String> command = new ArrayList<>();
            service.path("command").forEach(each -> command.add(each.asText()));
            check(files, Compose.environment(service), command);
        }
    }

    @Test
    void the_example_of_rules_is_the_same_in_both() throws Exception {
        Manifests manifests = Manifests.overlays().findFirst().orElseThrow();
        assertThat(manifests.get(ConfigMap.class, "jisu-logs-rules").getData())
                .isEqualTo(Map.of("rules.yml", Files.readString(RULES)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.dev.yml", "docker-compose.opensearch.dev.yml"})
    void that_of_a_development_flavour_passes_the_check(String file) throws Exception {
        Compose compose = Compose.of(file);
        for (String name : List.of("jisu-logs", "setup")) {
            List<String> check = new ArrayList<>(List.of("./jisu-logs", "config", "check"));
            Yaml.each(compose.service(name).path("command"))
                    .map(JsonNode::asText)
                    .filter(each -> each.startsWith("--set="))
                    .forEach(check::add);
            assertThat(check).hasSizeGreaterThan(3);
            run(Compose.environment(compose.service(name)), check);
        }
    }

    /** Lays out what the container would see. */
    private static void mount(
            Path files,
            Workload workload,
            Container container,
            Manifests manifests,
            Map<String, Map<String, String>> secrets)
            throws Exception {
        Map<String, Volume> volumes = new HashMap<>();
        workload.pod().getSpec().getVolumes().forEach(each -> volumes.put(each.getName(), each));
        for (var mount : container.getVolumeMounts()) {
            Path folder =
                    Files.createDirectories(files.resolve(mount.getMountPath().substring(1)));
            Volume volume = volumes.get(mount.getName());
            Map<String, String> data;
            List<KeyToPath> items;
            if (volume.getConfigMap() != null) {
                data = manifests
                        .get(ConfigMap.class, volume.getConfigMap().getName())
                        .getData();
                items = volume.getConfigMap().getItems();
            } else if (volume.getSecret() != null) {
                data = secrets.get(volume.getSecret().getSecretName());
                items = volume.getSecret().getItems();
            } else {
                continue;
            }
            for (Map.Entry<String, String> each : data.entrySet()) {
                if (items.isEmpty()
                        || items.stream().anyMatch(item -> item.getKey().equals(each.getKey()))) {
                    Files.writeString(folder.resolve(each.getKey()), each.getValue());
                }
            }
        }
    }

    /** Secrets as the generator makes them. */
    private static Map<String, Map<String, String>> secrets() throws Exception {
        CommandLine generator = CommandLine.run(Manifests.FOLDER, "./secrets.sh");
        Map<String, Map<String, String>> secrets = new TreeMap<>();
        for (Secret secret :
                Manifests.typed("secrets.sh", Yaml.all(generator.stdout())).every(Secret.class)) {
            Map<String, String> values = new TreeMap<>();
            if (secret.getStringData() != null) {
                values.putAll(secret.getStringData());
            }
            if (secret.getData() != null) {
                secret.getData()
                        .forEach((key, value) ->
                                values.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
            }
            secrets.put(secret.getMetadata().getName(), values);
        }
        return secrets;
    }

    /** The container's command with {@code config check} before it, on the files laid out instead of the root's. */
    private static void check(Path files, Map<String, String> environment, List<String> command) throws Exception {
        assertThat(command.subList(1, 3)).containsExactly("--config", "/etc/jisu-logs/jisu-logs.yml");
        Path configuration = files.resolve("etc/jisu-logs/jisu-logs.yml");
        String text = Files.readString(configuration);
        Files.writeString(
                configuration,
                text.replace("/run/secrets/", files + "/run/secrets/")
                        .replace("/etc/jisu-logs-rules/", files + "/etc/jisu-logs-rules/"));
        Map<String, String> variables = new TreeMap<>(environment);
        variables.replaceAll((name, value) -> value.replace("/run/secrets/", files + "/run/secrets/"));
        String role = command.get(0).equals("setup") ? "sink" : command.get(0);
        run(variables, List.of("./jisu-logs", "config", "check", role, "--config", configuration.toString()));
    }

    private static void run(Map<String, String> environment, List<String> check) throws Exception {
        Map<String, String> variables = new TreeMap<>(environment);
        variables.merge(
                "JISU_LOGS_JAVA_OPTS",
                System.getProperty("jisu.logs.test.java-options"),
                (ours, more) -> ours + " " + more);
        CommandLine checked = CommandLine.run(CHECKOUT, variables, check);
        assertThat(checked.exitCode()).as("%s: %s", check, checked.stderr()).isZero();
    }
}
