package com.jisu.logs.parsers.extract;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Texts that a regular expression can not match without, in their order. A line that does not have them is passed over without trying
 * the expression at each of its characters, which costs a hundred times as much. Immutable, and shared by all threads.
 */
final class NeededTexts {

    private static final String META = "()[]{}.*+?|^$";

    /** What changes the meaning of letters, or what ends a group other than its parenthesis: nothing is known of such expressions. */
    private static final Pattern STRANGE = Pattern.compile("\\(\\?[a-zA-Z-]*[ix]|\\(\\?#|\\(\\?\\(|\\\\[QKRXGgk]");

    private static final int MOST = 12;

    private final byte[][] texts;

    private NeededTexts(List<String> texts) {
        this.texts = texts.stream()
                .limit(MOST)
                .map(each -> each.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    static NeededTexts of(String expression) {
        return new NeededTexts(STRANGE.matcher(expression).find() ? List.of() : new Reader(expression).texts());
    }

    /** Whether a text of UTF-8 has all of them. */
    boolean areIn(byte[] text, int from, int to) {
        int at = from;
        for (byte[] each : texts) {
            at = indexOf(text, at, to, each);
            if (at < 0) {
                return false;
            }
            at += each.length;
        }
        return true;
    }

    private static int indexOf(byte[] text, int from, int to, byte[] part) {
        byte first = part[0];
        int last = to - part.length;
        for (int at = from; at <= last; at++) {
            if (text[at] == first && isAt(text, at, part)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isAt(byte[] text, int at, byte[] part) {
        for (int i = 1; i < part.length; i++) {
            if (text[at + i] != part[i]) {
                return false;
            }
        }
        return true;
    }

    /** Reads an expression from left to right. */
    private static final class Reader {
        private final String source;
        private final List<String> texts = new ArrayList<>();
        private final StringBuilder run = new StringBuilder();
        private int at;

        private Reader(String source) {
            this.source = source;
        }

        private List<String> texts() {
            sequence();
            return at < source.length() ? List.of() : texts; // a parenthesis too many: joni says so
        }

        /** Reads up to the group's end; with alternatives in it, nothing of it is needed. */
        private void sequence() {
            int known = texts.size();
            boolean alternatives = false;
            while (at < source.length() && source.charAt(at) != ')') {
                char c = source.charAt(at);
                if (c == '|') {
                    alternatives = true;
                    endRun();
                    at++;
                } else if (c == '(') {
                    endRun();
                    group();
                } else if (c == '[') {
                    endRun();
                    characterClass();
                    quantifier();
                } else {
                    character(c);
                }
            }
            endRun();
            if (alternatives) {
                forget(known);
            }
        }

        private void endRun() {
            if (!run.isEmpty()) {
                texts.add(run.toString());
                run.setLength(0);
            }
        }

        private void forget(int known) {
            texts.subList(known, texts.size()).clear();
        }

        private void character(char c) {
            boolean escaped = c == '\\' && at + 1 < source.length();
            char meant = escaped ? source.charAt(at + 1) : c;
            at += escaped ? 2 : 1;
            boolean literal = escaped
                    ? meant < 0x80 && !Character.isLetterOrDigit(meant)
                    : META.indexOf(c) < 0 && c != '\\' && !Character.isSurrogate(c);
            if (escaped && !literal) {
                skipEscape(meant);
            }
            int before = at;
            boolean quantified = quantifier();
            if (!literal || quantified && before < at) {
                endRun();
            } else {
                run.append(meant);
            }
        }

        /** What belongs to an escape such as {@code \p{L}} or {@code \x21}. */
        private void skipEscape(char escape) {
            if ((escape == 'p' || escape == 'P' || escape == 'x' || escape == 'u')
                    && at < source.length()
                    && source.charAt(at) == '{') {
                at = Math.max(at, source.indexOf('}', at) + 1);
            } else if (escape == 'x' || escape == 'u') {
                at = Math.min(source.length(), at + (escape == 'x' ? 2 : 4));
            } else if (Character.isDigit(escape)) {
                while (at < source.length() && Character.isDigit(source.charAt(at))) {
                    at++;
                }
            } else if (escape == 'c' || escape == 'C' || escape == 'M') {
                at = source.length() + 1; // control characters: rare enough to know nothing
            }
        }

        private void group() {
            int known = texts.size();
            boolean looks = source.startsWith("(?=", at)
                    || source.startsWith("(?!", at)
                    || source.startsWith("(?<=", at)
                    || source.startsWith("(?<!", at)
                    || source.startsWith("(?~", at);
            at++;
            if (at < source.length() && source.charAt(at) == '?') {
                boolean named = source.startsWith("?<", at) && !looks || source.startsWith("?'", at);
                int end = named ? source.indexOf(source.charAt(at + 1) == '<' ? '>' : '\'', at + 2) : at + 1;
                at = end < 0 ? source.length() : end + 1;
                flags(named);
            }
            sequence();
            at++;
            if (quantifier() || looks) {
                forget(known);
            }
        }

        /** Passes over the flags of a group such as {@code (?m:}, of which the first letter is passed. */
        private void flags(boolean named) {
            if (named || !Character.isLetter(source.charAt(at - 1)) && source.charAt(at - 1) != '-') {
                return;
            }
            while (at < source.length() && (Character.isLetter(source.charAt(at)) || source.charAt(at) == '-')) {
                at++;
            }
            if (at < source.length() && source.charAt(at) == ':') {
                at++;
            }
        }

        private void characterClass() {
            int depth = 0;
            do {
                char c = source.charAt(at);
                at++;
                if (c == '\\') {
                    at++;
                } else if (c == '[') {
                    depth++;
                    at += source.startsWith("^", at) ? 1 : 0;
                    at += source.startsWith("]", at) ? 1 : 0; // the first one means itself
                } else {
                    depth -= c == ']' ? 1 : 0;
                }
            } while (at < source.length() && depth > 0);
        }

        /** Passes over a quantifier; says whether there is one. */
        private boolean quantifier() {
            int begin = at;
            while (at < source.length() && "*+?".indexOf(source.charAt(at)) >= 0) {
                at++;
            }
            if (at < source.length() && source.charAt(at) == '{') {
                int end = source.indexOf('}', at);
                boolean counts = end > 0 && source.substring(at + 1, end).matches("\\d*,?\\d*") && end > at + 1;
                if (counts) {
                    at = end + 1;
                    while (at < source.length() && "*+?".indexOf(source.charAt(at)) >= 0) {
                        at++;
                    }
                }
            }
            return at > begin;
        }
    }
}
