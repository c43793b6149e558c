package com.jisu.logs.parsers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.api.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Lines that loggers and servers really wrote: a file for each of them and its version, and beside it what the documents
 * must hold ({@code fields}, and texts that fields contain), must not hold ({@code absent}), and which tags they may have.
 */
class RealLinesTest {

    /** Its client was given an address that no database knows; as everywhere else, its document says so. */
    private static final String WITHOUT_PLACE = "caddy-access-2.6.2.log, line 8";

    private static final Path LINES = Path.of("src/test/resources/real-lines");
    private static final ParserSettings SETTINGS =
            Fixtures.settings(Schema.ECS).withIngested().withTimes(Duration.ofDays(100_000), Duration.ofDays(100_000));

    private final EventParser used = new EventParser(SETTINGS);
    private final EventParser rules = new EventParser(SETTINGS);

    /** A line of a file, as a shipper sends it, and what is expected of it. */
    private record Line(String place, ObjectNode event, JsonNode expected) {}

    @TestFactory
    Stream<DynamicTest> application() {
        return files("application", 49);
    }

    @TestFactory
    Stream<DynamicTest> nginx() {
        return files("nginx", 20);
    }

    @TestFactory
    Stream<DynamicTest> docker() {
        return files("docker", 7);
    }

    private Stream<DynamicTest> files(String type, int count) {
        try (Stream<Path> files = Files.list(LINES.resolve(type))) {
            List<Path> logs = files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
            assertThat(logs).as("files of %s", type).hasSize(count);
            return logs.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(type, file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(String type, Path file) throws IOException {
        List<String> faults = new ArrayList<>();
        List<Line> lines = lines(type, file);
        for (Line line : lines) {
            if (!line.expected().path("joined").asBoolean()) {
                Map<String, JsonNode> document = new LinkedHashMap<>();
                flatten("", Fixtures.document(Fixtures.parse(rules, line.event().toString())), document);
                faults(line, document).forEach(fault -> faults.add(line.place() + ": " + fault));
            }
        }
        assertThat(faults).isEmpty();
        assertTemplates(lines);
    }

    /** Each is read several times, as those are for which there are templates. */
    private void assertTemplates(List<Line> lines) {
        for (int i = 0; i < 3; i++) {
            for (Line line : lines) {
                try {
                    Fixtures.assertByRules(used, rules, line.event().toString().getBytes(UTF_8));
                } catch (MalformedEventException e) {
                    fail(line.place(), e);
                }
            }
        }
    }

    private static List<Line> lines(String type, Path file) throws IOException {
        String name = file.getFileName().toString();
        byte[] bytes = Files.readAllBytes(file);
        String[] texts = new String(bytes, UTF_8).split("\n", -1);
        List<String> expected = Files.readAllLines(file.resolveSibling(name.replaceAll("\\.log$", ".expected.jsonl")));
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            JsonNode wanted = Fixtures.json(expected.get(i));
            ObjectNode event = Fixtures.event(type, texts[i].replaceAll("\r$", ""));
            event.put("@timestamp", "2026-11-29T23:59:59.000Z");
            event.putObject("host").put("name", "shipper-1");
            event.putObject("agent").put("type", "filebeat").put("name", "shipper-1");
            event.putObject("log").put("offset", i).putObject("file").put("path", "/var/log/" + name);
            merge(event, wanted.path("event"));
            lines.add(new Line(name + ", line " + (i + 1), event, wanted));
        }
        assertThat(texts).as("lines of %s, and the text behind the last", name).hasSize(expected.size() + 1);
        return lines;
    }

    private static void merge(ObjectNode into, JsonNode members) {
        members.properties().forEach(member -> {
            if (member.getValue().isObject() && into.get(member.getKey()) instanceof ObjectNode inner) {
                merge(inner, member.getValue());
            } else {
                into.set(member.getKey(), member.getValue());
            }
        });
    }

    private static void flatten(String path, JsonNode value, Map<String, JsonNode> into) {
        if (value.isObject()) {
            value.properties()
                    .forEach(member -> flatten(
                            path.isEmpty() ? member.getKey() : path + '.' + member.getKey(), member.getValue(), into));
        } else if (!value.isNull() && !(value.isArray() && value.isEmpty())) {
            into.put(path, value);
        }
    }

    private static List<String> faults(Line line, Map<String, JsonNode> document) {
        JsonNode expected = line.expected();
        List<String> faults = new ArrayList<>();
        expected.path("fields").properties().forEach(field -> {
            JsonNode has = document.get(field.getKey());
            if (!isSame(field.getKey(), field.getValue(), has)) {
                faults.add(field.getKey() + " is " + has + ", not " + field.getValue());
            }
        });
        expected.path("contains").properties().forEach(field -> {
            String text = document.getOrDefault(field.getKey(), Fixtures.JSON.nullNode())
                    .asText();
            int at = 0;
            for (JsonNode part : field.getValue()) {
                int found = text.indexOf(part.asText(), at);
                if (found < 0) {
                    faults.add(field.getKey() + " has no " + part + " from " + at + " on: " + text);
                    return;
                }
                at = found + part.asText().length();
            }
        });
        // Of an object that is absent as the line had it, members may be there that are asked for.
        expected.path("absent")
                .forEach(absent -> document.keySet().stream()
                        .filter(name -> name.equals(absent.asText()) || name.startsWith(absent.asText() + '.'))
                        .filter(name -> !expected.path("fields").has(name))
                        .forEach(name -> faults.add(name + " is there: " + document.get(name))));
        Set<String> tags = texts(document.get("tags"));
        tags.removeAll(texts(expected.get("tags")));
        if (line.place().equals(WITHOUT_PLACE)) {
            assertThat(tags.remove(Tag.GEOIP_FAILURE)).isTrue();
        }
        if (!tags.isEmpty()) {
            faults.add("tags " + tags);
        }
        return faults;
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        if (list != null && list.isArray()) {
            list.forEach(each -> texts.add(each.asText()));
        } else if (list != null) {
            texts.add(list.asText());
        }
        return texts;
    }

    /** A list of one is its element, and numbers and times are the same however they are written. */
    private static boolean isSame(String name, JsonNode wanted, JsonNode has) {
        if (has == null) {
            return false;
        }
        if (wanted.isArray() || has.isArray()) {
            Iterator<JsonNode> one =
                    wanted.isArray() ? wanted.elements() : List.of(wanted).iterator();
            Iterator<JsonNode> other =
                    has.isArray() ? has.elements() : List.of(has).iterator();
            while (one.hasNext() && other.hasNext()) {
                if (!isSame("", one.next(), other.next())) {
                    return false;
                }
            }
            return !one.hasNext() && !other.hasNext();
        }
        if (name.equals("@timestamp")) {
            return instant(wanted).equals(instant(has));
        }
        if (name.equals("error.stack_trace")) {
            return wanted.asText().stripTrailing().equals(has.asText().stripTrailing());
        }
        if (wanted.isNumber() && has.isNumber()) {
            return new BigDecimal(wanted.asText()).compareTo(new BigDecimal(has.asText())) == 0;
        }
        return wanted.equals(has);
    }

    private static Instant instant(JsonNode time) {
        try {
            return Instant.parse(time.asText());
        } catch (DateTimeParseException e) {
            throw new AssertionError(time + " is no time", e);
        }
    }
}
