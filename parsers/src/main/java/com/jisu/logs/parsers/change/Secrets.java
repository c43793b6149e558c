package com.jisu.logs.parsers.change;

import java.util.Arrays;

/** Finds one kind of secret in texts. Implementations look at each character a bounded number of times. Immutable. */
interface Secrets {

    /** Notes the places of all that are in the text. */
    void find(String text, Places places);

    /** Places in a text, from left to right. They may overlap. */
    final class Places {
        private int[] bounds = new int[8];
        private int size;

        /** Notes one that begins at or behind where the one before began. */
        void add(int from, int to) {
            if (size > 0 && from <= bounds[size - 1]) {
                bounds[size - 1] = Math.max(to, bounds[size - 1]);
                return;
            }
            if (size == bounds.length) {
                bounds = Arrays.copyOf(bounds, size * 2);
            }
            bounds[size++] = from;
            bounds[size++] = to;
        }

        boolean isEmpty() {
            return size == 0;
        }

        /** The text with something else in these places. */
        String replaced(String text, String with) {
            StringBuilder replaced = new StringBuilder(text.length());
            int at = 0;
            for (int i = 0; i < size; i += 2) {
                replaced.append(text, at, bounds[i]).append(with);
                at = bounds[i + 1];
            }
            return replaced.append(text, at, text.length()).toString();
        }
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isAlphanumeric(char c) {
        return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** Whether a word may begin here: behind no letter or digit, but for those of an escape such as {@code %3D}. */
    static boolean isBegin(String text, int at) {
        return at == 0
                || !isAlphanumeric(text.charAt(at - 1))
                || at >= 3 && text.charAt(at - 3) == '%' && isHex(text.charAt(at - 2)) && isHex(text.charAt(at - 1));
    }

    /** Whether a word may end before this place. */
    static boolean isEnd(String text, int at) {
        return at == text.length() || !isAlphanumeric(text.charAt(at));
    }

    private static boolean isHex(char c) {
        return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }
}
