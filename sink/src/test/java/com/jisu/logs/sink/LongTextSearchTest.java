package com.jisu.logs.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.ReferenceData;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.records.IndexTemplates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words in strings that keyword and flattened fields do not index are found by a search that names no field. */
class LongTextSearchTest extends RealSinkTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where a long string may stand. */
    private static final List<String> LINES = List.of(
            "{'message':'m','sql':'%s'}",
            "{'message':'m','labels':{'x':{'y':'%s'}}}",
            "{'message':'m','cookies':['a','%s']}",
            "{'message':'m','payload':[{'body':'%s'}]}",
            "{'message':'m','url':{'original':'%s'},'user_agent':{'original':'a'}}",
            "{'message':'m','user':'%s'}",
            "{'message':'m','a':{'b':{'c':{'d':{'e':{'f':{'g':{'h':{'i':{'j':{'k':{'l':{'m':{'n':{'o':{'p':{'q':{'r':'%s'}}}}}}}}}}}}}}}}}}}",
            "{'message':'m','x':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':'%s'}}}}}}}}}}}}}}}}}}}}}}}}",
            "{'message':'m','labels':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':['%s']}}}}}}}}}}}}}}}}}}}}",
            "{'error':{'message':{'a':'%s'}}}",
            "{'error':[{'message':'%s'},{'message':{'a':1}}]}",
            "{'error':[{'message':'%s'},'x']}",
            "{'http':{'request':{'body':{'content':{'q':'%s'}}}}}",
            "{'message':{'z':'%s'}}",
            "{'message':['%s',{'z':1}]}",
            "{'application':{'text':{'a':'%s'}}}",
            "{'error':{'message':['%s',12345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345123451234512345]}}");

    private static EventParser parser(Schema schema) throws Exception {
        ReferenceData reference = ReferenceData.open(IndexTemplates.mappings(), List.of(), List.of(), 10);
        return new EventParser(ParserSettings.defaults(reference).withSchema(schema));
    }

    private static String document(EventParser parser, String line) throws Exception {
        ObjectNode event = JSON.createObjectNode();
        event.put("@timestamp", "2026-11-23T12:00:00.123Z");
        event.putObject("fields").put("logtype", line.startsWith("{") ? "application" : "nginx");
        event.put("message", line);
        byte[] document = parser.parse(
                        event.toString().getBytes(UTF_8), new RawPosition("raw", 0, 0), Fixture.DAY_1.toEpochMilli())
                .document();
        return new String(document, UTF_8);
    }

    /** More than 1,024 characters, with a word in their midst and one at their end that nothing else has. */
    private static String text(int number) {
        return "select ".repeat(200) + "middle" + number + " from".repeat(200) + " last" + number;
    }

    private int hits(Instant day, String words) throws Exception {
        return fixture.request(
                        "POST",
                        "/" + fixture.index(day) + "/_search",
                        "{\"query\":{\"query_string\":{\"query\":\"%s\",\"default_operator\":\"AND\"}}}"
                                .formatted(words))
                .at("/hits/total/value")
                .asInt();
    }

    @ParameterizedTest
    @EnumSource(Schema.class)
    void by_a_word_in_the_middle_and_at_the_end(Schema schema) throws Exception {
        EventParser parser = parser(schema);
        List<String> lines = new ArrayList<>();
        for (String line : LINES) {
            lines.add(line.replace('\'', '"').formatted(text(lines.size())));
        }
        String query = text(lines.size()).replace(" ", "%20");
        lines.add("192.0.2.1 - - [23/Nov/2026:12:00:00 +0000] \"GET /a?q=" + query + " HTTP/1.1\" 200 1 \"-\" \"-\"");
        fixture.startSink();
        for (int i = 0; i < lines.size(); i++) {
            fixture.send("id-" + i, document(parser, lines.get(i)), Fixture.DAY_1);
        }
        fixture.flush();
        fixture.awaitCount(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            String prefix = i == lines.size() - 1 ? "20" : ""; // of the blank before it, in a URL
            assertThat(hits(Fixture.DAY_1, prefix + "middle" + i))
                    .as(lines.get(i))
                    .isOne();
            assertThat(hits(Fixture.DAY_1, prefix + "last" + i))
                    .as(lines.get(i))
                    .isOne();
        }
        assertThat(fixture.deadLetters()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Schema.class)
    void by_a_number_of_more_than_1024_digits(Schema schema) throws Exception {
        String digits = "7".repeat(1200);
        List<String> lines = List.of(
                "{\"message\":\"m\",\"x\":%s}", "{\"error\":{\"message\":[%s]}}", "{\"application\":{\"text\":%s}}");
        EventParser parser = parser(schema);
        fixture.startSink();
        for (int i = 0; i < lines.size(); i++) {
            fixture.send("id-" + i, document(parser, lines.get(i).formatted(digits)), Fixture.DAY_1);
        }
        fixture.flush();
        fixture.awaitCount(lines.size());
        // A text's words have up to 255 characters.
        assertThat(hits(Fixture.DAY_1, "7".repeat(255))).isEqualTo(lines.size());
        assertThat(fixture.deadLetters()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"keyword\",\"ignore_above\":1024}",
                "{\"properties\":{\"a\":{\"type\":\"keyword\"}}}",
                "{\"type\":\"long\"}"
            })
    void an_index_of_before_takes_the_documents(String mapping) throws Exception {
        fixture.startSink();
        fixture.send("id-0", "{\"@timestamp\":\"2026-11-24T12:00:00Z\",\"message\":\"m\"}", Fixture.DAY_2);
        fixture.flush();
        fixture.awaitCount(1); // the templates are there
        assumeFalse(
                TestSettings.isOpenSearch() && mapping.contains("properties"),
                "it can not be made beside the template");
        String mappings =
                "{\"mappings\":{\"properties\":{\"application\":{\"properties\":{\"text\":" + mapping + "}}}}}";
        assertThat(fixture.request("PUT", "/" + fixture.index(Fixture.DAY_1), mappings)
                        .path("acknowledged")
                        .asBoolean())
                .isTrue();
        String line = LINES.get(0).replace('\'', '"').formatted(text(0));
        fixture.send("id-1", document(parser(Schema.ECS), line), Fixture.DAY_1);
        fixture.flush();
        fixture.awaitCount(2);
        assertThat(fixture.document(Fixture.DAY_1, "id-1").path("sql").asText()).isEqualTo(text(0));
        assertThat(fixture.deadLetters()).isZero();
    }

    @Test
    void beside_an_application_that_is_no_object_too() throws Exception {
        String line = "{\"application\":\"shop\",\"sql\":\"" + text(0) + "\"}";
        fixture.startSink();
        fixture.send("id-0", document(parser(Schema.LOGSTASH), line), Fixture.DAY_1);
        fixture.flush();
        fixture.awaitCount(1);
        assertThat(fixture.document(Fixture.DAY_1, "id-0").toString()).contains("\"shop\"", "middle0");
        assertThat(hits(Fixture.DAY_1, "middle0")).isOne();
        assertThat(fixture.deadLetters()).isZero();
    }
}
