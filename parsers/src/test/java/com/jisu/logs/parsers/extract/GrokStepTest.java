package com.jisu.logs.parsers.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.RegexWatch;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.StepTimeout;
import com.jisu.logs.parsers.tree.Values;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrokStepTest {

    private static final RegexWatch WATCH = new RegexWatch();

    private static Step grok(Map<String, Object> options) throws OptionFault {
        StepContext context = new StepContext(
                Schema.ECS,
                Map.of("ORDER", "[A-Z]{2}-\\d{8}", "LOOP", "a%{AGAIN}", "AGAIN", "b%{LOOP}"),
                null,
                null,
                Path.of("."),
                WATCH);
        return GrokStep.type().maker().make(new StepOptions(options), context);
    }

    private static EventTree event(String message) {
        return new EventTree((JsonObject) Values.json(Map.of("message", message)), "id", 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%{IPORHOTS:a} | must be made of known patterns, not %{IPORHOTS}; did you mean 'IPORHOST'?",
                "%{SOMETHINGELSE:a} | must be made of known patterns, not %{SOMETHINGELSE}",
                "%{LOOP} | must not have a pattern in itself: LOOP > AGAIN > LOOP",
                "(%{WORD:a} | must be a regular expression, not '(%{WORD:a}'",
                "%{WORD:a..b} | can not capture WORD:a..b",
            })
    void says_what_is_wrong_with_a_pattern(String pattern, String message) {
        assertThatThrownBy(() -> grok(Map.of("patterns", pattern)))
                .isInstanceOf(OptionFault.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void patterns_that_grow_beyond_all_measure_are_refused() {
        Map<String, String> doubling = new java.util.HashMap<>();
        for (int i = 0; i < 40; i++) {
            doubling.put("D" + i, "%{D" + (i + 1) + "}%{D" + (i + 1) + "}");
        }
        doubling.put("D40", "x");
        assertThatThrownBy(() -> grok(Map.of("patterns", "%{D0}", "pattern_definitions", doubling)))
                .isInstanceOf(OptionFault.class)
                .hasMessageContaining("longer");
    }

    @Test
    void needs_either_patterns_or_fields() {
        assertThatThrownBy(() -> grok(Map.of()))
                .isInstanceOf(OptionFault.class)
                .hasMessage("needs either patterns or fields");
        assertThatThrownBy(() -> grok(Map.of("fields", Map.of("a", "x"), "field", "b")))
                .isInstanceOf(OptionFault.class);
    }

    @Test
    void knows_the_patterns_of_the_rules() throws Exception {
        EventTree event = event("for AB-00000017");
        grok(Map.of("patterns", "%{ORDER:order}")).apply(event);
        assertThat(Values.java(event.root())).isEqualTo(Map.of("message", "for AB-00000017", "order", "AB-00000017"));
    }

    /** Whatever the line, a match takes its time and not more: what is allowed beside it is for a machine that is busy. */
    @Test
    void no_line_takes_longer_than_a_match_may() throws Exception {
        Step step = grok(Map.of("patterns", List.of("^(a+)+$", "^(?:%{WORD:w},?)*;$", "^(%{DATA}b)*%{DATA:x}c$")));
        Random random = new Random(42);
        int ended = 0;
        for (int i = 0; i < 40; i++) {
            StringBuilder line = new StringBuilder("a".repeat(20 + random.nextInt(40)));
            for (int j = random.nextInt(4); j > 0; j--) {
                line.insert(random.nextInt(line.length()), "abc,; é".charAt(random.nextInt(7)));
            }
            long begin = System.nanoTime();
            Throwable thrown =
                    catchThrowable(() -> step.apply(event(line.append('!').toString())));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(3 * 100 + 1500));
            assertThat(thrown).isIn(thrown instanceof StepFailure ? thrown : null);
            ended += thrown instanceof StepTimeout ? 1 : 0;
        }
        assertThat(ended).isPositive();
    }

    /** Texts that an expression needs must be in whatever it matches: a line that it would match is never passed over. */
    @Test
    void what_is_needed_is_in_all_that_matches() {
        for (String[] each : new String[][] {
            {"a b", "a b"},
            {"(?:x|y) z\\[", "y z["},
            {"ab?c", "ac"},
            {"ab{0,2}c", "ac"},
            {"(?<n>ab)+c(?:d)?", "abababc"},
            {"(?=abc)a(?!x)b(?<=b)c", "abc"},
            {"(?m:a.b)c", "a\nbc"},
            {"(?i)AB", "ab"},
            {"[^]a]x", "bx"},
            {"[[:alpha:]\\]]-\\p{L}\\x41\\u0042", "]-äAB"},
            {"é+ü*ß", "éß"},
            {"😀*x", "x"},
            {"(?>a|b)\\.(?#c)d", "b.d"},
            {"a\\Q", "aQ"},
            {"((((a))))?b|c", "c"},
        }) {
            byte[] text = each[1].getBytes(StandardCharsets.UTF_8);
            assertThat(NeededTexts.of(each[0]).areIn(text, 0, text.length))
                    .as(each[0])
                    .isTrue();
        }
        byte[] text = "a c b".getBytes(StandardCharsets.UTF_8);
        assertThat(NeededTexts.of("a \\S+ (?:b) c").areIn(text, 0, text.length)).isFalse();
        assertThat(NeededTexts.of("x").areIn(text, 0, text.length)).isFalse();
    }
}
