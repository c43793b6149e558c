package com.jisu.logs.parsers.loggers;

import com.jisu.logs.parsers.document.LevelWords;
import com.jisu.logs.parsers.json.Leaf;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The levels that loggers write, in one spelling. */
final class Level {

    /** Bytes of the longest text that is taken for a word. */
    private static final int MAX_LENGTH = 64;

    /** ECMA-48's SGR, and erasing to the line's end. */
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[\\d;:]*[mK]");

    /** RFC 5424, by number. */
    private static final List<Leaf> SYSLOG =
            leaves("emergency", "alert", "critical", "error", "warn", "notice", "info", "debug");

    /** By tens, from 10 on. */
    private static final List<Leaf> TENS = leaves("trace", "debug", "info", "warn", "error", "fatal");

    /** OpenTelemetry's, by fours, from 1 on. */
    private static final int SEVERITIES = 4;

    /** Of RFC 5424, in PHP. */
    private static final Map<Integer, Leaf> HUNDREDS = Map.of(
            100, LevelWords.of("debug"),
            200, LevelWords.of("info"),
            250, LevelWords.of("notice"),
            300, LevelWords.of("warn"),
            400, LevelWords.of("error"),
            500, LevelWords.of("critical"),
            550, LevelWords.of("alert"),
            600, LevelWords.of("emergency"));

    /** Of databases, beside those of others. */
    private static final Map<String, Leaf> LETTERS = letters();

    private Level() {}

    private static Map<String, Leaf> letters() {
        Map<String, Leaf> letters = new HashMap<>(Map.of(
                "D", LevelWords.of("debug"),
                "I", LevelWords.of("info"),
                "W", LevelWords.of("warn"),
                "E", LevelWords.of("error"),
                "F", LevelWords.of("fatal")));
        for (int i = 1; i <= 5; i++) {
            letters.put("D" + i, LevelWords.of("debug"));
            letters.put("DEBUG" + i, LevelWords.of("debug"));
        }
        return Map.copyOf(letters);
    }

    private static List<Leaf> leaves(String... words) {
        return List.of(words).stream().map(LevelWords::of).toList();
    }

    /** Whether it is a number, or a text of one. */
    static boolean isNumber(Leaf level) {
        return number(level) >= 0 || level.kind() == Leaf.Kind.NUMBER;
    }

    /** Whether it is a number, or a text of one, by which some logger may know a level: a whole one below 100,000. */
    static boolean isNumberOfLevel(Leaf level) {
        double number = number(level);
        return number >= 0 && number < 100_000 && number == Math.rint(number);
    }

    /** Whether it is one of the words that stand for a level. */
    static boolean isWord(Leaf level) {
        return level.length() <= MAX_LENGTH && LevelWords.of(bare(level).text().toLowerCase(Locale.ROOT)) != null;
    }

    /** A word in its one spelling, or a number's word; the value itself where that is as it should be. */
    static Leaf of(Leaf level) {
        double number = number(level);
        if (number < 0) {
            return word(level);
        }
        Leaf hundred = number == Math.rint(number) ? HUNDREDS.get((int) number) : null;
        if (hundred != null) {
            return hundred;
        }
        return number >= 10 && number <= 60 ? TENS.get((int) number / 10 - 1) : word(level);
    }

    /** The same, of a number from 0 to 7 as syslog has it. */
    static Leaf ofSyslog(Leaf level) {
        double number = number(level);
        boolean known = number >= 0 && number < SYSLOG.size() && number == Math.rint(number);
        return known ? SYSLOG.get((int) number) : of(level);
    }

    /** The same, of a number from 1 to 24 as OpenTelemetry has it; null if it is none. */
    static Leaf ofSeverity(Leaf level) {
        double number = number(level);
        boolean known = number >= 1 && number <= SEVERITIES * TENS.size() && number == Math.rint(number);
        return known ? TENS.get(((int) number - 1) / SEVERITIES) : null;
    }

    /** The same, of a word or a letter as databases have it, which number their levels for debugging. */
    static Leaf ofDatabase(Leaf level) {
        String text = bare(level).text();
        Leaf letter = LETTERS.get(text);
        return letter == null ? of(level) : letter;
    }

    private static Leaf word(Leaf padded) {
        if (padded.length() > MAX_LENGTH) {
            return padded;
        }
        Leaf level = bare(padded);
        String text = level.text();
        String lower = text.toLowerCase(Locale.ROOT);
        Leaf word = LevelWords.of(lower);
        if (word != null) {
            return level.isText(word.text()) ? level : word;
        }
        boolean stays = lower.equals(text) && level.isString();
        return stays ? level : Texts.leaf(lower);
    }

    /** A text less the colours for a terminal, and the white space, around it; the same where it has neither. */
    static Leaf bare(Leaf level) {
        if (!level.isString() || level.length() > MAX_LENGTH) {
            return level;
        }
        int quote = level.kind() == Leaf.Kind.STRING ? 1 : 0;
        int to = level.to() - quote;
        boolean bare = true;
        for (int i = level.from() + quote; i < to; i++) {
            byte b = level.bytes()[i];
            bare &= b != '\\' && b != '\u001b' && b != '\t' && (b != ' ' || i > level.from() + quote && i < to - 1);
        }
        if (bare) {
            return level;
        }
        String text = level.text();
        String rest = COLOUR.matcher(text).replaceAll("").strip();
        return rest.equals(text) ? level : Texts.leaf(rest);
    }

    /** The number that it is; a negative one where it is none. */
    private static double number(Leaf padded) {
        Leaf level = bare(padded);
        int quote = level.kind() == Leaf.Kind.STRING ? 1 : 0;
        int from = level.from() + quote;
        int to = level.to() - quote;
        if (to - from < 1 || to - from > 8 || !level.isScalar() || level.kind() == Leaf.Kind.BOOLEAN) {
            return -1;
        }
        int points = 0;
        for (int i = from; i < to; i++) {
            byte b = level.bytes()[i];
            points += b == '.' ? 1 : 0;
            if (b != '.' && (b < '0' || b > '9')) {
                return -1;
            }
        }
        boolean readable = points == 0 || points == 1 && to - from > 1;
        return readable ? Double.parseDouble(level.text()) : -1;
    }
}
