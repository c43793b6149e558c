package com.jisu.logs.parsers.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.StepTimeout;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RubyPatternTest {

    private static final RegexWatch WATCH = new RegexWatch();

    @AfterAll
    static void close() {
        WATCH.close();
    }

    private static RubyPattern pattern(String source) throws OptionFault {
        return RubyPattern.of("pattern", source, WATCH, 100);
    }

    @ParameterizedTest
    @CsvSource({
        "abc, b, x, axc",
        "hello, l*, -, -h-e--o-",
        "äöü, '', -, -ä-ö-ü-",
        "john smith, '(\\w+) (\\w+)', '\\2 \\1', smith john",
        "john smith, '(?<first>\\w+) (?<last>\\w+)', '\\k<last>, \\k<first>', 'smith, john'",
        "ab, b, '[\\0\\&\\`]', a[bba]",
        "abc, b, \\', acc",
        "a.b, '\\.', '\\\\', a\\b",
        "ab, b, '\\k<c', 'a\\k<c'",
        "ab, b, '\\x\\', 'a\\x\\'",
        "ab, '(x)?b', '<\\1>', a<>",
        "ab, b, '\\5', a",
        "'', ^, x, x",
        "q=1, '(?i)Q', p, p=1",
    })
    void replaces_as_ruby_does(String text, String pattern, String replacement, String expected) throws Exception {
        assertThat(pattern(pattern).replaceAll(text, RubyReplacement.of(replacement)))
                .isEqualTo(expected);
    }

    @Test
    void a_text_without_a_match_stays_the_same() throws Exception {
        String text = "abc";
        assertThat(pattern("x").replaceAll(text, RubyReplacement.of("y"))).isSameAs(text);
    }

    @Test
    void gives_groups_by_number_and_name() throws Exception {
        RubyPattern.Found found =
                pattern("(?<key>\\w+)=(?:(?<value>\\d+)|(?<value>\\w+))").find("ä key=abc!");
        assertThat(found.group("key")).isEqualTo("key");
        assertThat(found.group("value")).isEqualTo("abc");
        assertThat(found.group("other")).isNull();
        assertThat(found.group(0)).isEqualTo("key=abc");
        assertThat(found.group(2)).isNull();
        assertThat(found.group(9)).isNull();
        assertThat(found.before()).isEqualTo("ä ");
        assertThat(found.behind()).isEqualTo("!");
        assertThat(pattern("z").find("abc")).isNull();
        assertThat(pattern("\\d").findAll("a1b22"))
                .extracting(each -> each.group(0))
                .containsExactly("1", "2", "2");
    }

    @Test
    void says_what_is_wrong_with_an_expression() {
        for (String wrong : new String[] {"(", "[z-a]", "*", "(?<a", "\\p{Nope}", "a{2,1}{"}) {
            try {
                pattern(wrong);
            } catch (OptionFault e) {
                assertThat(e.option()).isEqualTo("pattern");
                assertThat(e).hasMessageStartingWith("must be a regular expression, not '" + wrong + "'");
            }
        }
        assertThatThrownBy(() -> pattern("(")).isInstanceOf(OptionFault.class);
        assertThatThrownBy(() -> pattern("(".repeat(100_000) + ")".repeat(100_000)))
                .isInstanceOf(OptionFault.class);
    }

    @Test
    void what_takes_too_long_is_ended() throws Exception {
        RubyPattern slow = pattern("(a+)+$");
        String text = "a".repeat(40) + "b";
        for (Executable each : new Executable[] {
            () -> slow.finds(text), () -> slow.find(text), () -> slow.replaceAll(text, RubyReplacement.of("x"))
        }) {
            long begin = System.nanoTime();
            assertThatThrownBy(each::run).isInstanceOf(StepTimeout.class).hasMessageContaining("100 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        }
    }

    private interface Executable {
        void run() throws Exception;
    }

    @Test
    void many_short_searches_have_one_limit_together() {
        assertThatThrownBy(() -> RubyPattern.of("pattern", "x(?=.*y)|a", WATCH, 20)
                        .replaceAll("xa".repeat(100_000), RubyReplacement.of("b")))
                .isInstanceOf(StepTimeout.class);
        assertThatThrownBy(() -> RubyPattern.of("pattern", "a", WATCH, 10_000)
                        .replaceAll("a".repeat(100_000), RubyReplacement.of("\\`\\'")))
                .isInstanceOf(StepFailure.class)
                .hasMessageContaining("bytes");
    }
}
