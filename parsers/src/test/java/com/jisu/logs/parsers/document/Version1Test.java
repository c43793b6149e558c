package com.jisu.logs.parsers.document;

import static com.jisu.logs.parsers.Fixtures.ARRIVAL;
import static com.jisu.logs.parsers.Fixtures.POSITION;
import static com.jisu.logs.parsers.Fixtures.ecs;
import static com.jisu.logs.parsers.Fixtures.parse;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.Fixtures;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.parsers.api.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What version 1 of the Lumberjack protocol sends: pairs of strings. */
class Version1Test {

    private static final String EVENT =
            "{'line':'a \\'quoted\\' line','host':'web-1','file':'/var/log/a.log','offset':'1234','type':'syslog'}"
                    .replace('\'', '"');
    private static final RawPosition OTHER = new RawPosition("other", 9, 9);

    private static ObjectNode document(String event) {
        ParsedEvent parsed = parse(ecs(), event.replace('\'', '"'));
        assertThat(parsed.tags()).isEmpty();
        ObjectNode document = Fixtures.document(parsed);
        document.remove("@timestamp");
        return document;
    }

    private static String id(String event, RawPosition position, long arrival) throws MalformedEventException {
        return new String(ecs().parse(event.getBytes(UTF_8), position, arrival).id(), UTF_8);
    }

    @Test
    void its_names_become_those_of_ecs() {
        assertThat(document(EVENT).toString())
                .isEqualTo(("{'host':{'name':'web-1'},'type':'syslog','message':'a \\'quoted\\' line',"
                                + "'log':{'offset':1234,'file':{'path':'/var/log/a.log'}}}")
                        .replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'line':'a'}                               | {'message':'a'}",
                "{'line':'a','file':'-','offset':'x'}       | {'offset':'x','message':'a','log':{'file':{'path':'-'}}}",
                "{'line':'a','offset':'0'}                  | {'message':'a','log':{'offset':0}}",
                "{'line':'a','offset':7}                    | {'message':'a','log':{'offset':7}}",
                "{'line':'a','offset':'007'}                | {'offset':'007','message':'a'}",
                "{'line':'a','offset':'-1'}                 | {'offset':'-1','message':'a'}",
                "{'line':'a','host':{'name':'h'}}           | {'host':{'name':'h'},'message':'a'}",
                "{'line':'a','fields.environment':'p'}      | {'message':'a','fields':{'environment':'p'}}",
            })
    void each_name_by_itself(String event, String expected) {
        assertThat(document(event).toString()).isEqualTo(expected.replace('\'', '"'));
    }

    @Test
    void its_fields_choose_the_rules() {
        String line = "8.8.8.8 - - [06/May/2024:07:08:09 +0000] \\\"GET / HTTP/1.1\\\" 200 12 \\\"-\\\" \\\"-\\\"";
        ParsedEvent parsed = parse(ecs(), "{\"line\":\"" + line + "\",\"fields.logtype\":\"nginx\"}");
        assertThat(parsed.logType()).isEqualTo("nginx");
        assertThat(Fixtures.document(parsed).at("/source/ip").textValue()).isEqualTo("8.8.8.8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'line':'a','message':'m','host':'h'}",
                "{'line':'a','@metadata':{},'file':'f'}",
                "{'line':'a','agent':{'id':'a'},'offset':'7'}",
                "{'line':5,'offset':'7'}"
            })
    void an_event_that_beats_may_have_written_keeps_its_names(String event) {
        ObjectNode document = Fixtures.document(parse(ecs(), event.replace('\'', '"')));
        assertThat(document.has("line")).isTrue();
        assertThat(document.at("/log").isMissingNode()).isTrue();
    }

    @Test
    void the_logstash_schema_keeps_its_names() {
        ObjectNode document = Fixtures.document(parse(new EventParser(Fixtures.settings(Schema.LOGSTASH)), EVENT));
        assertThat(document.get("line").textValue()).isEqualTo("a \"quoted\" line");
        assertThat(document.get("offset").textValue()).isEqualTo("1234");
    }

    @Test
    void what_is_sent_again_has_the_same_id_whenever_it_arrives() throws Exception {
        String id = id(EVENT, POSITION, ARRIVAL);
        assertThat(id(EVENT, OTHER, ARRIVAL + 12_345)).isEqualTo(id);
        String timed = EVENT.replace("{", "{\"@timestamp\":\"2024-05-06T07:00:00.123Z\",");
        assertThat(id(timed, OTHER, ARRIVAL + 12_345)).isEqualTo(id(timed, POSITION, ARRIVAL));
        byte[] logstash = new EventParser(Fixtures.settings(Schema.LOGSTASH))
                .parse(EVENT.getBytes(UTF_8), OTHER, ARRIVAL + 1)
                .id();
        assertThat(new String(logstash, UTF_8)).isEqualTo(id);
    }

    @Test
    void another_line_has_another_id() throws Exception {
        List<String> others = List.of(
                EVENT.replace("web-1", "web-2"),
                EVENT.replace("a.log", "b.log"),
                EVENT.replace("1234", "1235"),
                EVENT.replace("quoted", "Quoted"));
        for (String other : others) {
            assertThat(id(other, POSITION, ARRIVAL)).isNotEqualTo(id(EVENT, POSITION, ARRIVAL));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "offset"})
    void without_a_position_in_a_file_the_place_in_kafka_is_the_id(String missing) throws Exception {
        String event = EVENT.replace('"' + missing + '"', "\"x\"");
        assertThat(id(event, OTHER, ARRIVAL)).isNotEqualTo(id(event, POSITION, ARRIVAL));
    }
}
