package com.jisu.logs.parsers.extract;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.RegexWatch;
import com.jisu.logs.parsers.tree.StepTimeout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jcodings.specific.UTF8Encoding;
import org.joni.Matcher;
import org.joni.Option;
import org.joni.Regex;
import org.joni.Region;
import org.joni.Syntax;
import org.joni.WarnCallback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What makes grok fast never changes what it captures: lines that lack a needed text are passed over, the shortest text up to a sign is
 * found in one go, and an address without a colon is not looked for. All of it is compared with the expression that is put together plainly.
 */
class GrokRewriteTest {

    private static final Pattern REFERENCE = Pattern.compile("%\\{(\\w+)(?::([\\w.\\[\\]@-]+)(?::\\w+)?)?}");
    private static final String GUARD = "(?=[0-9A-Fa-f]{0,4}:)";
    private static final RegexWatch WATCH = new RegexWatch();
    private static final int MOST_MILLIS = 60_000;

    private static final List<String> PARTS = List.of(
            "%{DATA:a}",
            "%{DATA:b}",
            "%{GREEDYDATA:c}",
            "%{DATA}",
            "(?:%{DATA:a}|x)",
            "(%{DATA:a})",
            "(?<d>%{DATA})",
            "(?:%{DATA:a})?",
            "(?:%{DATA:b}\")*",
            "%{IP:i}",
            "%{IPV6:i}",
            "%{IPORHOST:h}",
            "%{WORD:w}",
            "%{INT:n:int}",
            "%{QS:q}",
            "\\[",
            "\\]",
            "\"",
            "'",
            ",",
            ";",
            ":",
            " ",
            "=",
            "-",
            "\\.",
            "\\|",
            "x",
            "ab",
            "é",
            "\"?",
            ",+",
            ";*",
            ":{0,2}",
            "=|-",
            "^",
            "$",
            "\\b",
            "(?=,)",
            "(?!;)",
            "(?<=:)",
            "(?i)",
            "(?-m)",
            "(?m)",
            "(?:a|b|)",
            "[,;]",
            "[^\"]*",
            "\\s+",
            "\\S",
            ".",
            "\\\\",
            "(?>%{DATA:a},)",
            "(?>%{DATA:a})",
            "(?=%{DATA:a})\"",
            "(?<w>(?!%{DATA});)",
            "(?-m)%{DATA:b}\"",
            "(?-m:%{QUOTED:a})",
            "%{ONELINE:b}",
            "%{QUOTED:a}",
            "\\n",
            "[]a]",
            "(?~x)");
    private static final List<String> PIECES = List.of(
            "\"",
            "\"",
            "'",
            ",",
            ";",
            ":",
            " ",
            " ",
            "=",
            "-",
            ".",
            "[",
            "]",
            "|",
            "x",
            "ab",
            "a",
            "é",
            "ß",
            "日",
            "\n",
            "\\",
            "203.0.113.7",
            "2001:db8::1",
            "::1",
            "fe80::1%e0",
            "17",
            "-5",
            "example.com",
            "\"q\\\"r\"",
            "🙂",
            "&",
            "X");

    /** An expression that is put together without any of it. */
    private static String plain(String pattern, Map<String, String> patterns) {
        return REFERENCE
                .matcher(pattern)
                .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(plain(found, patterns)));
    }

    private static String plain(MatchResult found, Map<String, String> patterns) {
        String name = found.group(1);
        String inner = patterns.get(name);
        if (name.equals("IPV6")) {
            assertThat(inner).startsWith(GUARD);
            inner = inner.substring(GUARD.length());
        }
        return (found.group(2) == null
                        ? "(?:"
                        : "(?<" + name + "_" + found.group(2).replaceAll("\\W", "_") + ">") + plain(inner, patterns)
                + ")";
    }

    private static Regex regex(String expression) {
        byte[] utf8 = expression.getBytes(StandardCharsets.UTF_8);
        return new Regex(utf8, 0, utf8.length, Option.MULTILINE, UTF8Encoding.INSTANCE, Syntax.RUBY, WarnCallback.NONE);
    }

    private static String groups(Region region) {
        if (region == null) {
            return "no match";
        }
        StringBuilder groups = new StringBuilder();
        for (int i = 0; i < region.getNumRegs(); i++) {
            groups.append(region.getBeg(i)).append('-').append(region.getEnd(i)).append(' ');
        }
        return groups.toString();
    }

    private static String plainGroups(Regex regex, byte[] text) {
        Matcher matcher = regex.matcher(text);
        return groups(matcher.search(0, text.length, Option.NONE) < 0 ? null : matcher.getEagerRegion());
    }

    private static void areTheSame(String pattern, Map<String, String> patterns, List<String> lines)
            throws OptionFault, StepTimeout {
        GrokPattern fast = GrokPattern.of(
                "patterns",
                pattern,
                new GrokPattern.Reading(patterns, true, null, List.of(), true, WATCH, MOST_MILLIS));
        Regex plain = regex(plain(pattern, patterns));
        for (String line : lines) {
            byte[] text = line.getBytes(StandardCharsets.UTF_8);
            assertThat(groups(fast.find(text, 0, text.length)))
                    .as(pattern + " in '" + line + "'")
                    .isEqualTo(plainGroups(plain, text));
        }
    }

    private static String any(List<String> of, int most, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(of.get(random.nextInt(of.size())));
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void random_patterns_capture_the_same_of_random_lines(long seed) throws Exception {
        Random random = new Random(seed);
        Map<String, String> patterns = new TreeMap<>(GrokLibrary.patterns(random.nextBoolean()));
        patterns.put("QUOTED", "%{DATA:c}\"");
        patterns.put("ONELINE", "(?-m:%{QUOTED})");
        int tried = 0;
        for (int i = 0; i < 700; i++) {
            String pattern = any(PARTS, 7, random);
            List<String> lines = new ArrayList<>(List.of(""));
            for (int j = 0; j < 25; j++) {
                lines.add(any(PIECES, 14, random));
            }
            try {
                regex(plain(pattern, patterns));
            } catch (org.joni.exception.JOniException e) {
                continue;
            }
            areTheSame(pattern, patterns, lines);
            tried++;
        }
        assertThat(tried).isGreaterThan(500);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_programs_patterns_capture_the_same_of_lines_that_are_nearly_theirs(boolean ecs) throws Exception {
        Random random = new Random(42);
        Map<String, String> patterns = GrokLibrary.patterns(ecs);
        for (Map.Entry<String, List<String>> each : lines().entrySet()) {
            String name = each.getKey().replaceAll(":.*", "");
            if (!patterns.containsKey(name)) {
                continue;
            }
            List<String> lines = new ArrayList<>(each.getValue());
            for (String line : each.getValue()) {
                for (int i = 0; i < 12; i++) {
                    int from = random.nextInt(line.length() + 1);
                    int to = Math.min(line.length(), from + random.nextInt(4));
                    lines.add(line.substring(0, from) + any(PIECES, 2, random) + line.substring(to));
                }
            }
            areTheSame("%{" + name + ":whole}", patterns, lines);
        }
    }

    @Test
    void there_are_lines_of_most_families() throws Exception {
        assertThat(lines()).hasSizeGreaterThan(80);
    }

    private static Map<String, List<String>> lines() throws Exception {
        Map<String, List<String>> lines = new TreeMap<>();
        try (var files = Files.list(Path.of("src/test/resources/grok"))) {
            for (Path file : files.toList()) {
                String pattern = "";
                for (String line : Files.readAllLines(file)) {
                    if (!line.startsWith("  ")) {
                        pattern = line;
                    } else if (!line.matches(" {2}(both|older|ecs) .*")) {
                        lines.computeIfAbsent(pattern, name -> new ArrayList<>())
                                .add(line.substring(2).replace('␊', '\n').replace('␉', '\t'));
                    }
                }
            }
        }
        return lines;
    }
}
