package com.jisu.logs.parsers.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jisu.logs.parsers.api.Delivery;
import com.jisu.logs.parsers.json.JsonOutput;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTreeTest {

    private static EventTree event(String json) {
        return new EventTree(Values.object(json.getBytes(StandardCharsets.UTF_8)), "id", 0);
    }

    private static String json(EventTree event) {
        return new String(JsonOutput.json(event.root()), StandardCharsets.UTF_8);
    }

    private static FieldPath path(String text) {
        return FieldPath.of(text);
    }

    @Test
    void values_are_those_of_java() {
        EventTree event = event("""
                {"t":"a\\nb","n":5,"m":-9007199254740993,"big":123456789012345678901,"f":1.5,"e":1e21,"y":true,"z":null,\
                "l":[1,"x",null,[2]],"o":{"p":{"q":1}},"lo":[{"k":1}]}""");
        assertThat(event.get(path("t"))).isEqualTo("a\nb");
        assertThat(event.get(path("n"))).isEqualTo(5L);
        assertThat(event.get(path("m"))).isEqualTo(-9007199254740993L);
        assertThat(event.get(path("big"))).isEqualTo(new BigInteger("123456789012345678901"));
        assertThat(event.get(path("f"))).isEqualTo(1.5);
        assertThat(event.get(path("e"))).isEqualTo(1e21);
        assertThat(event.get(path("y"))).isEqualTo(true);
        assertThat(event.get(path("z"))).isNull();
        assertThat(event.has(path("z"))).isTrue();
        assertThat(event.isPresent(path("z"))).isFalse();
        assertThat(event.has(path("nope"))).isFalse();
        assertThat(event.get(path("l"))).isEqualTo(Arrays.asList(1L, "x", null, List.of(2L)));
        assertThat(event.get(path("l.1"))).isEqualTo("x");
        assertThat(event.get(path("[l][-1]"))).isEqualTo(List.of(2L));
        assertThat(event.get(path("l.7"))).isNull();
        assertThat(event.get(path("o.p"))).isEqualTo(Map.of("q", 1L));
        assertThat(event.get(path("lo.0.k"))).isEqualTo(1L);
        assertThat(event.get(path("t.x"))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | a.b | {\"a\":{\"b\":1}}",
                "{\"a\":{\"c\":2}} | a.b | {\"a\":{\"c\":2,\"b\":1}}",
                "{\"a\":null} | a.b | {\"a\":{\"b\":1}}",
                "{\"a\":5} | a | {\"a\":1}",
                "{\"a\":[5,6]} | a.0 | {\"a\":[1,6]}",
                "{\"a\":[5,6]} | a.-1 | {\"a\":[5,1]}",
                "{\"a\":[5,6]} | a.2 | {\"a\":[5,6,1]}",
                "{\"a\":[{\"b\":2}]} | a.0.b | {\"a\":[{\"b\":1}]}",
                "{} | [a.b] | {\"a.b\":1}",
            })
    void a_value_is_set_on_its_way(String before, String field, String after) throws StepFailure {
        EventTree event = event(before);
        event.set(path(field), 1L);
        assertThat(json(event)).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{\"a\":5} | a.b", "{\"a\":\"x\"} | a.b.c", "{\"a\":[1]} | a.5", "{\"a\":[1]} | a.x"})
    void what_is_in_the_way_is_not_lost(String before, String field) {
        EventTree event = event(before);
        assertThatThrownBy(() -> event.set(path(field), 1L)).isInstanceOf(StepFailure.class);
        assertThat(json(event)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"b\":1}} | a.b | {\"a\":{}}",
                "{\"a\":{\"b\":1}} | a | {}",
                "{\"a\":{\"b\":1}} | a.b.c | {\"a\":{\"b\":1}}",
                "{\"a\":[1,2]} | a.0 | {\"a\":[2]}",
                "{\"a\":1} | x.y | {\"a\":1}",
            })
    void a_value_is_taken_out(String before, String field, String after) {
        EventTree event = event(before);
        event.remove(path(field));
        assertThat(json(event)).isEqualTo(after);
    }

    @Test
    void tags_are_a_list_whatever_was_there() {
        EventTree event = event("{\"tags\":\"one\"}");
        event.tag("one");
        event.tag("two");
        event.addTag("two");
        assertThat(json(event)).isEqualTo("{\"tags\":[\"one\",\"two\",\"two\"]}");
        event.removeTag("two");
        assertThat(json(event)).isEqualTo("{\"tags\":[\"one\"]}");
        event.removeTag("never");
        assertThat(json(event)).isEqualTo("{\"tags\":[\"one\"]}");
    }

    @Test
    void a_copy_has_values_of_its_own() throws StepFailure {
        EventTree event = event("{\"a\":{\"b\":[{\"c\":1}]}}");
        EventTree copy = event.copy();
        copy.set(path("a.b.0.c"), 2L);
        copy.set(path("a.x"), "y");
        assertThat(json(event)).isEqualTo("{\"a\":{\"b\":[{\"c\":1}]}}");
        assertThat(json(copy)).isEqualTo("{\"a\":{\"b\":[{\"c\":2}],\"x\":\"y\"}}");
        assertThat(event.takeCopies()).containsExactly(copy);
        assertThat(event.takeCopies()).isEmpty();
    }

    @Test
    void what_was_delivered_stays_as_it_was() throws StepFailure {
        EventTree event = event("{\"a\":1}");
        event.deliverCopy(new Delivery("i", null, null, null));
        event.set(path("a"), 2L);
        assertThat(JsonOutput.json(event.delivered().get(0).root()))
                .isEqualTo("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "a.", "[a", "a]", "[a]b", "[]", "[a][]"})
    void what_is_no_path_is_refused(String text) {
        assertThatThrownBy(() -> FieldPath.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
