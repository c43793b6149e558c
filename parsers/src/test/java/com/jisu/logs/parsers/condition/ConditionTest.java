package com.jisu.logs.parsers.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jisu.logs.parsers.steps.RegexWatch;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.Values;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

    private static final RegexWatch WATCH = new RegexWatch();

    private static final String EVENT = """
            {"level":"error","status":500,"whole":1.0,"big":123456789012345678901,"flag":true,"off":false,"empty":"",
            "nothing":null,"zero":0,"no":"false","tags":["edge","b",5],"url":{"path":"/healthz"},"http":{"code":404},
            "a.b":"dotted","a b":"blank","text":"500","esc":"a\\"b","ü":"ö","emptyList":[],"emptyObject":{},"list":[{"x":1}],
            "@timestamp":"2026-01-01T00:00:00.000Z","@metadata":{"beat":"filebeat"},"in":"word","other":"error"}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "level == \"error\" | true",
                "level == 'error' | true",
                "level != 'error' | false",
                "missing != 'error' | true",
                "status == 500 | true",
                "status == 500.0 | true",
                "whole == 1 | true",
                "status == \"500\" | false",
                "text == 500 | false",
                "big == 123456789012345678901 | true",
                "big > 5 | true",
                "level == other | true",
                "missing == nothing | true",
                "missing == null | true",
                "nothing == null | true",
                "missing == \"\" | false",
                "empty == \"\" | true",
                "flag == true | true",
                "off == false | true",
                "flag == \"true\" | false",
                "missing == false | false",
                "esc == \"a\\\"b\" | true",
                "esc == 'a\"b' | true",
                "[ü] == \"ö\" | true",
                "[a b] == 'blank' | true",
                "[x y][a b] == null and 5 in [5, 6] and status in [500 , 1] | true",
                "ü == 'ö' | true",
                "status < 501 | true",
                "status <= 500 | true",
                "status > 500 | false",
                "status >= 500 | true",
                "missing < 5 | false",
                "missing >= 5 | false",
                "not missing < 5 | true",
                "text > \"4\" | true",
                "text > 4 | false",
                "tags > 4 | false",
                "status in [404, 500] | true",
                "status in [404, \"500\"] | false",
                "status in [] | false",
                "status not in [404] | true",
                "missing not in [404] | true",
                "missing in [null] | true",
                "\"edge\" in tags | true",
                "5 in tags | true",
                "\"5\" in tags | false",
                "\"edg\" in tags | false",
                "\"rro\" in level | true",
                "level in [\"rr\", \"error\"] | true",
                "tags in [\"edge\"] | false",
                "level in missing | false",
                "level in other | true",
                "level =~ \"^err\" | true",
                "level =~ \"^ERR\" | false",
                "level =~ \"(?i)^ERR\" | true",
                "level =~ '\\Aerror\\z' | true",
                "level =~ '\\\\Aerror\\\\z' | true",
                "level !~ \"x\" | true",
                "missing =~ \".\" | false",
                "missing !~ \".\" | true",
                "status =~ \"5\" | false",
                "tags =~ \"edge\" | false",
                "level | true",
                "missing | false",
                "nothing | false",
                "off | false",
                "flag | true",
                "empty | false",
                "zero | true",
                "no | true",
                "emptyList | true",
                "emptyObject | true",
                "url | true",
                "not level | false",
                "!missing | true",
                "! ! level | true",
                "true | true",
                "false | false",
                "null | false",
                "\"\" | false",
                "\"x\" | true",
                "url.path in [\"/healthz\", \"/ready\"] and http.code < 400 | false",
                "url.path in [\"/healthz\", \"/ready\"] and http.code == 404 | true",
                "[url][path] == \"/healthz\" | true",
                "[a.b] == \"dotted\" | true",
                "a.b == \"dotted\" | false",
                "tags.0 == \"edge\" | true",
                "[tags][-1] == 5 | true",
                "[list][0][x] == 1 | true",
                "@metadata.beat == \"filebeat\" | true",
                "[@metadata][beat] == \"filebeat\" | true",
                "[in] == \"word\" | true",
                "missing or level | true",
                "missing and level or level | true",
                "level or missing and missing | true",
                "(level or missing) and missing | false",
                "not (level and missing) | true",
                "not missing and level | true",
                "status in [ 500 ] | true",
                "[5] == [5] | true",
                "tags == [\"edge\", \"b\", 5] | true",
                "tags == [\"edge\", \"b\"] | false",
                "-5 < zero | true",
                "1e2 < status | true",
            })
    void a_condition_holds_or_not(String expression, boolean expected) throws ConditionFault {
        EventTree event = new EventTree(Values.object(EVENT.getBytes(StandardCharsets.UTF_8)), "", 0);
        assertThat(Condition.of(expression, WATCH).holds(event)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '`',
            value = {
                "a = 5 § 3 § '=' is no operator; did you mean ==?",
                "a && b § 3 § '&&' is no operator; did you mean and?",
                "a || b § 3 § '||' is no operator; did you mean or?",
                "a === b § 3 § '===' is no operator; did you mean ==?",
                "a == § 5 § expected a field, a text in quotes, a number or a list, found the end",
                "a b § 3 § expected 'and', 'or' or the end, found 'b'",
                "(a § 3 § expected ')', found the end",
                "a == \"x § 6 § the text that begins here has no end: \" is missing",
                "a =~ b § 6 § expected a regular expression in quotes, found 'b'",
                "a in [b, 5] § 7 § expected a text in quotes or a number: lists hold no fields, found 'b'",
                "a in [5 6] § 9 § expected ',' or ']', found '6'",
                "a % 5 § 3 § '%' means nothing here; a text stands in \"quotes\"",
                "and a § 1 § expected a field, a text in quotes, a number or a list, found 'and'",
            })
    void a_fault_has_its_place(String expression, int column, String message) {
        assertThatThrownBy(() -> Condition.of(expression, WATCH))
                .isInstanceOfSatisfying(ConditionFault.class, fault -> {
                    assertThat(fault).hasMessage(message);
                    assertThat(fault.column()).isEqualTo(column);
                });
    }

    @Test
    void parentheses_without_end_are_refused_and_not_followed() {
        assertThatThrownBy(() -> Condition.of("(".repeat(10_000) + "a" + ")".repeat(10_000), WATCH))
                .hasMessageContaining("more than 100");
    }

    @Test
    void an_expression_that_takes_too_long_does_not_match_and_tags_the_event() throws Exception {
        EventTree event = new EventTree(
                Values.object(("{\"a\":\"" + "a".repeat(40) + "!\"}").getBytes(StandardCharsets.UTF_8)), "", 0);
        assertThat(Condition.of("a =~ \"^(a|a)*$\"", WATCH).holds(event)).isFalse();
        assertThat(event.hasTag("_regex_timeout")).isTrue();
    }
}
