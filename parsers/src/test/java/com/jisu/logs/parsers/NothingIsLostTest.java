package com.jisu.logs.parsers;

import static com.jisu.logs.parsers.Fixtures.ecs;
import static com.jisu.logs.parsers.Fixtures.event;
import static com.jisu.logs.parsers.Fixtures.parse;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.Tag;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NothingIsLostTest {

    private static final int DOCUMENTS = 1500;

    /** Reads what our limits let through: longer numbers and names than Jackson's own defaults. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(1_000_000)
                    .maxNameLength(1_000_000)
                    .build())
            .build();

    /** Errors that are put back to where the line had them, beside what stood there by another spelling. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'exception':{'stack_trace':'s','image':[]},'stack_trace':17.5,'exception.image':'e','msg':'m'}",
                "{'exception':{'stack_trace':'s','image':'a'},'stack_trace':17,'exception.image':'e','msg':'m'}",
                "{'exception':{'stack_trace':'s','n':{'a':'b'}},'stack_trace':17,'exception.n.a':'e','msg':'m'}",
                "{'exception':{'stack_trace':'s','n':'b'},'stack_trace':17,'exception.n.a':'e','msg':'m'}",
                "{'err':{'type':'T','message':'1','image':'a'},'error':{'type':'U','message':'2'},'err.image':'e'}",
                "{'err':{'type':'T','message':'1','image':'a'},'err.image':'e','error':{'type':'U'},'exception':{'type':'V'}}"
            })
    void every_value_of_errors_that_are_put_back_is_in_the_document(String quoted) throws IOException {
        String line = quoted.replace('\'', '"');
        assertHolds(parse(ecs(), event("application", line).toString()), leaves(line), line);
    }

    @Test
    void every_value_of_an_application_line_is_in_the_document() throws IOException {
        Random random = Fixtures.random("every_value_of_an_application_line_is_in_the_document");
        RandomJson json = new RandomJson(random);
        EventParser parser = ecs();
        for (int i = 0; i < DOCUMENTS; i++) {
            String line = json.object();
            ParsedEvent parsed = parse(parser, event("application", line).toString());
            assertHolds(parsed, leaves(line), line);
        }
    }

    @Test
    void every_value_of_an_event_is_in_the_document() throws IOException {
        Random random = Fixtures.random("every_value_of_an_event_is_in_the_document");
        RandomJson json = new RandomJson(random);
        EventParser parser = ecs();
        for (int i = 0; i < DOCUMENTS; i++) {
            String event = json.object();
            ParsedEvent parsed = parse(parser, event);
            Map<?, ?> stored = (Map<?, ?>) value(event);
            stored.remove("@metadata"); // never stored
            Set<String> expected = new HashSet<>();
            addLeaves(stored, expected);
            assertHolds(parsed, expected, event);
        }
    }

    @Test
    void every_value_of_a_docker_line_is_in_the_document() throws IOException {
        Random random = Fixtures.random("every_value_of_a_docker_line_is_in_the_document");
        RandomJson json = new RandomJson(random);
        EventParser parser = ecs();
        for (int i = 0; i < DOCUMENTS / 2; i++) {
            String inner = json.object();
            ObjectNode outer = Fixtures.JSON.createObjectNode();
            outer.put("log", inner + "\n").put("stream", "stdout").put("time", "2024-05-06T07:08:09.123456789Z");
            ParsedEvent parsed = parse(parser, event("docker", outer.toString()).toString());
            assertHolds(parsed, leaves(inner), inner);
        }
    }

    private static void assertHolds(ParsedEvent parsed, Set<String> expected, String input) throws IOException {
        Set<String> missing = new HashSet<>(expected);
        String document = new String(parsed.document(), UTF_8);
        assertThat(document.indexOf('\n')).as("a line break in %s", document).isNegative();
        Object stored = value(document);
        if (parsed.tags().contains(Tag.LONG_TEXT_CUT)) {
            removeCutCopy((Map<?, ?>) ((Map<?, ?>) stored).get("application"));
        }
        Set<String> found = new HashSet<>();
        addLeaves(stored, found);
        missing.removeAll(found);
        String time = (String) ((Map<?, ?>) stored).get("@timestamp");
        // What is said in another way.
        missing.removeIf(text -> isInstant(text, Instant.parse(time)) || isLevel(text, (Map<?, ?>) stored));
        assertThat(missing)
                .as("values of %s that are not in the document", input)
                .isEmpty();
    }

    /** Whether it is a number that tells this instant, in whatever unit. */
    private static boolean isInstant(String text, Instant time) {
        return text.matches("\\d{9,19}")
                && new BigDecimal(time.getEpochSecond())
                        .add(BigDecimal.valueOf(time.getNano(), 9))
                        .stripTrailingZeros()
                        .unscaledValue()
                        .equals(new BigDecimal(text).stripTrailingZeros().unscaledValue());
    }

    /** Whether it is the number of a level, and the document has a word for one; any word, if the line has one beside it. */
    private static boolean isLevel(String text, Map<?, ?> document) {
        return document.get("log") instanceof Map<?, ?> log
                && log.get("level") instanceof String level
                && (text.matches("[1-6]\\d(\\.\\d+)?") && level.matches("trace|debug|info|warn|error|fatal")
                        || text.matches("\\d{1,5}") && !level.matches("[-\\d].*"));
    }

    /** The last of the long strings' copies, which would be JSON if it were whole. */
    private static void removeCutCopy(Map<?, ?> application) {
        if (application.get("text") instanceof List<?> copies) {
            copies.remove(copies.size() - 1);
        } else {
            application.remove("text");
        }
    }

    /** The texts of all scalars, of duplicate keys the last one's; those of texts that are JSON themselves too. */
    private static Set<String> leaves(String json) throws IOException {
        Set<String> leaves = new HashSet<>();
        addLeaves(value(json), leaves);
        return leaves;
    }

    private static Object value(String json) throws IOException {
        // Jackson refuses names, though not values, with half a surrogate pair.
        String readable = json.replaceAll("\\\\ud800(?! lone)", "\\\\ufffd");
        try (JsonParser parser = FACTORY.createParser(readable.getBytes(UTF_8))) {
            parser.nextToken();
            return value(parser);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Map<String, Object> object = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                object.put(name, value(parser));
            }
            return object;
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            List<Object> array = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(value(parser));
            }
            return array;
        }
        return parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
    }

    private static void addLeaves(Object value, Set<String> leaves) throws IOException {
        if (value instanceof Map<?, ?> object) {
            for (Object member : object.values()) {
                addLeaves(member, leaves);
            }
        } else if (value instanceof List<?> array) {
            for (Object element : array) {
                addLeaves(element, leaves);
            }
        } else if (value instanceof String text) {
            leaves.add(text);
            // A stack trace that was a list: below a message its texts are frames.
            text.lines().forEach(line -> {
                leaves.add(line);
                leaves.add(line.startsWith("\tat ") ? line.substring(4) : line);
            });
            if (text.startsWith("{") || text.startsWith("[")) {
                leaves.addAll(leaves(text));
            }
        }
    }
}
