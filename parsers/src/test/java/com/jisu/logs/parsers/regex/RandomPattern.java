package com.jisu.logs.parsers.regex;

import java.util.Random;

/** A regular expression by chance. Used once, by one thread. */
final class RandomPattern {

    private static final String[] ATOMS = {
        "a",
        "b",
        "c",
        "ab",
        "1",
        "-",
        " ",
        ".",
        "\\d",
        "\\w",
        "\\s",
        "\\S",
        "\\W",
        "[ab]",
        "[^a]",
        "[a-c]",
        "[\\w-]",
        "[^\\s]",
        "[[:alpha:]]",
        "[[ab]1]",
        "\\x61",
        "\\n",
        "\\-"
    };
    private static final String[] PLACES = {"^", "\\b", "\\B", "\\A"};

    /** Behind all else. */
    private static final String[] ENDS = {"$", "\\z", "\\Z"};

    private static final String[] REPEATS = {
        "*", "+", "?", "*?", "+?", "??", "*+", "++", "?+", "{2}", "{1,2}", "{,2}", "{2,}", "{1,2}?", "{0,1}"
    };

    /** Not those before which joni takes the pattern for one that must match at the text's begin, be there what may before them. */
    private static final String[] DOT_REPEATS = {"?", "*?", "+?", "??", "{2}", "{1,2}"};

    private final Random random;
    private final StringBuilder pattern = new StringBuilder();
    private final boolean named;
    private int groups;

    RandomPattern(Random random) {
        this.random = random;
        this.named = random.nextInt(4) > 0;
    }

    String make() {
        if (random.nextInt(8) == 0) {
            pattern.append("(?i)");
        }
        choice(3);
        if (random.nextInt(8) == 0) {
            pattern.append(one(ENDS));
        }
        return pattern.toString();
    }

    private void choice(int depth) {
        sequence(depth);
        while (random.nextInt(4) == 0) {
            pattern.append('|');
            sequence(depth);
        }
    }

    private void sequence(int depth) {
        for (int parts = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(3); parts > 0; parts--) {
            if (random.nextInt(8) == 0) {
                pattern.append(one(PLACES));
                continue;
            }
            String[] repeats = REPEATS;
            if (depth > 0 && random.nextInt(3) == 0) {
                group(depth - 1);
            } else {
                String atom = one(ATOMS);
                pattern.append(atom);
                repeats = atom.equals(".") ? DOT_REPEATS : REPEATS;
            }
            if (random.nextInt(3) == 0) {
                pattern.append(one(repeats));
            }
        }
    }

    private void group(int depth) {
        switch (random.nextInt(9)) {
            case 0 -> pattern.append("(?=");
            case 1 -> pattern.append("(?!");
            case 2 -> pattern.append(random.nextBoolean() ? "(?<=" : "(?<!");
            case 3 -> pattern.append("(?>");
            case 4, 5, 6 -> pattern.append("(?:");
            default -> pattern.append(named ? "(?<g" + groups++ + ">" : "(");
        }
        choice(depth);
        pattern.append(')');
    }

    private String one(String[] from) {
        return from[random.nextInt(from.length)];
    }
}
