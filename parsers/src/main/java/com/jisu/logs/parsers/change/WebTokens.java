package com.jisu.logs.parsers.change;

/** JSON Web Tokens: from two to five parts of base64url with dots between, of which the first is an object. */
final class WebTokens implements Secrets {

    /** What every JSON object that begins with a name is in base64. */
    private static final String BEGIN = "eyJ";

    private static final int LEAST_HEADER = 10;
    private static final int MOST_PARTS = 5;

    @Override
    public void find(String text, Places places) {
        int begin = text.indexOf(BEGIN);
        while (begin >= 0) {
            int end = partEnd(text, begin);
            boolean isToken = end - begin >= LEAST_HEADER && hasPart(text, end);
            for (int parts = 1; isToken && parts < MOST_PARTS && isDot(text, end); parts++) {
                end = partEnd(text, end + 1);
            }
            if (isToken) {
                places.add(begin, end);
            }
            begin = text.indexOf(BEGIN, end);
        }
    }

    private static boolean isDot(String text, int at) {
        return at < text.length() && text.charAt(at) == '.' && (at + 1 == text.length() || text.charAt(at + 1) != ' ');
    }

    private static boolean hasPart(String text, int dot) {
        return isDot(text, dot) && partEnd(text, dot + 1) > dot + 1;
    }

    private static int partEnd(String text, int from) {
        int end = from;
        while (end < text.length() && isBase64(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isBase64(char c) {
        return Secrets.isAlphanumeric(c) || c == '-' || c == '_';
    }
}
