package com.jisu.logs.parsers;

import static com.jisu.logs.parsers.Fixtures.ARRIVAL;
import static com.jisu.logs.parsers.Fixtures.POSITION;
import static com.jisu.logs.parsers.Fixtures.ecs;
import static com.jisu.logs.parsers.Fixtures.parse;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.parsers.api.FieldOrigin;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.document.Rule;
import com.jisu.logs.parsers.geoip.GeoIp;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventParserTest {

    private static final ReferenceData WITHOUT_GEO_IP =
            new ReferenceData(Fixtures.TYPES, GeoIp.none(), Fixtures.USER_AGENTS);

    private static final String EVENT =
            "{\"@timestamp\":\"2024-05-06T07:00:00.123Z\",\"agent\":{\"id\":\"a1\",\"name\":\"web-1\"},"
                    + "\"host\":{\"name\":\"web-1\"},\"log\":{\"offset\":1234,\"file\":{\"path\":\"/a.log\",\"device_id\":\"64768\",\"inode\":\"77\"}},"
                    + "\"fields\":{\"logtype\":\"nginx\"},\"message\":\"garbage\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | not_json",
                "x | not_json",
                "{\"a\":1 | not_json",
                "{} {} | not_json",
                "[] | not_an_object",
                "[{}] | not_an_object",
                "\"x\" | not_an_object",
                "1 | not_an_object",
                "null | not_an_object"
            })
    void an_event_that_is_no_object_is_refused_with_a_reason(String event, String reason) {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> ecs().parse(event.getBytes(UTF_8), POSITION, ARRIVAL))
                .satisfies(e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    assertThat(e).hasMessageStartingWith("the event is ");
                    assertThat(e.getStackTrace()).isEmpty();
                });
    }

    @Test
    void an_event_that_is_not_utf8_is_refused() {
        byte[] event = EVENT.replace("garbage", "\u00ff").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> ecs().parse(event, POSITION, ARRIVAL))
                .withMessageContaining("UTF-8");
    }

    @Test
    void the_event_is_not_changed() throws Exception {
        byte[] event = EVENT.getBytes(UTF_8);
        ecs().parse(event, POSITION, ARRIVAL);
        assertThat(new String(event, UTF_8)).isEqualTo(EVENT);
    }

    @Test
    void the_parsers_own_tags_and_the_type_are_named_beside_the_document() {
        ParsedEvent parsed = parse(ecs(), EVENT.replace("{\"@t", "{\"tags\":[\"mine\"],\"@t"));
        assertThat(parsed.tags()).containsExactly("_grokparsefailure");
        assertThat(parsed.logType()).isEqualTo("nginx");
        assertThat(parse(ecs(), "{}").logType()).isEmpty();
        assertThat(parse(ecs(), "{\"fields\":{\"logtype\":5}}").logType()).isEmpty();
    }

    @Test
    void the_time_chooses_the_index() {
        assertThat(parse(ecs(), EVENT).time())
                .isEqualTo(Instant.parse("2024-05-06T07:00:00.123Z").toEpochMilli());
        assertThat(parse(ecs(), "{}").time()).isEqualTo(ARRIVAL);
    }

    @Test
    void a_time_out_of_bounds_chooses_the_index_of_the_arrival_and_stays_in_the_document() {
        ParsedEvent parsed = parse(ecs(), EVENT.replace("2024", "2020"));
        assertThat(parsed.time()).isEqualTo(ARRIVAL);
        assertThat(parsed.tags()).contains("_timestamp_out_of_range");
        assertThat(Fixtures.document(parsed).get("@timestamp").textValue()).isEqualTo("2020-05-06T07:00:00.123Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application | {'timestamp':'1969-12-31T23:59:59Z'}                    | timestamp   | _timestamp_out_of_range",
                "application | {'timestamp':'2262-04-12T00:00:00Z'}                    | timestamp   | _timestamp_out_of_range",
                "application | {'time':9999999999999}                                  | time        | _timestamp_out_of_range",
                "application | {'ts':'0001-01-01T00:00:00Z'}                           | ts          | _timestamp_out_of_range",
                "application | {'@timestamp':'0001-01-01T00:00:00Z'} | _@timestamp | _timestamp_out_of_range,_timestampparsefailure",
                "application | {'ts':'12'}                                             | ts          | _dateparsefailure",
                "application | {'ts':12}                                               | ts          | _dateparsefailure",
                "application | {'timestamp':'yesterday'}                               | timestamp   | _dateparsefailure",
                "docker      | {'log':'a\\n','stream':'stdout','time':'1969-12-31T23:59:59Z'} | time | _timestamp_out_of_range",
                "nginx       | 8.8.8.8 - - [06/May/1969:07:08:09 +0000] 'GET / HTTP/1.1' 200 0 '-' '-' | @timestamp | _timestamp_out_of_range"
            })
    void a_time_that_no_index_can_store_is_kept_and_named_so(String type, String line, String kept, String tags) {
        ParsedEvent parsed =
                parse(ecs(), Fixtures.event(type, line.replace('\'', '"')).toString());
        assertThat(parsed.tags()).containsExactly(tags.split(","));
        assertThat(Fixtures.document(parsed).has(kept)).isTrue();
        assertThat(Fixtures.document(parsed).get("@timestamp").textValue()).isEqualTo("2024-05-06T07:00:00.123Z");
    }

    @ParameterizedTest
    @CsvSource({"1969-12-31T23:59:59.999Z", "2300-01-01T00:00:00.000Z"})
    void an_event_whose_own_time_no_index_can_store_has_that_of_its_arrival(String time) {
        ParsedEvent parsed = parse(ecs(), EVENT.replace("2024-05-06T07:00:00.123Z", time));
        assertThat(parsed.tags()).contains("_timestampparsefailure", "_timestamp_out_of_range");
        assertThat(parsed.time()).isEqualTo(ARRIVAL);
        assertThat(Fixtures.document(parsed).get("_@timestamp").textValue()).isEqualTo(time);
        assertThat(Fixtures.document(parsed).get("@timestamp").textValue()).isEqualTo("2024-05-06T08:00:00.000Z");
    }

    @Test
    void the_bounds_can_be_set() {
        EventParser parser =
                new EventParser(Fixtures.settings(Schema.ECS).withTimes(Duration.ofMinutes(59), Duration.ZERO));
        assertThat(parse(parser, EVENT).tags()).contains("_timestamp_out_of_range");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application | {'a':1}                                       | message                   | SHIPPED",
                "application | {'a':1,'message':'m'}                         | message                   | APPLICATION_KEY",
                "docker      | {'log':'{\\'a\\':1}','stream':'stdout'}       | message                   | ENVELOPE",
                "docker      | {'log':'a','stream':'stdout'}                | stream                    | ENVELOPE",
                "docker      | {'container_name':'/a'}                       | container.name            | CONTAINER",
                "docker      | {'container_id':'a'}                          | container.id              | CONTAINER",
                "application | {'level':'info'}                              | log.level                 | LOGGER_KEY",
                "application | {'a..b':1}                                    | application.overflow.a..b | CONFLICT",
                "application | {'agent':5}                                   | application.agent         | CONFLICT",
                "application | {'a':1}                                       | @timestamp                | ARRIVAL",
                "application | {'ts':1714979289}                             | @timestamp                | APPLICATION_TIME"
            })
    void a_field_is_explained_by_the_rule_that_made_it(String type, String line, String field, Rule rule) {
        EventParser parser = ecs();
        parser.explain();
        ObjectNode event = Fixtures.JSON.createObjectNode().put("message", line.replace('\'', '"'));
        event.putObject("fields").put("logtype", type);
        parse(parser, event.toString());
        assertThat(parser.explanation())
                .filteredOn(origin -> origin.name().equals(field))
                .singleElement()
                .satisfies(origin -> assertThat(origin.rule()).startsWith(rule.toString()));
    }

    @Test
    void a_known_key_is_named_in_the_explanation_of_its_field() {
        EventParser parser = ecs();
        parser.explain();
        parse(
                parser,
                Fixtures.event("application", "{\"severity\":\"WARNING\",\"mdc\":{\"traceID\":\"a\"}}")
                        .toString());
        assertThat(parser.explanation())
                .filteredOn(origin ->
                        origin.name().equals("log.level") || origin.name().equals("trace.id"))
                .extracting(FieldOrigin::rule)
                .containsExactly(Rule.LOGGER_KEY + ": severity", Rule.LOGGER_KEY + ": traceID");
    }

    @Test
    void an_id_is_22_characters_and_begins_with_the_time() {
        String id = new String(parse(ecs(), EVENT).id(), UTF_8);
        assertThat(id).matches("[A-Za-z0-9_-]{22}");
        byte[] bytes = Base64.getUrlDecoder().decode(id);
        assertThat(java.nio.ByteBuffer.wrap(bytes).getInt())
                .isEqualTo((int) Instant.parse("2024-05-06T07:00:00Z").getEpochSecond());
    }

    @Test
    void the_same_event_has_the_same_id_wherever_it_stands() throws Exception {
        byte[] event = EVENT.getBytes(UTF_8);
        assertThat(ecs().parse(event, new RawPosition("other", 9, 9), ARRIVAL + 1)
                        .id())
                .isEqualTo(parse(ecs(), EVENT).id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00.123Z>00.124Z",
                "\"a1\">\"a2\"",
                "1234>1235",
                "64768>64769",
                "\"77\">\"78\"",
                "garbage>garbagf"
            })
    void another_line_has_another_id(String change) {
        String[] parts = change.split(">");
        assertThat(parse(ecs(), EVENT.replace(parts[0], parts[1])).id())
                .isNotEqualTo(parse(ecs(), EVENT).id());
    }

    @Test
    void what_a_processor_adds_does_not_change_the_id() {
        String changed = EVENT.replace("{\"@t", "{\"x\":1,\"@t").replace("/a.log", "/renamed.log");
        assertThat(parse(ecs(), changed).id()).isEqualTo(parse(ecs(), EVENT).id());
    }

    @Test
    void without_a_device_and_inode_the_path_is_the_file() {
        String event = EVENT.replace(",\"device_id\":\"64768\",\"inode\":\"77\"", "");
        assertThat(parse(ecs(), event).id()).isEqualTo(parse(ecs(), event).id());
        assertThat(parse(ecs(), event.replace("/a.log", "/b.log")).id())
                .isNotEqualTo(parse(ecs(), event).id());
    }

    private static final String UNIX = "\"device_id\":\"64768\",\"inode\":\"77\"";

    private static String id(String file) {
        String event = EVENT.replace("\"path\":\"/a.log\"," + UNIX, file);
        assertThat(event).contains(file);
        return new String(parse(ecs(), event).id(), UTF_8);
    }

    @Test
    void a_file_with_a_fingerprint_is_known_by_that_alone() {
        String id = id("\"path\":\"/a.log\"," + UNIX + ",\"fingerprint\":\"f1\"");

        assertThat(id("\"fingerprint\":\"f1\",\"path\":\"/moved.log\",\"device_id\":\"1\",\"inode\":\"78\""))
                .isEqualTo(id);
        assertThat(id("\"path\":\"/a.log\"," + UNIX + ",\"fingerprint\":\"f2\""))
                .isNotEqualTo(id);
        assertThat(id("\"path\":\"/a.log\"," + UNIX)).isNotEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({"vol,1", "idxhi,2", "idxlo,3"})
    void a_file_of_windows_is_known_by_its_place_in_the_volume(String name, String value) {
        String windows = "\"vol\":\"1\",\"idxhi\":\"2\",\"idxlo\":\"3\"";
        String id = id("\"path\":\"/a.log\"," + windows);

        assertThat(id("\"path\":\"/moved.log\"," + windows)).isEqualTo(id);
        String pair = '"' + name + "\":\"" + value + '"';
        assertThat(id("\"path\":\"/a.log\"," + windows.replace(pair, '"' + name + "\":\"9\"")))
                .isNotEqualTo(id);
        assertThat(id("\"path\":\"/a.log\"," + windows.replace(pair, '"' + name + "\":null")))
                .as("by the path, for one of them is missing")
                .isEqualTo(id("\"path\":\"/a.log\""));
    }

    @Test
    void what_files_were_known_by_before_makes_the_ids_of_before() {
        assertThat(id("\"path\":\"/a.log\"," + UNIX)).isEqualTo("Zjh_8ANNaN3JjA1tmmZ1NA");
        assertThat(id("\"path\":\"/a.log\"")).isEqualTo("Zjh_8AXJ1FSf74Ku3W9y_g");
    }

    @Test
    void parts_that_run_together_the_same_have_different_ids() {
        String one = EVENT.replace("64768", "1").replace("\"77\"", "\"23\"");
        String other = EVENT.replace("64768", "12").replace("\"77\"", "\"3\"");
        assertThat(parse(ecs(), one).id()).isNotEqualTo(parse(ecs(), other).id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"offset\":1234,>",
                "\"@timestamp\":\"2024-05-06T07:00:00.123Z\",>",
                "\"log\":>\"lag\":",
                "\"offset\":1234>\"offset\":null"
            })
    void without_a_file_position_the_place_in_kafka_is_the_id(String change) throws Exception {
        String[] parts = (change + " ").split(">");
        byte[] event = EVENT.replace(parts[0], parts[1].strip()).getBytes(UTF_8);
        Set<String> ids = new HashSet<>();
        for (RawPosition position : new RawPosition[] {
            POSITION,
            new RawPosition(POSITION.topic(), POSITION.partition(), POSITION.offset() + 1),
            new RawPosition(POSITION.topic(), POSITION.partition() + 1, POSITION.offset()),
            new RawPosition("other", POSITION.partition(), POSITION.offset())
        }) {
            ids.add(new String(ecs().parse(event, position, ARRIVAL).id(), UTF_8));
        }
        assertThat(ids).hasSize(4);
        assertThat(ids)
                .contains(new String(ecs().parse(event, POSITION, ARRIVAL).id(), UTF_8));
    }

    @Test
    void every_line_of_a_long_file_has_an_id_of_its_own() throws Exception {
        EventParser parser = new EventParser(ParserSettings.defaults(WITHOUT_GEO_IP));
        int lines = 200_000;
        Set<String> ids = new HashSet<>(lines * 2);
        String event = EVENT.replace("nginx", "other");
        int split = event.indexOf("1234");
        for (int i = 0; i < lines; i++) {
            byte[] line = (event.substring(0, split) + i + event.substring(split + 4)).getBytes(UTF_8);
            ids.add(new String(parser.parse(line, POSITION, ARRIVAL).id(), UTF_8));
        }
        assertThat(ids).hasSize(lines);
    }

    @Test
    void one_parser_makes_the_same_documents_as_a_fresh_one() {
        EventParser used = ecs();
        for (String resource : new String[] {"ecs/application.cases", "ecs/nginx.cases", "ecs/docker.cases"}) {
            for (var each : Fixtures.objects(resource)) {
                String event = each.get("in").toString();
                assertThat(parse(used, event).document())
                        .isEqualTo(parse(ecs(), event).document());
            }
        }
    }

    @Test
    void without_databases_events_pass_without_a_place_and_without_a_tag() {
        for (Schema schema : Schema.values()) {
            EventParser parser =
                    new EventParser(ParserSettings.defaults(WITHOUT_GEO_IP).withSchema(schema));
            String line = "8.8.8.8 - - [06/May/2024:07:08:09 +0000] \"GET / HTTP/1.1\" 200 12 \"-\" \"-\"";
            ParsedEvent parsed = parse(parser, Fixtures.event("nginx", line).toString());
            ObjectNode document = Fixtures.document(parsed);
            assertThat(parsed.tags()).isEmpty();
            assertThat(document.at("/source/geo").isMissingNode()).isTrue();
            assertThat(document.at("/geoip").isMissingNode()).isTrue();
        }
    }

    @Test
    void more_fields_than_the_limit_become_text() {
        EventParser parser = new EventParser(Fixtures.ecs(4, 3));
        ObjectNode document = Fixtures.document(parse(
                parser,
                Fixtures.event("application", "{\"a\":1,\"b\":{\"c\":2},\"d\":3,\"e\":4,\"f\":{\"g\":5}}")
                        .toString()));
        assertThat(document.get("a").intValue()).isEqualTo(1);
        assertThat(document.get("d").intValue()).isEqualTo(3);
        assertThat(document.at("/application/overflow").toString()).isEqualTo("{\"e\":\"4\",\"f.g\":\"5\"}");
    }
}
