package com.jisu.logs.parsers.api;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The name that a mistyped one was meant to be. */
public final class Nearest {

    private Nearest() {}

    /** The nearest of the names, unless even that one is too far to be likely. */
    public static Optional<String> to(String typed, Collection<String> names) {
        return byLetters(typed, names).or(() -> sameEnd(typed, names));
    }

    /** The same for names whose last parts mean nothing alone, such as Kafka's {@code ms}. */
    public static Optional<String> byLetters(String typed, Collection<String> names) {
        Optional<String> nearest =
                names.stream().min(Comparator.comparingInt((String name) -> distance(plain(typed), plain(name))));
        return nearest.filter(name -> distance(plain(typed), plain(name)) <= Math.max(2, typed.length() / 4));
    }

    /** A key without the groups it belongs to, such as {@code bootstrap-servers}. */
    private static Optional<String> sameEnd(String typed, Collection<String> names) {
        String last = plain(typed.substring(typed.lastIndexOf('.') + 1));
        return names.stream()
                .filter(name -> plain(name.substring(name.lastIndexOf('.') + 1)).equals(last))
                .min(Comparator.comparingInt(name -> distance(plain(typed), plain(name))));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[._-]", ".");
    }

    /** Letters to insert, to delete, to replace, or to swap with their neighbour, to make one of the other. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], 1 + cost[i - 2][j - 2]);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
