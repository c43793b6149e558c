package com.jisu.logs.parsers.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.Fixtures;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NeededLiteralsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "Chrome/(\\d+) [[chrome/]]",
                "(Chromium|Chrome)/(\\d+) [[chrome/,chromium/]]",
                "(Chromium|Chrome)(\\d+) [[chrome,chromium]]",
                "(foobar|foo) [[foo]]",
                "[Ss]pider [[spider]]",
                "spider[-/] [[spider-,spider/]]",
                "spider[a-z] [[spider]]",
                "spider[^a] [[spider]]",
                "spider\\.x [[spider.x]]",
                "spider.x [[spider]]",
                "colou?r [[color,colour]]",
                "colou*r [[colo]]",
                "colou+r [[colou]]",
                "colou+rful [[colou],[urful]]",
                "colou{0,}r [[colo]]",
                "colou{2}r [[colouur]]",
                "colou{1,3}rs [[colou],[urs]]",
                "(?:abc)+def [[abcdef]]",
                "(?:abc)?def [[def]]",
                "(?:abc)*def [[def]]",
                "(?:abc|)def [[def]]",
                "(abc(?:\\.(\\d+)|)|xyz(\\d)) [[abc,xyz]]",
                "abc(?!def)ghi [[abcghi]]",
                "abc(?=def)(?<!ghi)(?<=jkl) [[abc]]",
                "^abc\\b-def$ [[abc-def]]",
                "abc(?i)DEF [[abcdef]]",
                "abc(?i:DEF|ghi) [[abcdef,abcghi]]",
                "abc{3}d [[abcccd]]",
                "abc++d [[abc]]",
                "abc+?def [[abc],[cdef]]",
                "äabcä [[abc]]",
                "ab|abcd []",
                "ab\\dcd []",
                "abc|\\d []",
                "abc| []",
                "(abc)?(def)* []"
            })
    void what_an_expression_needs_is_found(String expression, String clauses) {
        assertThat(sorted(NeededLiterals.of(expression))).isEqualTo(clauses);
    }

    private static String sorted(List<Set<String>> clauses) {
        return clauses.stream()
                .map(clause -> "[" + String.join(",", clause) + "]")
                .sorted()
                .toList()
                .toString()
                .replace(" ", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?x)abc def",
                "(?u)abc",
                "(?<name>abc)",
                "abc\\Qdef\\E",
                "(abc)\\1",
                "abc[a[b]]",
                "abc[]d]",
                "abc[a-z&&[^b]]",
                "abc\\x41",
                "abc\\p{L}"
            })
    void nothing_is_known_of_an_expression_with_other_syntax(String expression) {
        assertThat(NeededLiterals.of(expression)).isEmpty();
    }

    @Test
    void a_text_that_matches_has_what_is_needed() {
        Random random = Fixtures.random("NeededLiteralsTest");
        int needed = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            String expression = new RandomExpression(random).next(text, 4);
            boolean ignoresCase = random.nextBoolean();
            String found = "<" + (ignoresCase ? swappedCase(text.toString()) : text) + ">";
            assertThat(Pattern.compile(expression, ignoresCase ? Pattern.CASE_INSENSITIVE : 0)
                            .matcher(found)
                            .find())
                    .as("%s in %s", expression, found)
                    .isTrue();
            List<Set<String>> clauses = NeededLiterals.of(expression);
            needed += clauses.isEmpty() ? 0 : 1;
            String lower = found.toLowerCase(Locale.ROOT);
            for (Set<String> clause : clauses) {
                assertThat(clause).as("%s matches %s", expression, found).anyMatch(literal -> lower.contains(literal));
            }
        }
        assertThat(needed).as("expressions of which something is known").isGreaterThan(4_000);
    }

    private static String swappedCase(String text) {
        StringBuilder swapped = new StringBuilder();
        text.chars()
                .forEach(c -> swapped.append(
                        (char) (Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))));
        return swapped.toString();
    }
}
