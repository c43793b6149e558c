package com.jisu.logs.parsers.change;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Numbers of bank accounts (IBAN): of the length that their country has, with the right check digits, with blanks or without. */
final class BankAccounts implements Secrets {

    /** Characters of an IBAN by country, as its registry has them. */
    private static final String LENGTHS = """
            AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24
            FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32
            LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24
            RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
            """;

    private static final Map<String, Integer> BY_COUNTRY = Arrays.stream(LENGTHS.split("\\s+"))
            .collect(Collectors.toUnmodifiableMap(
                    each -> each.substring(0, 2), each -> Integer.valueOf(each.substring(2))));

    private static final int HEAD = 4;
    private static final int CHECK = 97;
    private static final int TEN = 10;

    @Override
    public void find(String text, Places places) {
        int at = 0;
        while (at + HEAD < text.length()) {
            int end = isHead(text, at) ? end(text, at) : -1;
            if (end >= 0) {
                places.add(at, end);
            }
            at = end >= 0 ? end : at + 1;
        }
    }

    private static boolean isHead(String text, int at) {
        return isLetter(text.charAt(at))
                && isLetter(text.charAt(at + 1))
                && Secrets.isDigit(text.charAt(at + 2))
                && Secrets.isDigit(text.charAt(at + 3))
                && Secrets.isBegin(text, at);
    }

    private static boolean isLetter(char c) {
        return Secrets.isAlphanumeric(c) && !Secrets.isDigit(c);
    }

    /** Behind the number that begins here; negative if it is none. */
    private static int end(String text, int begin) {
        String country = text.substring(begin, begin + 2).toUpperCase(Locale.ROOT);
        int length = BY_COUNTRY.getOrDefault(country, 0);
        StringBuilder number = new StringBuilder(length);
        int at = begin;
        while (at < text.length() && number.length() < length) {
            char c = text.charAt(at);
            boolean between = (c == ' ' || c == '-' || c == '+') && text.charAt(at - 1) != c;
            if (Secrets.isAlphanumeric(c)) {
                number.append(c);
            } else if (!between) {
                return -1;
            }
            at++;
        }
        boolean whole = length > 0 && number.length() == length && Secrets.isEnd(text, at);
        return whole && isRight(number) ? at : -1;
    }

    private static boolean isRight(CharSequence number) {
        int rest = 0;
        for (int i = 0; i < number.length(); i++) {
            int value = Character.digit(number.charAt((i + HEAD) % number.length()), Character.MAX_RADIX);
            rest = (value < TEN ? rest * TEN + value : rest * TEN * TEN + value) % CHECK;
        }
        return rest == 1;
    }
}
