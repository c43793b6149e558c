package com.jisu.logs.parsers.prepare;

import java.util.List;
import java.util.Random;

/** Regular expressions, each with a text that it matches. */
final class RandomExpression {

    private static final List<String> WORDS = List.of("Bot", "a", "iPhone", "OS", "x1", "Build/", "-", "; ", "abc");

    private final Random random;

    RandomExpression(Random random) {
        this.random = random;
    }

    /** @param text takes what it matches */
    String next(StringBuilder text, int depth) {
        StringBuilder expression = new StringBuilder();
        for (int parts = 1 + random.nextInt(4); parts > 0; parts--) {
            expression.append(part(text, depth));
        }
        return expression.toString();
    }

    private String part(StringBuilder text, int depth) {
        return switch (random.nextInt(depth > 0 ? 11 : 5)) {
            case 0, 1 -> word(text);
            case 2 -> characterClass(text);
            case 3 -> any(text);
            case 4 -> random.nextBoolean() ? "" : "(?!zzz)";
            case 5, 6 -> alternatives(text, depth);
            case 7 -> repeated(text);
            case 8 -> optional(text, depth);
            case 9 -> "(?=" + next(new StringBuilder(), 0) + "|)";
            default -> "(" + next(text, depth - 1) + ")";
        };
    }

    private String word(StringBuilder text) {
        String word = WORDS.get(random.nextInt(WORDS.size()));
        text.append(word);
        return word;
    }

    private String characterClass(StringBuilder text) {
        List<String> classes = List.of("[Bb]", "[a-f]", "[ /-]", "[^z]", "[\\d.b]", "[\\]b]");
        String chosen = classes.get(random.nextInt(classes.size()));
        text.append(chosen.equals("[ /-]") ? '/' : 'b');
        return chosen;
    }

    private String any(StringBuilder text) {
        text.append('7');
        return List.of("\\d", ".", "\\w", "\\S", "\\d{1,3}", ".{0,20}?").get(random.nextInt(6));
    }

    private String alternatives(StringBuilder text, int depth) {
        int count = 1 + random.nextInt(3);
        int chosen = random.nextInt(count);
        StringBuilder expression = new StringBuilder("(?:");
        for (int i = 0; i < count; i++) {
            expression.append(i > 0 ? "|" : "").append(next(i == chosen ? text : new StringBuilder(), depth - 1));
        }
        return expression.append(random.nextInt(4) == 0 ? "|)" : ")").toString();
    }

    /** Without repetitions in it, as those take for ever to find that they do not match. */
    private String repeated(StringBuilder text) {
        int from = text.length();
        String once = word(text) + characterClass(text);
        String said = text.substring(from);
        int times = random.nextInt(3);
        text.setLength(from);
        text.append(said.repeat(times));
        String quantifier = times == 0 ? "{0,3}" : times == 2 && random.nextBoolean() ? "{2}" : "+";
        return "(?:" + once + ")" + (times != 1 && random.nextBoolean() ? "*" : quantifier);
    }

    private String optional(StringBuilder text, int depth) {
        boolean there = random.nextBoolean();
        return "(?:" + next(there ? text : new StringBuilder(), depth - 1) + ")"
                + (random.nextBoolean() ? "?" : "{0,1}");
    }
}
