package com.jisu.logs.parsers.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.jisu.logs.parsers.api.Delivery;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.Outcome;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.steps.StepType;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingStepsTest {

    private static final String ID = "AAAAAAAAAAAAAAAAAAAAAA";

    private static Step step(StepType type, Map<String, Object> options) throws OptionFault {
        return type.maker().make(new StepOptions(options), null);
    }

    private static EventTree event(String id, Map<String, Object> fields) {
        return new EventTree((JsonObject) Values.json(fields), id, 0);
    }

    private static Delivery delivered(Map<String, Object> options, Map<String, Object> fields)
            throws OptionFault, StepFailure {
        EventTree event = event(ID, fields);
        assertThat(step(Deliver.TYPE, options).apply(event)).isEqualTo(Outcome.DONE);
        return event.delivery();
    }

    @Test
    void drop_drops() throws OptionFault, StepFailure {
        EventTree event = event(ID, Map.of());
        assertThat(step(Drop.DROP, Map.of()).apply(event)).isEqualTo(Outcome.DONE);
        assertThat(event.isDropped()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0.05, 0", "0.5, 0", "0, 0", "1, 0", "0.7, 30"})
    void a_share_stays_and_always_the_same_one(double share, int percentage) throws OptionFault, StepFailure {
        Step step = percentage == 0
                ? step(Drop.SAMPLE, Map.of("keep", share))
                : step(Drop.DROP, Map.of("percentage", percentage));
        int kept = 0;
        for (int i = 0; i < 100_000; i++) {
            EventTree event = event(ID + i, Map.of());
            EventTree again = event(ID + i, Map.of("other", 1L));
            Outcome outcome = step.apply(event);
            step.apply(again);
            assertThat(event.isDropped()).isEqualTo(again.isDropped()).isEqualTo(outcome == Outcome.DONE);
            kept += event.isDropped() ? 0 : 1;
        }
        assertThat(kept / 100_000.0).isCloseTo(share, within(0.005));
    }

    @Test
    void what_a_smaller_share_keeps_a_larger_one_keeps() throws OptionFault, StepFailure {
        Step small = step(Drop.SAMPLE, Map.of("keep", 0.1));
        Step large = step(Drop.SAMPLE, Map.of("keep", 0.3));
        for (int i = 0; i < 1000; i++) {
            EventTree one = event(ID + i, Map.of());
            EventTree other = event(ID + i, Map.of());
            small.apply(one);
            large.apply(other);
            assertThat(one.isDropped() || !other.isDropped()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"-0.1", "1.1", "NaN"})
    void a_share_is_from_0_to_1(double share) {
        assertThatExceptionOfType(OptionFault.class).isThrownBy(() -> step(Drop.SAMPLE, Map.of("keep", share)));
    }

    @Test
    void a_split_drops_the_event_and_gives_each_part_an_id() throws OptionFault, StepFailure {
        EventTree event = event(ID, Map.of("message", "a\nb;c;d"));
        step(SplitEvent.TYPE, Map.of()).apply(event);
        assertThat(event.isDropped()).isTrue();
        List<EventTree> lines = event.takeCopies();
        Set<String> ids = new TreeSet<>();
        Step parts = step(SplitEvent.TYPE, Map.of("terminator", ";"));
        for (EventTree line : lines) {
            ids.add(line.id());
            parts.apply(line);
            line.takeCopies().forEach(each -> ids.add(each.id()));
        }
        assertThat(ids).containsExactly(ID + "-0", ID + "-1", ID + "-1-0", ID + "-1-1", ID + "-1-2");
    }

    @Test
    void copies_of_two_steps_have_ids_of_their_own() throws OptionFault, StepFailure {
        EventTree event = event(ID, Map.of());
        Step copies = step(SplitEvent.TYPE, Map.of("copies", List.of("x", "y")));
        copies.apply(event);
        copies.apply(event);
        assertThat(event.isDropped()).isFalse();
        assertThat(event.takeCopies().stream().map(EventTree::id))
                .containsExactly(ID + "-0", ID + "-1", ID + "-2", ID + "-3");
    }

    @Test
    void too_many_parts_leave_the_event_whole() throws OptionFault, StepFailure {
        Step step = step(SplitEvent.TYPE, Map.of("terminator", ";"));
        EventTree most = event(ID, Map.of("message", "x;".repeat(10_000)));
        assertThat(step.apply(most)).isEqualTo(Outcome.DONE);
        assertThat(most.takeCopies()).hasSize(10_000);
        for (String text : List.of("x;".repeat(10_001), "x;".repeat(1 << 20))) {
            EventTree event = event(ID, Map.of("message", text));
            assertThatExceptionOfType(StepFailure.class)
                    .isThrownBy(() -> step.apply(event))
                    .satisfies(e -> assertThat(e.tags()).containsExactly("_split_limit"));
            assertThat(event.isDropped()).isFalse();
            assertThat(event.text(FieldPath.of("message"))).isEqualTo(text);
            assertThat(event.takeCopies()).isEmpty();
        }
    }

    @Test
    void parts_of_parts_count_for_the_same_event() throws OptionFault, StepFailure {
        EventTree event = event(ID, Map.of("message", ("y,".repeat(200) + ";").repeat(100)));
        step(SplitEvent.TYPE, Map.of("terminator", ";")).apply(event);
        Step again = step(SplitEvent.TYPE, Map.of("terminator", ","));
        int made = 0;
        int failed = 0;
        for (EventTree each : event.takeCopies()) {
            try {
                again.apply(each);
                made += each.takeCopies().size();
            } catch (StepFailure e) {
                failed++;
            }
        }
        assertThat(made).isEqualTo(9800);
        assertThat(failed).isEqualTo(51);
    }

    @Test
    void too_many_bytes_leave_the_event_whole() throws OptionFault, StepFailure {
        List<Object> list = new ArrayList<>(Collections.nCopies(9_000, "z".repeat(10)));
        Step beside = step(SplitEvent.TYPE, Map.of("field", "l", "target", "t"));
        EventTree event = event(ID, Map.of("l", list));
        assertThatExceptionOfType(StepFailure.class)
                .isThrownBy(() -> beside.apply(event))
                .satisfies(e -> assertThat(e.tags()).containsExactly("_split_limit"));
        assertThat(event.takeCopies()).isEmpty();
        assertThat(event.has(FieldPath.of("t"))).isFalse();
        Step instead = step(SplitEvent.TYPE, Map.of("field", "l", "target", "t", "keep_source", false));
        instead.apply(event);
        assertThat(event.takeCopies()).hasSize(9_000);
    }

    @Test
    void options_that_do_not_fit_are_refused() {
        for (Map<String, Object> options : List.<Map<String, Object>>of(
                Map.of("copies", "x", "field", "a"),
                Map.of("mark", "a"),
                Map.of("terminator", ""),
                Map.of("field", "a", "target", "a.b"),
                Map.of("field", "a.b", "target", "a"))) {
            assertThatExceptionOfType(OptionFault.class)
                    .as("%s", options)
                    .isThrownBy(() -> step(SplitEvent.TYPE, options));
        }
    }

    @Test
    void a_document_goes_where_the_last_one_says() throws OptionFault, StepFailure {
        EventTree event = event(ID, Map.of("a", "X", "n", 7L));
        step(Deliver.TYPE, Map.of("index", "first", "routing", "r")).apply(event);
        step(Deliver.TYPE, Map.of("index", "l-${a}", "id", "${n}", "pipeline", "p-${a}"))
                .apply(event);
        assertThat(event.delivery()).isEqualTo(new Delivery("l-x", "7", "p-X", null));
        step(Deliver.TYPE, Map.of("copy", true, "index", "copy")).apply(event);
        assertThat(event.delivery().index()).isEqualTo("l-x");
        event.set(FieldPath.of("a"), "changed");
        assertThat(event.delivered()).hasSize(1);
        assertThat(event.delivered().get(0).delivery()).isEqualTo(new Delivery("copy", null, null, null));
        assertThat(Values.java(event.delivered().get(0).root())).isEqualTo(Map.of("a", "X", "n", 7L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "Logs-2026.11 ! logs-2026.11",
                "-_+a+b ! a+b",
                "'a b\\c/d*e?f\"g<h>i|j,k#l:m' ! a_b_c_d_e_f_g_h_i_j_k_l_m",
                "\u00c4\u0130\u4e2d ! \u00e4i\u0307\u4e2d",
                "...x ! ...x",
                "${nope:%{[a]}} ! %{[a]}",
                "/lead ! lead"
            })
    void names_of_indices_are_cleaned(String typed, String index) throws OptionFault, StepFailure {
        assertThat(delivered(Map.of("index", typed), Map.of()).index()).isEqualTo(index);
    }

    @Test
    void a_name_that_is_too_long_is_cut() throws OptionFault, StepFailure {
        assertThat(IndexName.cleaned("a".repeat(300))).hasSize(255);
        assertThat(IndexName.cleaned("x" + "\ud83d\ude00".repeat(100))).isEqualTo("x" + "\ud83d\ude00".repeat(63));
        assertThat(IndexName.cleaned("a\ud83db\n")).isEqualTo("a_b_");
    }

    @Test
    void without_a_name_it_goes_to_the_daily_index() throws OptionFault {
        for (String value : List.of("", ".", "..", "-", " ")) {
            EventTree event = event(ID, Map.of("a", value));
            Step step = step(Deliver.TYPE, Map.of("index", "${a}", "id", "x"));
            assertThatExceptionOfType(StepFailure.class).isThrownBy(() -> step.apply(event));
            assertThat(event.delivery()).isEqualTo(new Delivery(null, "x", null, null));
        }
        EventTree event = event(ID, Map.of());
        Step copy = step(Deliver.TYPE, Map.of("index", "l-${nope}", "copy", true));
        assertThatExceptionOfType(StepFailure.class).isThrownBy(() -> copy.apply(event));
        assertThat(event.delivered().get(0).delivery()).isEqualTo(Delivery.DEFAULT);
        assertThatExceptionOfType(OptionFault.class).isThrownBy(() -> step(Deliver.TYPE, Map.of("index", "..")));
        assertThatExceptionOfType(OptionFault.class).isThrownBy(() -> step(Deliver.TYPE, Map.of()));
    }

    @Test
    void long_ids_are_hashed() throws OptionFault, StepFailure {
        Map<String, Object> fields = Map.of("a", "x".repeat(512), "u", "\u00fc".repeat(257), "e", "");
        assertThat(delivered(Map.of("id", "${a}"), fields).id()).isEqualTo("x".repeat(512));
        assertThat(delivered(Map.of("id", "${u}"), fields).id())
                .isEqualTo("2af8c99ccdd8c38da1e1920a94e600700a4457cba16aa693f5903d298726d699");
        assertThat(delivered(Map.of("id", "${e}", "pipeline", "${e}", "routing", "${nope}"), fields))
                .isEqualTo(Delivery.DEFAULT);
        assertThat(delivered(Map.of("pipeline", "${nope:%{[p]}}"), fields).pipeline())
                .isEqualTo("%{[p]}");
    }
}
