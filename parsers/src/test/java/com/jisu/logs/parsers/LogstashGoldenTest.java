package com.jisu.logs.parsers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.parsers.api.Schema;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What a real Logstash (9.3.8, ECS compatibility off) made of events, field by field. Where schema LOGSTASH deviates on
 * purpose, {@code golden/deviations.jsonl} says so: the field, what it is here, and the number of the deviation.
 *
 * <ol>
 *   <li>{@code container_name} is left as it is
 *   <li>no {@code environment} where there is none
 *   <li>the user agent is kept where {@code agent} is an object
 *   <li>no empty {@code geoip}
 *   <li>two objects in a line are a failure
 *   <li>numbers too large for a double keep their text
 *   <li>an unusable {@code @timestamp} does not set the time to now
 *   <li>keys with brackets are plain keys
 *   <li>{@code tags} that are none move to {@code application.tags}
 *   <li>a port is no part of the client's address
 *   <li>names are not looked up in DNS
 *   <li>a {@code geoip} of the event's own stays
 *   <li>strings and numbers keep their exact text
 *   <li>an object that meets a scalar is appended as it is
 * </ol>
 */
class LogstashGoldenTest {

    private static final List<JsonNode> DEVIATIONS = Fixtures.objects("golden/deviations.jsonl");

    /** Without a time of its own: Logstash gave it the time of its clock. */
    private static final String WITHOUT_TIME = "minimal-event";

    private final EventParser parser = new EventParser(
            Fixtures.settings(Schema.LOGSTASH).withTimes(Duration.ofDays(4_000_000), Duration.ofDays(4_000_000)));

    @TestFactory
    Stream<DynamicTest> every_field_is_what_logstash_made_of_it() {
        return Fixtures.objects("golden/logstash.jsonl").stream()
                .map(each -> DynamicTest.dynamicTest(each.get("name").textValue(), () -> check(each)));
    }

    @Test
    void every_deviation_has_a_number_and_is_of_an_event_that_there_is() {
        Set<String> names = Fixtures.objects("golden/logstash.jsonl").stream()
                .map(each -> each.get("name").textValue())
                .collect(Collectors.toSet());
        assertThat(DEVIATIONS).allSatisfy(deviation -> {
            assertThat(deviation.get("deviation").intValue()).isBetween(1, 14);
            assertThat(names).contains(deviation.get("name").textValue());
        });
    }

    private void check(JsonNode each) {
        String name = each.get("name").textValue();
        ObjectNode expected = each.get("out").deepCopy();
        for (JsonNode deviation : DEVIATIONS) {
            if (deviation.get("name").textValue().equals(name)) {
                deviate(expected, deviation);
            }
        }
        if (name.equals(WITHOUT_TIME)) {
            expected.put("@timestamp", "2024-05-06T08:00:00.000Z");
        }
        ObjectNode document =
                Fixtures.document(Fixtures.parse(parser, each.get("in").toString()));
        Set<String> fields = new TreeSet<>();
        expected.fieldNames().forEachRemaining(fields::add);
        document.fieldNames().forEachRemaining(fields::add);
        assertThat(fields)
                .allSatisfy(field -> assertThat(Fixtures.isEqual(document.get(field), expected.get(field)))
                        .as("%s is %s, expected %s", field, document.get(field), expected.get(field))
                        .isTrue());
    }

    /** A deviation must be one: the field differs from what Logstash wrote. */
    private static void deviate(ObjectNode expected, JsonNode deviation) {
        String field = deviation.get("field").textValue();
        JsonNode here = deviation.get("here");
        assertThat(Fixtures.isEqual(expected.get(field), here)).isFalse();
        if (here == null) {
            expected.remove(field);
        } else {
            expected.set(field, here);
        }
    }
}
