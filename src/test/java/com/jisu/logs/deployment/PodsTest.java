package com.jisu.logs.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.deployment.Manifests.Workload;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pods are probed where they listen, fit their namespace's profile and their memory, and may end in peace. */
class PodsTest {

    @ParameterizedTest
    @MethodSource("com.jisu.logs.deployment.Manifests#overlays")
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
                        .forEach(probe -> assertThat(Manifests.port(List.of(container), target(probe)))
                                .as("a probe of %s", workload)
                                .isNotNegative());
            }
            workload.ours().filter(each -> workload.kind().equals("Deployment")).forEach(container -> {
                assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
                assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/health/live");
                assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
                assertThat(Manifests.port(List.of(container), target(container.getReadinessProbe())))
                        .isEqualTo(admin);
                assertThat(workload.pod().getMetadata().getAnnotations())
                        .containsEntry("prometheus.io/scrape", "true")
                        .containsEntry("prometheus.io/path", "/metrics")
                        .containsEntry("prometheus.io/port", Integer.toString(admin));
                if (container.getName().equals("ingest")) {
                    assertThat(Manifests.port(List.of(container), new IntOrString("beats")))
                            .isEqualTo(5044);
                }
            });
        }
    }

    /** Not a second Filebeat in the memory of the first, which would be well when that one is not. */
    @ParameterizedTest
    @MethodSource("com.jisu.logs.deployment.Manifests#overlays")
    void the_filebeat_that_runs_is_probed(Manifests manifests) {
        JsonNode configuration = Yaml.all(
                        manifests.get(ConfigMap.class, "filebeat").getData().get("filebeat.yml"))
                .get(0);
        Container filebeat = manifests.workload("filebeat").containers().get(0);
        assertThat(configuration.path("http.enabled").asBoolean()).isTrue();
        assertThat(configuration.path("http.host").asText()).isEqualTo("0.0.0.0");
        assertThat(Manifests.port(List.of(filebeat), target(filebeat.getLivenessProbe())))
                .isEqualTo(configuration.path("http.port").asInt());
    }

    @ParameterizedTest
    @MethodSource("com.jisu.logs.deployment.Manifests#overlays")
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
    @MethodSource("com.jisu.logs.deployment.Manifests#overlays")
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
    @MethodSource("com.jisu.logs.deployment.Manifests#overlays")
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

    private static IntOrString target(Probe probe) {
        return probe.getHttpGet() != null
                ? probe.getHttpGet().getPort()
                : probe.getTcpSocket().getPort();
    }

    private static long seconds(String duration) {
        assertThat(duration).matches("\\d+s");
        return Long.parseLong(duration.substring(0, duration.length() - 1));
    }
}
