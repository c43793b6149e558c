package com.jisu.logs.sink.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection.Reply;
import com.jisu.logs.sink.elasticsearch.TemplateSetup.NotReadyException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * OpenSearch's index state management, a plug-in that most clusters have.
 *
 * @see <a href="https://docs.opensearch.org/latest/im-plugin/ism/policies/">Policies</a>
 */
final class StateManagement {

    private static final String POLICIES = "/_plugins/_ism/policies/";
    private static final String FILE = "opensearch/ism-policy/jisu-logs.json";

    /** A policy has no place for a version but its description. */
    private static final Pattern VERSION = Pattern.compile("\\(version (\\d+)\\)$");

    /** What a state does after it has closed an index, and that leaves it writable. Shrinking, for one, needs the block. */
    private static final Set<String> AFTER =
            Set.of("force_merge", "index_priority", "replica_count", "allocation", "notification", "transition");

    /** Both set the write block; so does no other action that leaves the index to itself. */
    private static final List<String> CLOSING = List.of("read_only", "force_merge");

    private StateManagement() {}

    /**
     * Installs the policy, or a later version of it, where the plug-in is. It says itself which indices it is for, of those
     * that are made from then on: there is a second one for names beside the daily ones.
     *
     * @param indexPatterns these names
     */
    static void installPolicies(ClusterParts parts, List<String> indexPatterns) throws NotReadyException {
        Reply present = parts.present(POLICIES + "jisu-logs");
        if (!present.isOk() && present.status() != 404 && present.status() != 403) {
            if (present.status() == 0 || present.status() >= 500) {
                throw new NotReadyException(present.describe());
            }
            parts.skipped("this cluster has no index state management: the policy jisu-logs is not installed");
            return;
        }
        ObjectNode ours = ClusterParts.read(FILE);
        install(parts, "jisu-logs", ours, present);
        if (!indexPatterns.isEmpty()) {
            ObjectNode template = (ObjectNode) ours.at("/policy/ism_template/0");
            ArrayNode patterns = template.putArray("index_patterns");
            indexPatterns.forEach(patterns::add);
            template.put("priority", template.path("priority").asInt() + 1);
            install(parts, "jisu-logs-rules", ours, parts.present(POLICIES + "jisu-logs-rules"));
        }
    }

    private static void install(ClusterParts parts, String name, ObjectNode ours, Reply present)
            throws NotReadyException {
        String what = "ISM policy " + name;
        if (!present.isOk() && present.status() != 404) {
            throw new NotReadyException("the " + what + " can not be read: " + present.describe());
        }
        long here = version(ours);
        String path = POLICIES + name;
        String instead = "";
        if (present.isOk()) {
            JsonNode answer = ClusterParts.json(present);
            long there = version(answer);
            if (there > here || there == here && patterns(answer).equals(patterns(ours))) {
                return;
            }
            instead = " instead of " + there;
            // Only over what was read: somebody else may be changing it.
            path += "?if_seq_no=" + answer.path("_seq_no").asLong() + "&if_primary_term="
                    + answer.path("_primary_term").asLong();
        }
        parts.put(what, path, ours.toString().getBytes(UTF_8));
        parts.changed("installed the " + what + ", version " + here + instead);
    }

    private static long version(JsonNode answer) {
        Matcher version = VERSION.matcher(answer.at("/policy/description").asText());
        return version.find() ? Long.parseLong(version.group(1)) : Long.MAX_VALUE; // somebody's own
    }

    private static JsonNode patterns(JsonNode answer) {
        return answer.at("/policy/ism_template/0/index_patterns");
    }

    /**
     * Whether a policy has set an index's write block, see {@link LifecycleBlock.Lifecycles}. What counts is the policy as this
     * index follows it, and the state that the index is in: what other states have done, the answer does not tell.
     */
    static boolean haveClosed(String index, Function<String, JsonNode> json) {
        JsonNode explained = json.apply("/_plugins/_ism/explain/" + index + "?show_policy=true")
                .path(index);
        String state = explained.at("/state/name").asText();
        if (!explained.path("enabled").asBoolean() || state.isEmpty()) {
            return false;
        }
        for (JsonNode each : explained.at("/policy/states")) {
            if (each.path("name").asText().equals(state)) {
                return hasClosed(each.path("actions"), explained.path("action"));
            }
        }
        return false;
    }

    private static boolean hasClosed(JsonNode actions, JsonNode current) {
        String name = current.path("name").asText();
        if (!AFTER.contains(name) || current.path("failed").asBoolean()) {
            return false;
        }
        int done = name.equals("transition")
                ? actions.size()
                : current.path("index").asInt();
        for (int i = 0; i < Math.min(done, actions.size()); i++) {
            JsonNode action = actions.get(i);
            if (CLOSING.stream().anyMatch(action::has)) {
                return true;
            }
        }
        return false;
    }
}
