package com.jisu.logs.parsers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.ParserObserver;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.template.Difference;
import com.jisu.logs.parsers.template.TemplateParser;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code event.ingested}: when an event arrived, in documents of schema ECS that are asked for it. */
class IngestedTest {

    private static final String ACCESS =
            "203.0.113.9 - - [06/May/2024:07:00:00 +0000] \"GET /%d HTTP/1.1\" 200 5 \"-\" \"curl/8.0\"";

    private final Random random = Fixtures.random("IngestedTest");
    private final EventParser parser =
            new EventParser(Fixtures.settings(Schema.ECS).withIngested());
    private final EventParser rules =
            new EventParser(Fixtures.settings(Schema.ECS).withIngested());

    private static JsonNode ingested(EventParser parser, ObjectNode event, long arrival) {
        return Fixtures.document(parse(parser, event, arrival)).at("/event/ingested");
    }

    private static ParsedEvent parse(EventParser parser, ObjectNode event, long arrival) {
        try {
            return parser.parse(event.toString().getBytes(UTF_8), Fixtures.POSITION, arrival);
        } catch (MalformedEventException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application | {\"level\":\"info\",\"message\":\"m\"}",
                "application | no JSON",
                "nginx | 203.0.113.9 - - [06/May/2024:07:00:00 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"curl/8.0\"",
                "nginx | in no known format",
                "docker | {\"log\":\"m\\n\",\"stream\":\"stdout\",\"time\":\"2024-05-06T07:00:00Z\"}",
                "docker | 2024-05-06T07:00:00Z stdout F m",
                "another | m"
            })
    void documents_of_all_types_say_when_their_event_arrived(String logType, String line) {
        assertThat(ingested(parser, Fixtures.event(logType, line), Fixtures.ARRIVAL + 7)
                        .textValue())
                .isEqualTo("2024-05-06T08:00:00.007Z");
    }

    @Test
    void those_without_a_type_and_a_time_do_too() {
        ObjectNode event = Fixtures.JSON.createObjectNode().put("message", "m");
        assertThat(ingested(parser, event, Fixtures.ARRIVAL).textValue()).isEqualTo("2024-05-06T08:00:00.000Z");
    }

    @Test
    void what_the_event_says_of_it_itself_stays() {
        ObjectNode event = Fixtures.event("application", "{\"message\":\"m\"}");
        event.putObject("event").put("ingested", "2024-05-06T07:30:00Z");
        assertThat(ingested(parser, event, Fixtures.ARRIVAL).textValue()).isEqualTo("2024-05-06T07:30:00Z");
    }

    @Test
    void what_the_line_says_of_it_stays() {
        ObjectNode event = Fixtures.event("application", "{\"event.ingested\":\"2024-05-06T07:30:00Z\"}");
        assertThat(ingested(parser, event, Fixtures.ARRIVAL).textValue()).isEqualTo("2024-05-06T07:30:00Z");
    }

    @Test
    void documents_that_are_not_asked_for_it_have_none() {
        ObjectNode event = Fixtures.event("application", "{\"message\":\"m\"}");
        assertThat(ingested(Fixtures.ecs(), event, Fixtures.ARRIVAL).isMissingNode())
                .isTrue();
    }

    @Test
    void documents_of_schema_logstash_have_none() {
        EventParser logstash =
                new EventParser(Fixtures.settings(Schema.LOGSTASH).withIngested());
        ParsedEvent parsed = parse(logstash, Fixtures.event("application", "{\"a\":1}"), Fixtures.ARRIVAL);
        assertThat(Fixtures.document(parsed).has("event")).isFalse();
    }

    /** Whoever writes into the raw topic may give a record any time. */
    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 9_214_646_400_000L})
    void an_arrival_that_can_not_be_stored_is_not_said(long arrival) {
        for (int i = 0; i < 5; i++) {
            ObjectNode event = Fixtures.event("application", "{\"message\":\"m" + i + "\"}");
            assertThat(ingested(parser, event, Fixtures.ARRIVAL).isTextual()).isTrue();
            assertThat(ingested(parser, event, arrival).isMissingNode()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application | {\"level\":\"info\",\"message\":\"m%d\"}",
                "application | {\"level\":\"info\",\"message\":\"m%d\",\"event\":{\"action\":\"a\"}}",
                "application | {\"message\":\"m%d\",\"event.ingested\":\"2024-05-06T07:30:00Z\"}",
                "nginx | " + ACCESS,
                "docker | {\"log\":\"m%d\\n\",\"stream\":\"stdout\",\"time\":\"2024-05-06T07:00:00Z\"}",
                "docker | {\"log\":\"{\\\"message\\\":\\\"m%d\\\"}\\n\",\"stream\":\"stdout\",\"time\":\"2024-05-06T07:00:00Z\"}"
            })
    void documents_by_template_say_what_those_by_the_rules_say(String logType, String line) throws Exception {
        int events = 2_000;
        for (int i = 0; i < events; i++) {
            ObjectNode shipped = Fixtures.event(logType, line.formatted(i));
            shipped.putObject("agent").put("id", "a1");
            shipped.putObject("log").put("offset", i).putObject("file").put("path", "/a.log");
            byte[] event = shipped.toString().getBytes(UTF_8);
            long arrival = Fixtures.ARRIVAL + random.nextInt(3_000_000);
            ParsedEvent parsed = parser.parse(event, Fixtures.POSITION, arrival);
            ParsedEvent expected = rules.parseByRules(event, Fixtures.POSITION, arrival, null);
            assertThat(Difference.of(parsed, expected)).isNull();
            String said = line.contains("ingested")
                    ? "2024-05-06T07:30:00Z"
                    : Instant.ofEpochMilli(arrival).toString();
            assertThat(Instant.parse(
                            Fixtures.document(parsed).at("/event/ingested").textValue()))
                    .isEqualTo(said);
        }
        assertThat(parser.eventsByTemplate()).isGreaterThan(events - 10);
    }

    @Test
    void the_check_of_documents_by_template_finds_no_difference() throws Exception {
        int[] checked = {0};
        EventParser watched = new EventParser(Fixtures.settings(Schema.ECS).withIngested(), new ParserObserver() {
            @Override
            public void checked() {
                checked[0]++;
            }

            @Override
            public void differs(RawPosition position, String difference) {
                throw new AssertionError(difference);
            }
        });
        for (int i = 0; i < 3 * TemplateParser.CHECKED + 10; i++) {
            parse(watched, Fixtures.event("nginx", ACCESS.formatted(i)), Fixtures.ARRIVAL + i);
        }
        assertThat(checked[0]).isEqualTo(3);
    }

    @Test
    void a_line_of_parts_arrived_when_its_first_part_did() throws Exception {
        byte[] first = part("P be").getBytes(UTF_8);
        byte[] last = part("F gin").getBytes(UTF_8);
        ParsedEvent joined = parser.parseJoined(List.of(first, last), Fixtures.POSITION, Fixtures.ARRIVAL);
        JsonNode document = Fixtures.document(joined);
        assertThat(document.path("message").textValue()).isEqualTo("begin");
        assertThat(document.at("/event/ingested").textValue()).isEqualTo("2024-05-06T08:00:00.000Z");
    }

    private static String part(String text) {
        return Fixtures.event("docker", "2024-05-06T07:00:00Z stdout " + text).toString();
    }
}
