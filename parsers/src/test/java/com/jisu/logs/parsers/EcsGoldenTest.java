package com.jisu.logs.parsers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The fields of nginx lines that a real Logstash in its ECS mode made have the same values here. */
class EcsGoldenTest {

    private static final List<String> FIELDS = List.of(
            "/source/address",
            "/user/name",
            "/http/request/method",
            "/http/request/referrer",
            "/http/version",
            "/http/response/status_code",
            "/http/response/body/bytes",
            "/url/original",
            "/user_agent/original");

    /** Where schema ECS says otherwise: escapes are decoded, and a port is no part of an address. */
    private static final Map<String, String> OTHERWISE = Map.of(
            "nginx-referrer-x22/http/request/referrer", "https://ex.com/?q=\"a\"",
            "nginx-referrer-url-quotes-escaped/http/request/referrer", "https://ex.com/?q=\"a\"",
            "nginx-request-escaped-quote/url/original", "/?q=\"x\"",
            "nginx-ua-escaped-quotes/user_agent/original", "My \"Quoted\" Agent/1.0",
            "nginx-ua-backslash-end/user_agent/original", "abc\\",
            "nginx-ip-with-port/source/address", "8.8.8.8");

    private final EventParser parser = Fixtures.ecs();

    @TestFactory
    Stream<DynamicTest> nginx_fields_are_what_logstash_made_of_them() {
        return Fixtures.objects("golden/ecs-v8.jsonl").stream()
                .filter(each -> each.at("/in/fields/logtype").asText().equals("nginx"))
                .map(each -> DynamicTest.dynamicTest(each.get("name").textValue(), () -> check(each)));
    }

    private void check(JsonNode each) {
        String name = each.get("name").textValue();
        ObjectNode document =
                Fixtures.document(Fixtures.parse(parser, each.get("in").toString()));
        for (String field : FIELDS) {
            JsonNode expected = each.get("out").at(field);
            if (OTHERWISE.containsKey(name + field)) {
                assertThat(document.at(field).textValue()).isEqualTo(OTHERWISE.get(name + field));
            } else if (!expected.isMissingNode()) {
                assertThat(Fixtures.isEqual(document.at(field), expected))
                        .as("%s is %s, expected %s", field, document.at(field), expected)
                        .isTrue();
            }
        }
    }
}
