package com.jisu.logs.parsers.change;

/**
 * Numbers of payment cards: 13 to 19 digits, whose first ones a network of cards has and whose last one is right, together or in groups
 * with one blank, plus sign or dash between. Not those that are part of a longer number.
 */
final class PaymentCards implements Secrets {

    private static final int LEAST = 13;
    private static final int MOST = 19;
    private static final int GROUP = 4;
    private static final int PREFIX = 6;
    private static final int TEN = 10;

    @Override
    public void find(String text, Places places) {
        int at = 0;
        while (at < text.length()) {
            if (!Secrets.isDigit(text.charAt(at))) {
                at++;
                continue;
            }
            int begin = isEscape(text, at) ? Math.min(at + 2, digitsEnd(text, at)) : at;
            int end = digitsEnd(text, begin);
            if (begin < end && isBegin(text, begin)) {
                number(text, begin, end, places);
            }
            at = Math.max(end, at + 1);
        }
    }

    private static boolean isEscape(String text, int at) {
        return at > 0 && text.charAt(at - 1) == '%';
    }

    private static boolean isBegin(String text, int begin) {
        boolean fraction = begin > 1 && text.charAt(begin - 1) == '.' && Secrets.isDigit(text.charAt(begin - 2));
        return !fraction && Secrets.isBegin(text, begin);
    }

    private static boolean isEnd(String text, int end) {
        boolean fraction = end + 1 < text.length() && text.charAt(end) == '.' && Secrets.isDigit(text.charAt(end + 1));
        return !fraction && Secrets.isEnd(text, end);
    }

    private static int digitsEnd(String text, int from) {
        int end = from;
        while (end < text.length() && Secrets.isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Notes the longest number that begins with this group of digits. */
    private static void number(String text, int begin, int firstEnd, Places places) {
        if (firstEnd - begin > GROUP) {
            if (isEnd(text, firstEnd) && isCard(text, begin, firstEnd)) {
                places.add(begin, firstEnd);
            }
            return;
        }
        if (firstEnd - begin < GROUP) {
            return;
        }
        int found = -1;
        int end = firstEnd;
        int second = 0;
        for (int group = 1; group <= GROUP && isGroupBehind(text, firstEnd, end); group++) {
            int groupEnd = digitsEnd(text, end + 1);
            int size = groupEnd - end - 1;
            second = group == 1 ? size : second;
            boolean odd = second == 6; // 4, 6 and 5 digits, or 4, 6 and 4
            if (odd ? group > 2 : size > GROUP) {
                break;
            }
            if (isEnd(text, groupEnd) && isCard(text, begin, groupEnd)) {
                found = groupEnd;
            }
            if (!odd && size < GROUP) {
                break;
            }
            end = groupEnd;
        }
        if (found >= 0) {
            places.add(begin, found);
        }
    }

    /** Whether digits follow behind the same sign as behind the first group. */
    private static boolean isGroupBehind(String text, int firstEnd, int end) {
        return end + 1 < text.length()
                && " -+".indexOf(text.charAt(end)) >= 0
                && text.charAt(end) == text.charAt(firstEnd)
                && Secrets.isDigit(text.charAt(end + 1));
    }

    private static boolean isCard(String text, int from, int to) {
        if (to - from > MOST + MOST || to - from < LEAST) {
            return false;
        }
        int prefix = 0;
        int digits = 0;
        int sum = 0;
        for (int i = to - 1; i >= from; i--) {
            if (Secrets.isDigit(text.charAt(i))) {
                int digit = text.charAt(i) - '0';
                int twice = digit * 2 >= TEN ? digit * 2 - TEN + 1 : digit * 2;
                sum += digits % 2 == 1 ? twice : digit;
                digits++;
            }
        }
        for (int i = from, taken = 0; taken < PREFIX && i < to; i++) {
            if (Secrets.isDigit(text.charAt(i))) {
                prefix = prefix * TEN + text.charAt(i) - '0';
                taken++;
            }
        }
        return sum % TEN == 0 && digits <= MOST && hasNetwork(prefix, digits);
    }

    /** Whether cards of a network begin with these six digits, and have so many. */
    private static boolean hasNetwork(int prefix, int digits) {
        int two = prefix / 10_000;
        int three = prefix / 1000;
        int four = prefix / 100;
        if (prefix >= 400_000 && prefix < 500_000) {
            return digits == 13 || digits == 16 || digits == 18 || digits == 19; // Visa
        }
        if (two >= 51 && two <= 55 || four >= 2221 && four <= 2720) {
            return digits == 16; // Mastercard
        }
        if (two == 34 || two == 37) {
            return digits == 15; // American Express
        }
        if (three >= 300 && three <= 305 || four == 3095 || two == 36 || two == 38 || two == 39) {
            return digits >= 14; // Diners Club
        }
        if (four >= 3528 && four <= 3589) {
            return digits >= 16; // JCB
        }
        if (four >= 2200 && four <= 2204) {
            return digits >= 16; // Mir
        }
        boolean sixties = two == 60 || two >= 62 && two <= 65 || two == 81 || two == 82; // Discover, UnionPay, RuPay
        boolean maestro = two == 50 || two >= 56 && two <= 58 || two == 61 || two >= 66 && two <= 69;
        return sixties && digits >= 16 || (maestro || sixties) && digits >= LEAST && two < 80;
    }
}
