package com.jisu.logs.parsers.condition;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How values compare: numbers with numbers, texts with texts, never across. A field that is missing is null. */
final class Comparison {

    private Comparison() {}

    static boolean isEqual(Object one, Object other) {
        if (one instanceof Number a && other instanceof Number b) {
            return compare(a, b) == 0;
        }
        if (one instanceof List<?> a && other instanceof List<?> b) {
            return isEqual(a, b);
        }
        if (one instanceof Map<?, ?> a && other instanceof Map<?, ?> b) {
            return a.keySet().equals(b.keySet())
                    && a.keySet().stream().allMatch(key -> isEqual(a.get(key), b.get(key)));
        }
        return Objects.equals(one, other);
    }

    private static boolean isEqual(List<?> one, List<?> other) {
        if (one.size() != other.size()) {
            return false;
        }
        Iterator<?> others = other.iterator();
        return one.stream().allMatch(each -> isEqual(each, others.next()));
    }

    /** Whether the first is in the second: a value in a list, or a text in a text. */
    static boolean isIn(Object one, Object in) {
        if (in instanceof List<?> list) {
            return list.stream().anyMatch(each -> isEqual(one, each));
        }
        return in instanceof String text && one instanceof String part && text.contains(part);
    }

    /** Less than zero, zero or more; null where the two can not be compared. */
    static Integer order(Object one, Object other) {
        if (one instanceof Number a && other instanceof Number b) {
            return compare(a, b);
        }
        return one instanceof String a && other instanceof String b ? (Integer) a.compareTo(b) : null;
    }

    private static int compare(Number one, Number other) {
        if (one instanceof Long a && other instanceof Long b) {
            return Long.compare(a, b);
        }
        if (one instanceof Double a && other instanceof Double b) {
            return Double.compare(a, b);
        }
        return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString()));
    }
}
