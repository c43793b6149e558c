package com.jisu.logs.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.deployment.NetworkRules.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Who may connect to whom: this list and nothing else. */
class NetworkPoliciesTest {

    private static final List<Integer> PORTS = List.of(443, 5044, 5601, 9092, 9093, 9200, 9300, 9600);

    @Test
    void only_what_the_pipeline_needs_is_allowed() throws Exception {
        Manifests manifests = Manifests.of(".");
        NetworkRules rules = new NetworkRules(manifests.every(NetworkPolicy.class));
        Map<String, Pod> pods = new TreeMap<>();
        manifests
                .workloads()
                .forEach(each ->
                        pods.put(each.name().replace("jisu-logs-", ""), new Pod(each.namespace(), each.labels())));
        pods.put("old filebeat", new Pod("kube-system", Map.of("k8s-app", "filebeat")));
        pods.put("prometheus", new Pod("monitoring", Map.of("app.kubernetes.io/name", "prometheus")));
        pods.put("stranger", new Pod("logging", Map.of("app", "stranger")));
        pods.put("stranger elsewhere", new Pod("default", Map.of("app", "stranger")));

        List<String> allowed = new ArrayList<>();
        pods.forEach((from, source) -> pods.forEach((to, target) -> {
            for (int port : PORTS) {
                boolean ours = List.of(source.namespace(), target.namespace()).contains("logging");
                if (ours && rules.allow(source, target, port)) {
                    allowed.add(from + " -> " + to + ":" + port);
                }
            }
        }));
        assertThat(allowed)
                .containsExactlyInAnyOrder(
                        "filebeat -> ingest:5044",
                        "old filebeat -> ingest:5044",
                        "ingest -> kafka:9092",
                        "streams -> kafka:9092",
                        "sink -> kafka:9092",
                        "setup -> kafka:9092",
                        "sink -> elasticsearch:9200",
                        "kibana -> elasticsearch:9200",
                        "setup -> elasticsearch:9200",
                        "setup -> kibana:5601",
                        "kafka -> kafka:9092",
                        "kafka -> kafka:9093",
                        "elasticsearch -> elasticsearch:9300",
                        "prometheus -> ingest:9600",
                        "prometheus -> streams:9600",
                        "prometheus -> sink:9600");
    }
}
