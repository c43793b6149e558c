package com.jisu.logs.sink.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Elasticsearch's index lifecycle management.
 *
 * @see <a href="https://www.elastic.co/docs/reference/elasticsearch/index-lifecycle-actions">Index lifecycle actions</a>
 */
final class IndexLifecycles {

    private static final String READ_ONLY = "readonly";

    /** In this order a policy's phases follow, as Elasticsearch has it. */
    private static final List<String> PHASES = List.of("hot", "warm", "cold", "frozen", "delete");

    /**
     * What a phase does after its readonly action and leaves the index writable. While it shrinks, thins out or mounts an
     * index it needs the block.
     */
    private static final Set<String> AFTER = Set.of("allocate", "migrate", "forcemerge", "complete");

    private IndexLifecycles() {}

    /** Whether a lifecycle has set an index's write block, see {@link LifecycleBlock.Lifecycles}. */
    static boolean haveClosed(String index, Function<String, JsonNode> json) {
        JsonNode explained =
                json.apply("/" + index + "/_ilm/explain").path("indices").path(index);
        if (!explained.path("managed").asBoolean()) {
            return false;
        }
        JsonNode actions = explained.at("/phase_execution/phase_definition/actions");
        if (actions.has(READ_ONLY)) {
            return AFTER.contains(explained.path("action").asText());
        }
        return wasInEarlierPhase(explained, json);
    }

    /** Only a policy that is as it was when the index was made tells what was done to the index. */
    private static boolean wasInEarlierPhase(JsonNode explained, Function<String, JsonNode> json) {
        String name = explained.path("policy").asText();
        JsonNode policy = json.apply("/_ilm/policy/" + name).path(name);
        long made = explained.path("index_creation_date_millis").asLong();
        try {
            long modified = Instant.parse(policy.path("modified_date").asText()).toEpochMilli();
            if (made == 0 || modified > made) {
                return false;
            }
        } catch (DateTimeParseException noDate) {
            return false;
        }
        int phase = PHASES.indexOf(explained.path("phase").asText());
        return PHASES.stream()
                .limit(Math.max(0, phase))
                .anyMatch(earlier ->
                        policy.at("/policy/phases/" + earlier + "/actions").has(READ_ONLY));
    }
}
