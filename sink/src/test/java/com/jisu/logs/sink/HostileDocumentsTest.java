package com.jisu.logs.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A thousand documents whose shapes contradict each other and the mappings: none is lost, every value is found. */
class HostileDocumentsTest extends RealSinkTest {

    private static final int DOCUMENTS = 1_000;
    private static final int MAX_DEPTH = 4;

    /** Few names, so that documents meet in them; some are the mappings' own, some can be no field's name. */
    private static final List<String> NAMES = List.of(
            "a",
            "b",
            "c",
            "d",
            "a.b",
            "b.c.d",
            "order",
            "user",
            "host",
            "http",
            "message",
            "level",
            "tags",
            "source",
            "duration_ms",
            "application",
            "labels",
            "clientip",
            "event",
            "event.original",
            "",
            " ",
            ".",
            "x..y",
            ".z",
            "_id",
            "_source",
            "na\"me",
            "naïve",
            "*",
            "[x]");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private int leaves;

    @Test
    void every_document_is_in_the_index_and_every_leaf_of_it_is_found() throws Exception {
        Map<String, ObjectNode> sent = new HashMap<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            ObjectNode document = object(0);
            document.put("@timestamp", Fixture.DAY_1.toString());
            sent.put("id-" + i, document);
            fixture.send("id-" + i, document.toString(), Fixture.DAY_1);
        }
        fixture.flush();
        fixture.startSink();
        fixture.awaitCount(DOCUMENTS);

        int minimal = 0;
        List<String> searches = new ArrayList<>();
        for (JsonNode hit : search("{\"size\":%d}".formatted(DOCUMENTS)).at("/hits/hits")) {
            JsonNode stored = hit.path("_source");
            String id = hit.path("_id").asText();
            if (stored.at("/error/message").asText().contains("exception")) {
                minimal++;
                continue;
            }
            assertThat(leaves(stored))
                    .as("seed %d, %s stored as %s", seed, sent.get(id), stored)
                    .isEqualTo(leaves(sent.get(id)));
            searches.add(searchByAllLeaves(id, stored));
        }
        assertEachFindsOne(searches);
        // Only what contradicts in more than five fields may be minimal; and its line is a dead letter too.
        assertThat(minimal).as("seed %d", seed).isLessThan(DOCUMENTS / 20);
        assertThat(fixture.deadLetters()).isEqualTo(minimal);
        fixture.awaitMetric(minimal, "documents", "result", "minimal");
    }

    /** A query for one document by each of its leaves, by the name of the field that it is stored under. */
    private static String searchByAllLeaves(String id, JsonNode stored) {
        ObjectNode search = JSON.createObjectNode();
        ArrayNode filters = search.putObject("query").putObject("bool").putArray("filter");
        filters.addObject().putObject("ids").putArray("values").add(id);
        leafTerms("", stored, filters);
        return search.toString();
    }

    private void assertEachFindsOne(List<String> searches) throws Exception {
        StringBuilder body = new StringBuilder();
        searches.forEach(search -> body.append("{}\n").append(search).append('\n'));
        JsonNode answers = fixture.request("POST", "/" + fixture.index(Fixture.DAY_1) + "/_msearch", body.toString())
                .path("responses");
        assertThat(answers).hasSize(searches.size());
        for (int i = 0; i < searches.size(); i++) {
            assertThat(answers.get(i).at("/hits/total/value").asInt())
                    .as("seed %d, %s: %s", seed, searches.get(i), answers.get(i))
                    .isOne();
        }
    }

    private JsonNode search(String body) throws Exception {
        return fixture.request("POST", "/" + fixture.index(Fixture.DAY_1) + "/_search", body);
    }

    private static void leafTerms(String path, JsonNode node, ArrayNode filters) {
        if (node.isObject()) {
            node.properties()
                    .forEach(each -> leafTerms(
                            path.isEmpty() ? each.getKey() : path + "." + each.getKey(), each.getValue(), filters));
        } else if (node.isArray()) {
            node.forEach(element -> leafTerms(path, element, filters));
        } else if (node.asText().startsWith("leaf") && !path.equals("event.original")) {
            String kind = path.equals("message") || path.equals("error.message") ? "match" : "term";
            // OpenSearch 3 finds a value without a name in a flat_object as one of the object, not by its empty name.
            boolean hasNoName = TestSettings.isOpenSearch() && path.endsWith(".");
            String field = hasNoName ? path.replaceFirst("^(labels|application\\.overflow)\\..*", "$1") : path;
            filters.addObject().putObject(kind).put(field, node.asText());
        }
    }

    private static Set<String> leaves(JsonNode node) {
        Set<String> values = new HashSet<>();
        collect(node, values);
        return values;
    }

    private static void collect(JsonNode node, Set<String> values) {
        if (node.isContainerNode()) {
            node.forEach(child -> collect(child, values));
        } else if (node.asText().startsWith("leaf")) {
            values.add(node.asText());
        }
    }

    private ObjectNode object(int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        int members = 1 + random.nextInt(depth == 0 ? 5 : 3);
        for (int i = 0; i < members; i++) {
            object.set(NAMES.get(random.nextInt(NAMES.size())), value(depth + 1));
        }
        return object;
    }

    private JsonNode value(int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        int kind = random.nextInt(depth < MAX_DEPTH ? 9 : 6);
        return switch (kind) {
            case 0 -> nodes.numberNode(random.nextInt());
            case 1 -> nodes.booleanNode(random.nextBoolean());
            case 2 -> nodes.nullNode();
            case 3, 4, 5 -> nodes.textNode("leaf" + leaves++);
            case 6 -> {
                List<JsonNode> elements = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    elements.add(value(depth + 1));
                }
                yield nodes.arrayNode().addAll(elements);
            }
            default -> object(depth);
        };
    }
}
