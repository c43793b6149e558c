package com.jisu.logs.deployment;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.Map;

/** Decides as a cluster's network would whether one pod may connect to another. */
record NetworkRules(List<NetworkPolicy> policies) {

    record Pod(String namespace, Map<String, String> labels) {}

    boolean allow(Pod from, Pod to, int port) {
        return leaves(from, to, port) && enters(from, to, port);
    }

    private boolean leaves(Pod from, Pod to, int port) {
        List<NetworkPolicy> own = policies(from, "Egress");
        return own.isEmpty()
                || own.stream()
                        .flatMap(policy -> policy.getSpec().getEgress().stream())
                        .anyMatch(rule -> covers(rule.getPorts(), port)
                                && (rule.getTo().isEmpty()
                                        || rule.getTo().stream()
                                                .anyMatch(peer -> matches(peer, to, from.namespace()))));
    }

    private boolean enters(Pod from, Pod to, int port) {
        List<NetworkPolicy> own = policies(to, "Ingress");
        return own.isEmpty()
                || own.stream()
                        .flatMap(policy -> policy.getSpec().getIngress().stream())
                        .anyMatch(rule -> covers(rule.getPorts(), port)
                                && (rule.getFrom().isEmpty()
                                        || rule.getFrom().stream()
                                                .anyMatch(peer -> matches(peer, from, to.namespace()))));
    }

    private List<NetworkPolicy> policies(Pod pod, String type) {
        return policies.stream()
                .filter(each -> each.getMetadata().getNamespace().equals(pod.namespace()))
                .filter(each -> each.getSpec().getPolicyTypes().contains(type))
                .filter(each -> selects(each.getSpec().getPodSelector(), pod.labels()))
                .toList();
    }

    private static boolean covers(List<NetworkPolicyPort> ports, int port) {
        return ports.isEmpty()
                || ports.stream()
                        .anyMatch(each -> !"UDP".equals(each.getProtocol())
                                && each.getPort().getIntVal() == port);
    }

    private static boolean matches(NetworkPolicyPeer peer, Pod pod, String ownNamespace) {
        boolean namespace = peer.getNamespaceSelector() == null
                ? pod.namespace().equals(ownNamespace)
                : selects(peer.getNamespaceSelector(), Map.of("kubernetes.io/metadata.name", pod.namespace()));
        return namespace && (peer.getPodSelector() == null || selects(peer.getPodSelector(), pod.labels()));
    }

    /** Only what our manifests use: equal labels, and the operator In. */
    static boolean selects(LabelSelector selector, Map<String, String> labels) {
        Map<String, String> equal = selector.getMatchLabels() == null ? Map.of() : selector.getMatchLabels();
        return labels.entrySet().containsAll(equal.entrySet())
                && selector.getMatchExpressions().stream().allMatch(each -> {
                    if (!each.getOperator().equals("In")) {
                        throw new AssertionError("an operator that these tests do not know: " + each.getOperator());
                    }
                    return each.getValues().contains(labels.get(each.getKey()));
                });
    }
}
