package com.jisu.logs.parsers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.document.FieldTypes;
import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.geoip.GeoIpDatabases;
import com.jisu.logs.parsers.useragent.UserAgents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What the tests of this module share: the project's own mappings, the embedded databases, and ways to parse. */
public final class Fixtures {

    public static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    public static final Path MAPPINGS = Path.of("../index-templates/component-templates/jisu-logs-mappings.json");
    public static final FieldTypes TYPES = FieldTypes.fromMappings(bytes(MAPPINGS));
    public static final GeoIp GEO_IP = geoIp();
    public static final UserAgents USER_AGENTS = new UserAgents(1000);

    public static final RawPosition POSITION = new RawPosition("jisu-logs-raw", 3, 4711);
    public static final long ARRIVAL = Instant.parse("2024-05-06T08:00:00Z").toEpochMilli();

    private Fixtures() {}

    private static GeoIp geoIp() {
        try {
            return GeoIpDatabases.open(List.of(), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ParserSettings settings(Schema schema) {
        return ParserSettings.defaults(new ReferenceData(TYPES, GEO_IP, USER_AGENTS))
                .withSchema(schema);
    }

    static ParserSettings ecs(int maxDepth, int maxFields) {
        ParserSettings defaults = settings(Schema.ECS);
        return new ParserSettings(
                defaults.schema(),
                defaults.reference(),
                defaults.maxAge(),
                defaults.maxAhead(),
                maxDepth,
                maxFields,
                defaults.keys(),
                defaults.ingested());
    }

    public static EventParser ecs() {
        return new EventParser(settings(Schema.ECS));
    }

    public static ParsedEvent parse(EventParser parser, String event) {
        return parse(parser, event, ARRIVAL);
    }

    static ParsedEvent parse(EventParser parser, String event, long arrival) {
        try {
            return parser.parse(event.getBytes(UTF_8), POSITION, arrival);
        } catch (MalformedEventException e) {
            throw new AssertionError(e.reason() + ": " + e.getMessage() + ": " + event, e);
        }
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /** Whether a parser makes of an event, whatever it was given before, what the rules make. */
    public static void assertByRules(EventParser used, EventParser rules, byte[] event) throws MalformedEventException {
        ParsedEvent ruled = rules.parseByRules(event, POSITION, ARRIVAL, null);
        ParsedEvent parsed = used.parse(event, POSITION, ARRIVAL);
        String text = new String(event, UTF_8);
        assertThat(new String(parsed.document(), UTF_8)).as(text).isEqualTo(new String(ruled.document(), UTF_8));
        assertThat(new String(parsed.id(), UTF_8)).as("id of %s", text).isEqualTo(new String(ruled.id(), UTF_8));
        assertThat(parsed.time()).as(text).isEqualTo(ruled.time());
        assertThat(parsed.tags()).as(text).isEqualTo(ruled.tags());
        assertThat(parsed.logType()).as(text).isEqualTo(ruled.logType());
        assertThat(parsed.containerLine()).as(text).isEqualTo(ruled.containerLine());
    }

    public static ObjectNode document(ParsedEvent parsed) {
        try {
            return (ObjectNode) JSON.readTree(parsed.document());
        } catch (IOException e) {
            throw new AssertionError(new String(parsed.document(), UTF_8), e);
        }
    }

    /** The document of a line of this type, shipped as Filebeat does. */
    public static ObjectNode ecsDocument(String logType, String line) {
        return document(parse(ecs(), event(logType, line).toString()));
    }

    public static ObjectNode event(String logType, String line) {
        ObjectNode event = JSON.createObjectNode();
        event.put("@timestamp", "2024-05-06T07:00:00.123Z");
        event.putObject("fields").put("logtype", logType);
        event.put("message", line);
        return event;
    }

    /** The JSON objects of a file, one after the other. */
    static List<JsonNode> objects(String resource) {
        try (var in = Fixtures.class.getResourceAsStream("/" + resource);
                MappingIterator<JsonNode> objects = JSON.readerFor(JsonNode.class)
                        .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .readValues(in)) {
            return objects.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Numbers that differ only in how they are written are equal; everything else must be the same. */
    static boolean isEqual(JsonNode one, JsonNode other) {
        if (one == null || other == null) {
            return one == other;
        }
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        if (one.isObject() && other.isObject()) {
            return one.size() == other.size()
                    && one.properties().stream().allMatch(m -> isEqual(m.getValue(), other.get(m.getKey())));
        }
        if (one.isArray() && other.isArray()) {
            return one.size() == other.size()
                    && Stream.iterate(0, i -> i + 1).limit(one.size()).allMatch(i -> isEqual(one.get(i), other.get(i)));
        }
        return one.equals(other);
    }

    /** Random numbers whose seed is printed, and can be given again with {@code -Djisu.logs.seed}. */
    public static Random random(String test) {
        long seed = Long.getLong("jisu.logs.seed", System.nanoTime());
        System.out.println(test + ": -Djisu.logs.seed=" + seed);
        return new Random(seed);
    }

    @SafeVarargs
    static <T> T any(Random random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    static <T> T any(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
