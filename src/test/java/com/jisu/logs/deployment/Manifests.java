package com.jisu.logs.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The manifests of one overlay, as typed resources. */
record Manifests(String overlay, List<HasMetadata> all) {

    static final Path FOLDER = Path.of(System.getProperty("jisu.logs.checkout"), "k8s", "logging");

    private static final Map<String, Class<? extends HasMetadata>> TYPES = Map.ofEntries(
            Map.entry("v1 ConfigMap", ConfigMap.class),
            Map.entry("v1 Namespace", Namespace.class),
            Map.entry("v1 Secret", Secret.class),
            Map.entry("v1 Service", Service.class),
            Map.entry("v1 ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1 DaemonSet", DaemonSet.class),
            Map.entry("apps/v1 Deployment", Deployment.class),
            Map.entry("apps/v1 StatefulSet", StatefulSet.class),
            Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("batch/v1 Job", Job.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("rbac.authorization.k8s.io/v1 ClusterRole", ClusterRole.class),
            Map.entry("rbac.authorization.k8s.io/v1 ClusterRoleBinding", ClusterRoleBinding.class));

    /** The models take what they do not know into a map; without it, an unknown field is an error. */
    private static final ObjectMapper STRICT = new ObjectMapper()
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {

                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return Boolean.FALSE;
                }
            })
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    static final List<String> OVERLAYS = List.of(
            ".",
            "overlays/development",
            "overlays/production",
            "overlays/opensearch",
            "components/geoip-update",
            "components/geoip-dbip");

    /** Read once for all tests. */
    private static final Map<String, Manifests> READ = new ConcurrentHashMap<>();

    static Manifests of(String overlay) throws Exception {
        Manifests read = READ.get(overlay);
        if (read == null) {
            Path folder = folder(overlay);
            read = typed(overlay, knowsKustomize() ? kubectl(folder) : Kustomization.build(folder));
            READ.put(overlay, read);
        }
        return read;
    }

    /** What to build: the overlay's own folder, or one that adds the component to production. */
    static Path folder(String overlay) throws IOException {
        if (!overlay.startsWith("components/")) {
            return FOLDER.resolve(overlay);
        }
        Path folder = Files.createTempDirectory("overlay").toRealPath();
        folder.toFile().deleteOnExit();
        Path kustomization = Files.writeString(folder.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources: [%s]
                components: [%s]
                """.formatted(
                        folder.relativize(FOLDER.toRealPath().resolve("overlays/production")),
                        folder.relativize(FOLDER.toRealPath().resolve(overlay))));
        kustomization.toFile().deleteOnExit();
        return folder;
    }

    /** All overlays, for parameterized tests. */
    static Stream<Manifests> overlays() throws Exception {
        List<Manifests> all = new ArrayList<>();
        for (String overlay : OVERLAYS) {
            all.add(of(overlay));
        }
        return all.stream();
    }

    static Manifests typed(String name, List<JsonNode> resources) throws Exception {
        List<HasMetadata> all = new ArrayList<>();
        for (JsonNode resource : resources) {
            String type = resource.path("apiVersion").asText() + " "
                    + resource.path("kind").asText();
            Class<? extends HasMetadata> model = TYPES.get(type);
            if (model == null) {
                throw new AssertionError("no kind that these tests know: " + type);
            }
            try {
                all.add(STRICT.treeToValue(resource, model));
            } catch (JsonProcessingException e) {
                throw new AssertionError(Kustomization.identity(resource) + ": " + e.getOriginalMessage(), e);
            }
        }
        return new Manifests(name, List.copyOf(all));
    }

    /** Whether kubectl is there with a kustomize that reads ours: Debian 12's 1.20 has one of 2019 built in. */
    static boolean knowsKustomize() throws Exception {
        if (!CommandLine.exists("kubectl")) {
            return false;
        }
        String version = CommandLine.run(FOLDER, "kubectl", "version", "--client", "-o", "json")
                .stdout();
        Matcher minor = Pattern.compile("\"minor\": *\"(\\d+)").matcher(version);
        return minor.find() && Integer.parseInt(minor.group(1)) >= 21;
    }

    /** What kubectl makes of them, with the hashes of the ConfigMaps' contents taken out of their names again. */
    static List<JsonNode> kubectl(Path folder) throws Exception {
        CommandLine kustomize = CommandLine.run(FOLDER, "kubectl", "kustomize", folder.toString());
        if (kustomize.exitCode() != 0 || !kustomize.stderr().isEmpty()) {
            throw new AssertionError("kubectl kustomize " + folder + ": " + kustomize.stderr());
        }
        String text = kustomize.stdout();
        for (JsonNode resource : Yaml.all(text)) {
            String name = resource.at("/metadata/name").asText();
            if (resource.path("kind").asText().equals("ConfigMap") && name.matches(".*-[bcdfghkmt2456789]{10}")) {
                text = text.replace(name, name.substring(0, name.length() - 11));
            }
        }
        return Yaml.all(text);
    }

    @Override
    public String toString() {
        return overlay;
    }

    <T extends HasMetadata> List<T> every(Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends HasMetadata> T get(Class<T> type, String name) {
        return every(type).stream()
                .filter(each -> each.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " " + name + " in " + overlay));
    }

    boolean has(Class<? extends HasMetadata> type, String namespace, String name) {
        return every(type).stream()
                .anyMatch(each -> each.getMetadata().getName().equals(name)
                        && namespace.equals(each.getMetadata().getNamespace()));
    }

    /** What makes pods. */
    record Workload(String kind, String namespace, String name, PodTemplateSpec pod) {

        Map<String, String> labels() {
            return pod.getMetadata().getLabels();
        }

        List<Container> containers() {
            return Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                    .toList();
        }

        /** The container of jisu-logs itself, if it has one. */
        Stream<Container> ours() {
            return pod.getSpec().getContainers().stream()
                    .filter(each -> each.getImage().matches("(.*/)?jisu-logs:.*"));
        }

        @Override
        public String toString() {
            return kind + " " + name;
        }
    }

    List<Workload> workloads() {
        return all.stream().flatMap(Manifests::workload).toList();
    }

    Workload workload(String name) {
        return workloads().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no workload " + name));
    }

    private static Stream<Workload> workload(HasMetadata resource) {
        PodTemplateSpec pod;
        if (resource instanceof Deployment deployment) {
            pod = deployment.getSpec().getTemplate();
        } else if (resource instanceof StatefulSet set) {
            pod = set.getSpec().getTemplate();
        } else if (resource instanceof DaemonSet set) {
            pod = set.getSpec().getTemplate();
        } else if (resource instanceof Job job) {
            pod = job.getSpec().getTemplate();
        } else {
            return Stream.empty();
        }
        return Stream.of(new Workload(
                resource.getKind(),
                resource.getMetadata().getNamespace(),
                resource.getMetadata().getName(),
                pod));
    }

    /** A container's variables that are written in the manifest. */
    static Map<String, String> environment(Container container) {
        Map<String, String> variables = new TreeMap<>();
        container.getEnv().stream()
                .filter(each -> each.getValue() != null)
                .forEach(each -> variables.put(each.getName(), each.getValue()));
        return variables;
    }

    /** The number of a port that one of the containers declares, or -1. */
    static int port(List<Container> containers, IntOrString port) {
        return containers.stream()
                .flatMap(each -> each.getPorts().stream())
                .filter(each -> each.getName().equals(port.getStrVal())
                        || each.getContainerPort().equals(port.getIntVal()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElse(-1);
    }
}
