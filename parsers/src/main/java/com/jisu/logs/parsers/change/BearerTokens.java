package com.jisu.logs.parsers.change;

/**
 * What stands behind {@code Bearer}, as in the header {@code Authorization}. Words of a sentence are none: elsewhere than behind
 * {@code authorization} a token has a digit and eight characters at least, or twenty.
 */
final class BearerTokens implements Secrets {

    private static final String BEARER = "bearer";
    private static final String HEADER = "authorization";
    private static final int LEAST_WITH_DIGIT = 8;
    private static final int LEAST = 20;
    private static final int MOST_SIGNS = 8;

    @Override
    public void find(String text, Places places) {
        int at = 0;
        while (at + BEARER.length() < text.length()) {
            char c = text.charAt(at);
            if ((c != 'b' && c != 'B') || !text.regionMatches(true, at, BEARER, 0, BEARER.length())) {
                at++;
                continue;
            }
            int from = tokenBegin(text, at + BEARER.length());
            int to = from < 0 ? at + BEARER.length() : tokenEnd(text, from);
            if (from >= 0 && isToken(text, at, from, to)) {
                places.add(from, to);
            }
            at = to;
        }
    }

    /** Where the token begins, behind blanks, a colon, or a blank as in URLs; negative if nothing of that is there. */
    private static int tokenBegin(String text, int from) {
        int at = from;
        int most = Math.min(text.length(), from + MOST_SIGNS);
        while (at < most) {
            if (" \t:=+\"'".indexOf(text.charAt(at)) >= 0) {
                at++;
            } else if (text.startsWith("%20", at) || text.startsWith("%3A", at)) {
                at += 3;
            } else {
                break;
            }
        }
        return at == from || at >= text.length() ? -1 : at;
    }

    private static int tokenEnd(String text, int from) {
        int end = from;
        while (end < text.length()
                && (Secrets.isAlphanumeric(text.charAt(end)) || "-._~+/=%".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }

    private static boolean isToken(String text, int bearer, int from, int to) {
        if (to - from >= LEAST || to > from && isInHeader(text, bearer)) {
            return true;
        }
        boolean digit = false;
        for (int i = from; i < to; i++) {
            digit |= Secrets.isDigit(text.charAt(i));
        }
        return digit && to - from >= LEAST_WITH_DIGIT;
    }

    private static boolean isInHeader(String text, int bearer) {
        int end = bearer;
        int least = Math.max(0, bearer - MOST_SIGNS);
        while (end > least && " \t:=\"'\\[>".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end < bearer
                && end >= HEADER.length()
                && text.regionMatches(true, end - HEADER.length(), HEADER, 0, HEADER.length());
    }
}
