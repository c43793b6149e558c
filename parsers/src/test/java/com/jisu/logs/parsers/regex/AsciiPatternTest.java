package com.jisu.logs.parsers.regex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.regex.AsciiPattern.Result;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.jcodings.specific.UTF8Encoding;
import org.joni.Matcher;
import org.joni.Option;
import org.joni.Regex;
import org.joni.Region;
import org.joni.Syntax;
import org.joni.WarnCallback;
import org.joni.exception.SyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What joni finds, with the same groups, is what is right here. */
class AsciiPatternTest {

    private static final int RANDOM_PATTERNS = 60_000;
    private static final int TEXTS = 6;

    /** Of the text 'pattern => text' that is decided here as joni decides it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a => a",
                "(?<x>a+)(?<y>a*) => aaaa",
                "(?<x>a+?)(?<y>a*) => aaaa",
                "(?<x>a++)(?<y>a*) => aaaa",
                "(?<x>(?:ab|a)+)b => ababb",
                "(?:(?<x>a)b|ac) => ac",
                "(?:(?<x>a)|b)* => ab",
                "(?:(?<x>a)|(?<y>b))+c => abac",
                "(?<x>a)?b => b",
                "(?<x>a)??ab => ab",
                "(?>a|ab)c => abc",
                "(?>ab|a)c => abc",
                "(?<x>(?>a*))a => aaa",
                "(?<=a)b => ab",
                "(?<!a)b => abcb",
                "(?<=ab|cd)e => cde",
                "a(?=(?<x>b)) => ab",
                "a(?!(?<x>b))(?<y>.) => abac",
                "^b => a\nb",
                "a$ => a\nb",
                "^ => \n",
                "$ => \n",
                "\\Z => a\n",
                "\\z => a\n",
                "(?<x>a$)\n(?<y>^b) => a\nb",
                "(?:a$\n?)+ => a\na\n",
                "(?i)abc|D => xd",
                "((?i)a|b)c => Bc",
                "b\\Z => ab\n",
                "\\bfoo\\b => a foo",
                "\\Boo => foo",
                "[^a]+ => a\n b",
                "[\\w.-]+ => x.y-z",
                "[+-=:]+ => 1,2;3",
                "[[:alpha:]_]+ => 12ab_3",
                "(?i)ABC => xabC",
                "(?i:a)b => Ab",
                "a{2} => aaa",
                "a{b} => xa{b}",
                "{(?<x>a)} => {a}",
                "(?<[a][b]>a)(b) => ab",
                "[\\x21-\\x5a\\x5c\\x5e-\\x7e]+ => [sshd]",
                "\\x41b => Ab",
                "[[a]b]+ => cab",
                "[[[:alnum:]]_%-]+ => /a_1-%",
                "[^[^a]b]+ => abc",
                "a{,2}b => aaab",
                "a{2,}b => aaab",
                "(?:ab){1,2}a => ababab",
                "(?<x>.*?), => a,b",
                "(?m:a.b) => a\nb",
                "(?<x>.*)b(?<y>.+) => aabbab",
                "a(?<x>.++)b => aab",
                "\\h+ => xyzAf09g",
                "(?:a|)b => b",
                "x*y => aay",
                "(?<a>\\d+)(?:\\.(?<b>\\d+))? => v1.25",
                "(a)(b) => ab"
            })
    void findsWhatJoniFinds(String patternAndText) {
        String[] both = patternAndText.split(" => ", 2);
        Optional<AsciiPattern> pattern = AsciiPattern.of(both[0], false);
        assertThat(pattern).as("known").isPresent();
        assertThat(found(pattern.get(), both[1])).isEqualTo(byJoni(both[0], both[1], Option.NONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a)\\1",
                "(?<x>a)\\k<x>",
                "(?<x>a\\g<x>?)",
                "\\p{Alpha}",
                "[a&&b]",
                "(a*)*",
                "(?:)+",
                "a**",
                "a{2}+",
                "a{2}?",
                "a{1b",
                "a{1,2}{3}",
                "a\\Kb",
                "(?<=a+)b",
                "(?x: a )",
                "a(?i)b|c",
                "(?#note)a",
                "(?~a)",
                "\\R",
                "\\u0041",
                "\\x4",
                "\\xc3",
                "[[:^alpha:]]",
                "[a-[b]]",
                "[]a]",
                "[a-\\d]",
                "(?i)ſ",
                "(?i)[ſ]",
                "(",
                ")",
                "a{1001}"
            })
    void leavesToJoniWhatItDoesNotKnow(String pattern) {
        assertThat(AsciiPattern.of(pattern, false)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"(?:a+)+b, 60", "(?:a|a)+b, 300", "(?:x+x+)+y, 200", "(?:ab?)*c, 5000", "(?:.|a)*b, 400"})
    void givesUpInsteadOfTryingForLong(String pattern, int length) {
        byte[] text = "ax"
                .repeat(length)
                .replace("xa", pattern.contains("x") ? "xx" : "aa")
                .getBytes(UTF_8);
        int[] found = new int[2];
        assertThat(AsciiPattern.of(pattern, false).orElseThrow().find(text, 0, text.length, 0, found))
                .isIn(Result.UNDECIDED, Result.ABSENT);
    }

    @Test
    void aLineOfTenMegabytesIsDecidedOrLeftSoon() {
        byte[] text = new byte[10 << 20];
        Arrays.fill(text, (byte) 'a');
        for (String pattern : new String[] {"(?:aa?)+b", "a*b", "a*?b", "(?:.*,)*x", "[^b]+c"}) {
            assertThat(AsciiPattern.of(pattern, false).orElseThrow().find(text, 0, text.length, 0, new int[2]))
                    .as(pattern)
                    .isEqualTo(Result.UNDECIDED);
        }
    }

    @Test
    void textIsAPartOfBytes() {
        byte[] bytes = "xx ab\nyy".getBytes(UTF_8);
        AsciiPattern pattern = AsciiPattern.of("^(?<x>a)(?<y>z)?b$", false).orElseThrow();
        int[] found = new int[6];
        assertThat(pattern.find(bytes, 3, 5, 3, found)).isEqualTo(Result.FOUND);
        assertThat(found).containsExactly(0, 2, 0, 1, -1, -1);
        assertThat(pattern.find(bytes, 4, 8, 4, found)).isEqualTo(Result.ABSENT);
    }

    @Test
    void onlyAsciiIsAscii() {
        assertThat(AsciiPattern.isAscii("xay".getBytes(UTF_8), 1, 2)).isTrue();
        assertThat(AsciiPattern.isAscii("äa".getBytes(UTF_8), 0, 3)).isFalse();
        assertThat(AsciiPattern.isAscii("äa".getBytes(UTF_8), 2, 3)).isTrue();
    }

    /** Expressions of all that is known, put together by chance, over texts of few letters. */
    @Test
    void agreesWithJoniOnWhatever() {
        long seed = Long.getLong("jisu.logs.seed", System.nanoTime());
        Random random = new Random(seed);
        int known = 0;
        for (int i = 0; i < RANDOM_PATTERNS; i++) {
            String source = new RandomPattern(random).make();
            boolean dotIsAny = random.nextBoolean();
            Optional<AsciiPattern> pattern = AsciiPattern.of(source, dotIsAny);
            if (pattern.isEmpty() || !isOneForJoni(source)) {
                continue;
            }
            known++;
            for (int j = 0; j < TEXTS; j++) {
                String text = text(random);
                int[] found = found(pattern.get(), text);
                int[] expected = byJoni(source, text, dotIsAny ? Option.MULTILINE : Option.NONE);
                if (found != UNDECIDED && !Arrays.equals(found, expected)) {
                    assertThat(found)
                            .as("seed %d, pattern %s, text '%s'", seed, source, text.replace("\n", "\\n"))
                            .isEqualTo(expected);
                }
            }
        }
        assertThat(known).isGreaterThan(RANDOM_PATTERNS / 2);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(12); length > 0; length--) {
            text.append("aaabbbcA1-\n ".charAt(random.nextInt(12)));
        }
        return text.toString();
    }

    private static final int[] UNDECIDED = {-2};

    private static int[] found(AsciiPattern pattern, String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        int[] found = new int[2 * (pattern.groups() + 1)];
        return switch (pattern.find(utf8, 0, utf8.length, 0, found)) {
            case FOUND -> found;
            case ABSENT -> new int[0];
            case UNDECIDED -> UNDECIDED;
        };
    }

    /** It refuses some things behind. */
    private static boolean isOneForJoni(String source) {
        try {
            return byJoni(source, "", Option.NONE) != null;
        } catch (SyntaxException e) {
            return false;
        }
    }

    private static int[] byJoni(String source, String text, int options) {
        byte[] pattern = source.getBytes(UTF_8);
        byte[] utf8 = text.getBytes(UTF_8);
        Regex regex =
                new Regex(pattern, 0, pattern.length, options, UTF8Encoding.INSTANCE, Syntax.RUBY, WarnCallback.NONE);
        Matcher matcher = regex.matcher(utf8, 0, utf8.length);
        if (matcher.search(0, utf8.length, Option.NONE) < 0) {
            return new int[0];
        }
        Region region = matcher.getEagerRegion();
        int[] found = new int[2 * region.getNumRegs()];
        for (int i = 0; i < region.getNumRegs(); i++) {
            found[2 * i] = region.getBeg(i);
            found[2 * i + 1] = region.getEnd(i);
        }
        return found;
    }
}
