package com.jisu.logs.parsers.change;

import java.util.Locale;

/** Ids of AWS access keys, and the secret keys that stand behind a name such as {@code aws_secret_access_key}. */
final class AwsKeys implements Secrets {

    private static final String SECRET = "secret";
    private static final int ID = 20;
    private static final int KEY = 40;
    private static final int LONGEST_NAME = 40;
    private static final int MOST_SIGNS = 12;

    @Override
    public void find(String text, Places places) {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == 'A' && isId(text, at)) {
                places.add(at, at + ID);
                at += ID;
            } else if ((c == 's' || c == 'S') && text.regionMatches(true, at, SECRET, 0, SECRET.length())) {
                int from = secret(text, at);
                if (from >= 0) {
                    places.add(from, from + KEY);
                }
                at = from >= 0 ? from + KEY : at + SECRET.length();
            } else {
                at++;
            }
        }
    }

    private static boolean isId(String text, int at) {
        boolean begins = text.startsWith("AKIA", at) || text.startsWith("ASIA", at);
        if (!begins || at + ID > text.length() || !Secrets.isBegin(text, at) || !Secrets.isEnd(text, at + ID)) {
            return false;
        }
        for (int i = at; i < at + ID; i++) {
            char c = text.charAt(i);
            if (!Secrets.isDigit(c) && (c < 'A' || c > 'Z')) {
                return false;
            }
        }
        return true;
    }

    /** Where the secret key begins whose name has "secret" here; negative if there is none. */
    private static int secret(String text, int at) {
        int from = at;
        while (from > Math.max(0, at - LONGEST_NAME) && isName(text.charAt(from - 1))) {
            from--;
        }
        int to = at + SECRET.length();
        int most = Math.min(text.length(), to + LONGEST_NAME);
        while (to < most && isName(text.charAt(to))) {
            to++;
        }
        String name = text.substring(from, to).toLowerCase(Locale.ROOT);
        if (!name.contains("aws") && !name.contains("key")) {
            return -1;
        }
        int key = to;
        int last = Math.min(text.length(), to + MOST_SIGNS);
        while (key < last && " \t\"'\\=:>,".indexOf(text.charAt(key)) >= 0) {
            key++;
        }
        key = text.startsWith("%3D", key) ? key + 3 : key;
        return key > to && isKey(text, key) ? key : -1;
    }

    private static boolean isName(char c) {
        return Secrets.isAlphanumeric(c) || c == '_' || c == '-' || c == '.';
    }

    private static boolean isKey(String text, int from) {
        for (int i = from; i < from + KEY; i++) {
            if (i >= text.length() || !isBase64(text.charAt(i))) {
                return false;
            }
        }
        return from + KEY == text.length() || !isBase64(text.charAt(from + KEY));
    }

    private static boolean isBase64(char c) {
        return Secrets.isAlphanumeric(c) || c == '/' || c == '+';
    }
}
