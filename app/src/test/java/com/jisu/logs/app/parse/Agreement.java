package com.jisu.logs.app.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far what was made of an event here agrees with what a real Logstash made of it. Left out are {@code @version}, the tags of its Beats
 * input and, with names of ECS, the {@code event.original} that it gives each event. Null is as good as not there.
 *
 * @param fields that Logstash's documents have, with those of the delivery, and one for the number of documents
 * @param agreeing those that are the same; a field too many counts as one wrong
 * @param differences name of the field, in parentheses for the delivery, and both values
 */
record Agreement(int fields, int agreeing, Map<String, String> differences) {

    /** Of an event of which there are more or less documents than Logstash made. */
    static final String DOCUMENTS = "(documents)";

    private static final Set<String> TAGS_OF_INPUT = Set.of("beats_input_codec_plain_applied", "beats_input_raw_event");
    private static final List<String> DELIVERY = List.of("index", "id", "routing", "pipeline");

    /** What one output got. */
    private record Entry(Map<String, JsonNode> delivery, Map<String, JsonNode> document) {}

    /**
     * @param logstash a line of its documents: one, or a list of them
     * @param results the line that {@code parse --results} writes
     * @param ecs whether the configuration was run with the names of ECS
     */
    static Agreement of(JsonNode logstash, JsonNode results, boolean ecs) {
        List<Entry> expected = expected(logstash, ecs);
        Map<String, String> differences = new LinkedHashMap<>();
        int fields = 1;
        int agreeing = 0;
        if (expected.size() == results.size()) {
            agreeing++;
        } else {
            differences.put(DOCUMENTS, expected.size() + " -> " + results.size());
        }
        for (int i = 0; i < Math.max(expected.size(), results.size()); i++) {
            Entry want = i < expected.size() ? expected.get(i) : new Entry(Map.of(), Map.of());
            JsonNode result = results.path(i);
            Map<String, JsonNode> have = fields(result.path("document"), ecs);
            fields += want.delivery.size() + want.document.size();
            for (Map.Entry<String, JsonNode> field : want.delivery.entrySet()) {
                agreeing +=
                        agrees("(" + field.getKey() + ")", field.getValue(), result.path(field.getKey()), differences);
            }
            for (Map.Entry<String, JsonNode> field : want.document.entrySet()) {
                agreeing += agrees(field.getKey(), field.getValue(), have.get(field.getKey()), differences);
            }
            if (i < expected.size()) {
                agreeing -= Math.min(tooMany(want, result, have, differences), want.document.size());
            }
        }
        return new Agreement(fields, agreeing, differences);
    }

    private static int agrees(String name, JsonNode want, JsonNode have, Map<String, String> differences) {
        if (same(want, have)) {
            return 1;
        }
        differences.merge(name, want + " -> " + have, (a, b) -> a + "; " + b);
        return 0;
    }

    private static int tooMany(
            Entry want, JsonNode result, Map<String, JsonNode> have, Map<String, String> differences) {
        int tooMany = 0;
        for (Map.Entry<String, JsonNode> field : have.entrySet()) {
            if (!want.document.containsKey(field.getKey()) && !field.getValue().isNull()) {
                differences.merge(field.getKey(), "nothing -> " + field.getValue(), (a, b) -> a + "; " + b);
                tooMany++;
            }
        }
        // The index is always said, also where Logstash's has no name that could be one; an id and so on must not be
        // made up.
        for (String name : DELIVERY.subList(1, DELIVERY.size())) {
            if (!want.delivery.containsKey(name) && result.has(name)) {
                differences.put("(" + name + ")", "nothing -> " + result.get(name));
            }
        }
        return tooMany;
    }

    private static List<Entry> expected(JsonNode logstash, boolean ecs) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode document : logstash.isArray() ? logstash : List.of(logstash)) {
            JsonNode outputs = document.at("/@metadata/_output");
            for (JsonNode output : outputs.isEmpty() ? List.of(JsonNodeFactory.instance.objectNode()) : outputs) {
                entries.add(new Entry(delivery(output), fields(document, ecs)));
            }
        }
        return entries;
    }

    private static Map<String, JsonNode> delivery(JsonNode output) {
        Map<String, JsonNode> delivery = new LinkedHashMap<>();
        for (String name : DELIVERY) {
            JsonNode value = output.path(name.equals("id") ? "document_id" : name);
            boolean unresolved =
                    name.equals("index") && output.path("index_unresolved").asBoolean();
            if (!value.isMissingNode() && !value.isNull() && !unresolved) {
                delivery.put(name, value);
            }
        }
        return delivery;
    }

    private static Map<String, JsonNode> fields(JsonNode document, boolean ecs) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : document.properties()) {
            if (!field.getKey().equals("@metadata") && !field.getKey().equals("@version")) {
                flatten(field.getKey(), field.getValue(), fields);
            }
        }
        JsonNode tags = fields.remove("tags");
        if (tags != null && tags.isArray()) {
            ArrayNode own = JsonNodeFactory.instance.arrayNode();
            tags.forEach(tag -> {
                if (!TAGS_OF_INPUT.contains(tag.asText())) {
                    own.add(tag);
                }
            });
            tags = own.isEmpty() ? null : own;
        }
        if (tags != null && !tags.isNull()) {
            fields.put("tags", tags);
        }
        if (ecs) {
            fields.remove("event.original");
        }
        fields.values().removeIf(value -> value.isObject() && value.isEmpty());
        return fields;
    }

    private static void flatten(String name, JsonNode value, Map<String, JsonNode> fields) {
        if (value.isObject() && !value.isEmpty()) {
            value.properties().forEach(each -> flatten(name + "." + each.getKey(), each.getValue(), fields));
        } else {
            fields.put(name, value);
        }
    }

    /** Numbers are compared as numbers, as far as they are exact. */
    private static boolean same(JsonNode a, JsonNode b) {
        if (b == null || b.isMissingNode() || b.isNull()) {
            return a.isNull();
        }
        if (a.isNumber() && b.isNumber()) {
            double wanted = a.asDouble();
            return Math.abs(wanted - b.asDouble()) <= 1e-9 * Math.max(1, Math.abs(wanted));
        }
        if (a.isArray() && b.isArray()) {
            boolean same = a.size() == b.size();
            for (int i = 0; same && i < a.size(); i++) {
                same = same(a.get(i), b.get(i));
            }
            return same;
        }
        return a.equals(b instanceof NullNode ? null : b);
    }
}
