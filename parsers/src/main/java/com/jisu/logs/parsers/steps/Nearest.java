package com.jisu.logs.parsers.steps;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** What to say of a name that is not known. */
public final class Nearest {

    private static final int FEW = 12;

    private Nearest() {}

    /**
     * The end of such a message: {@code ; did you mean 'level'?} where one of the names is near, else all of them if they are few.
     *
     * @param names those that are known
     */
    public static String hint(String typed, Collection<String> names) {
        String low = typed.toLowerCase(Locale.ROOT);
        String nearest = names.stream()
                .min(Comparator.comparingInt(name -> distance(low, name.toLowerCase(Locale.ROOT))))
                .orElse("");
        if (distance(low, nearest.toLowerCase(Locale.ROOT)) <= Math.max(2, typed.length() / 4)) {
            return "; did you mean '" + nearest + "'?";
        }
        return names.size() > FEW || names.isEmpty()
                ? ""
                : "; there are " + String.join(", ", names.stream().sorted().toList());
    }

    /** Letters to insert, to delete, to replace, or to swap with their neighbour, to make one of the other. */
    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                row[j] = Math.min(last[j - 1] + (same ? 0 : 1), 1 + Math.min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], 1 + beforeLast[j - 2]);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
