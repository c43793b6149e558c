package com.jisu.logs.parsers.change;

/** E-mail addresses; the at sign may be written {@code %40}, as in URLs. */
final class EmailAddresses implements Secrets {

    private static final String ESCAPED = "%40";
    private static final int LONGEST_LOCAL = 256;
    private static final int LONGEST_DOMAIN = 255;
    private static final int LEAST_TOP_LEVEL = 2;

    @Override
    public void find(String text, Places places) {
        int sign = sign(text, 0);
        int bound = 0;
        while (sign >= 0) {
            int behind = sign + (text.charAt(sign) == '@' ? 1 : ESCAPED.length());
            int from = localBegin(text, Math.max(bound, sign - LONGEST_LOCAL), sign);
            int to = from < sign ? domainEnd(text, behind) : behind;
            if (to > behind) {
                places.add(from, to);
            }
            bound = Math.max(to, behind);
            sign = sign(text, bound);
        }
    }

    private static int sign(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '@' || c == '%' && text.startsWith(ESCAPED, i)) {
                return i;
            }
        }
        return -1;
    }

    private static int localBegin(String text, int from, int sign) {
        int begin = sign;
        while (begin > from && isLocal(text.charAt(begin - 1))) {
            begin--;
        }
        while (begin < sign && !Character.isLetterOrDigit(text.charAt(begin)) && text.charAt(begin) != '_') {
            begin++; // a quote or a sign before the address
        }
        return begin;
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || Character.isSurrogate(c) || "._%+-'".indexOf(c) >= 0;
    }

    /** Behind the domain that begins here: names with dots between, the last of letters only. Its beginning if there is none. */
    private static int domainEnd(String text, int from) {
        int end = from;
        int label = from;
        int at = from;
        int most = Math.min(text.length(), from + LONGEST_DOMAIN);
        while (at <= most) {
            char c = at < most ? text.charAt(at) : ' ';
            if (at < most && (Character.isLetterOrDigit(c) || c == '-' && at > label)) {
                at++;
                continue;
            }
            if (at == label) {
                break;
            }
            if (label > from && isTopLevel(text, label, at)) {
                end = at;
            }
            if (c != '.') {
                break;
            }
            at++;
            label = at;
        }
        return end;
    }

    private static boolean isTopLevel(String text, int from, int to) {
        if (to - from < LEAST_TOP_LEVEL) {
            return false;
        }
        if (text.startsWith("xn--", from)) {
            return true;
        }
        for (int i = from; i < to; i++) {
            if (!Character.isLetter(text.charAt(i)) && text.charAt(i) != '-') {
                return false;
            }
        }
        return true;
    }
}
