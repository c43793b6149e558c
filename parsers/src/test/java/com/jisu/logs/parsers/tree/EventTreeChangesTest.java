package com.jisu.logs.parsers.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventTreeChangesTest {

    private static EventTree event(Map<String, Object> fields) {
        return new EventTree((JsonObject) Values.json(fields), "ID", 0);
    }

    private static EventTree written(String json) {
        JsonObject root = new JsonObject();
        EventTree event = new EventTree(root, "ID", 0);
        JsonValue leaf = Leaf.raw(Leaf.Kind.OBJECT, json.getBytes(StandardCharsets.UTF_8));
        root.put(FieldPath.of("o").key(0), leaf);
        return event;
    }

    private static String json(EventTree event) {
        return new String(JsonOutput.json(event.root()), StandardCharsets.UTF_8);
    }

    @Test
    void an_object_that_was_kept_as_it_is_written_is_like_any_other() throws StepFailure {
        EventTree event = written("{\"a\":{\"b\":1},\"l\":[{\"c\":2},3]}");
        assertThat(event.get(FieldPath.of("o.a.b"))).isEqualTo(1L);
        assertThat(event.get(FieldPath.of("o.l.0.c"))).isEqualTo(2L);
        assertThat(event.remove(FieldPath.of("o.l.0.c"))).isNotNull();
        event.set(FieldPath.of("o.l.-1"), 4L);
        event.set(FieldPath.of("o.a.x"), "y");
        assertThat(json(event)).isEqualTo("{\"o\":{\"a\":{\"b\":1,\"x\":\"y\"},\"l\":[{},4]}}");
    }

    @Test
    void what_can_not_be_set_changes_nothing() {
        EventTree event = event(Map.of("l", List.of("x", List.of(1L))));
        for (String path : List.of("l.0.a", "l.5", "l.a", "l.1.3", "l.1.0.z")) {
            assertThatExceptionOfType(StepFailure.class).as(path).isThrownBy(() -> event.set(FieldPath.of(path), 1L));
        }
        assertThat(json(event)).isEqualTo("{\"l\":[\"x\",[1]]}");
    }

    @Test
    void lists_in_lists_are_set_and_removed_from() throws StepFailure {
        EventTree event = event(Map.of("l", List.of("x", List.of(1L, 2L))));
        event.set(FieldPath.of("l.1.0"), 3L);
        assertThat(event.remove(FieldPath.of("l.1.-1"))).isNotNull();
        event.set(FieldPath.of("l.2.new"), true);
        assertThat(json(event)).isEqualTo("{\"l\":[\"x\",[3],{\"new\":true}]}");
    }

    @Test
    void a_move_that_is_refused_leaves_all_where_it_is() throws StepFailure {
        EventTree event = event(Map.of("l", List.of("x", "y")));
        event.set(FieldPath.of("text"), "t");
        assertThatExceptionOfType(StepFailure.class)
                .isThrownBy(() -> event.move(FieldPath.of("l.0"), FieldPath.of("text.a")));
        assertThatExceptionOfType(StepFailure.class)
                .isThrownBy(() -> event.move(FieldPath.of("l"), FieldPath.of("text.a")));
        assertThat(event.get(FieldPath.of("l"))).isEqualTo(List.of("x", "y"));
        assertThat(event.move(FieldPath.of("text"), FieldPath.of("text.a"))).isTrue();
        assertThat(event.get(FieldPath.of("text.a"))).isEqualTo("t");
    }

    @Test
    void copies_of_copies_have_ids_of_their_own() {
        EventTree event = event(Map.of());
        assertThat(event.copy().id()).isEqualTo("ID-0");
        EventTree second = event.copy();
        assertThat(second.id()).isEqualTo("ID-1");
        assertThat(second.copy().id()).isEqualTo("ID-1-0");
        event.takeCopies();
        assertThat(event.copy().id()).isEqualTo("ID-2");
    }

    @Test
    void a_list_is_written_with_commas_whatever_is_in_it() {
        assertThat(Values.text(Arrays.asList(null, null, "x"))).isEqualTo(",,x");
        assertThat(Values.text(List.of("", "", "x", List.of(1L, List.of(2L))))).isEqualTo(",,x,1,2");
    }

    @Test
    void deep_lists_and_long_numbers_are_text() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        Leaf leaf = Leaf.raw(Leaf.Kind.ARRAY, deep.getBytes(StandardCharsets.UTF_8));
        assertThat(Values.text(Values.java(leaf))).hasSize(200_000 - 200);
        String digits = "7".repeat(1_000_000);
        Leaf number = Leaf.raw(Leaf.Kind.NUMBER, digits.getBytes(StandardCharsets.UTF_8));
        assertThat(Values.java(number)).isEqualTo(digits);
    }

    @Test
    void a_family_is_bounded() {
        Family family = new Family();
        assertThat(family.admit(Family.MOST_EVENTS, 10)).isTrue();
        assertThat(family.admit(1, 10)).isFalse();
        assertThat(family.admit(0, Family.MOST_BYTES)).isFalse();
        assertThat(family.admit(0, Family.MOST_BYTES - 10)).isTrue();
    }

    @Test
    void a_name_has_the_fields_of_its_event() throws StepFailure {
        EventTree event = event(Map.of("a", "x.y", "b", "[p][q]", "n", 1L));
        assertThat(FieldName.of("[c][${a}]").of(event)).isEqualTo(FieldPath.of("[c][x.y]"));
        assertThat(FieldName.of("c.${a}").of(event)).isEqualTo(FieldPath.of("c.x.y"));
        assertThat(FieldName.of("${b}").of(event)).isEqualTo(FieldPath.of("p.q"));
        assertThat(FieldName.of("${nope:%{nope}}_${[n]}").of(event)).isEqualTo(FieldPath.of("%{nope}_1"));
        for (String name : List.of("${nope}", "[c][${b}]", "${a}..", "${b}x", "[c][${nope}]")) {
            assertThatExceptionOfType(StepFailure.class)
                    .as(name)
                    .isThrownBy(() -> FieldName.of(name).of(event));
        }
    }
}
