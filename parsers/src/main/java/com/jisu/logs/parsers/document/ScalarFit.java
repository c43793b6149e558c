package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.document.FieldTypes.Type;
import com.jisu.logs.parsers.geoip.IpAddress;
import com.jisu.logs.parsers.json.Leaf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Says which strings, numbers and booleans Elasticsearch takes in a field of a type. It takes more than one would think:
 * what is said here was compared with a node, value by value (Elasticsearch 8.19).
 */
public final class ScalarFit {

    /** Characters of the longest number that Elasticsearch's parser reads, in texts too. */
    private static final int MAX_NUMBER = 1000;

    /** What has more digits behind the point is 0 to a whole-number field, and what has more before it is none. */
    private static final int MAX_SCALE = 19;

    private static final double TOO_LARGE = 0x1p63;
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);

    private ScalarFit() {}

    /** Whether a string, number or boolean can be stored in a field of this type. */
    public static boolean isOf(Leaf leaf, Type type) {
        return switch (type) {
            case TEXT -> true;
            case LONG -> isShortWhole(leaf) || isLong(leaf);
            case DOUBLE -> isShortWhole(leaf) || isDouble(leaf);
            case BOOLEAN -> isBoolean(leaf);
            case DATE -> leaf.has(Leaf.TIME) || IndexableDate.isDate(leaf);
            case IP -> isIp(leaf);
            case GEO_POINT -> leaf.isString() && GeoPoint.isText(leaf.text());
            default -> false;
        };
    }

    /** Most are digits, and few of them. */
    private static boolean isShortWhole(Leaf leaf) {
        int from = leaf.from() + quote(leaf);
        final int to = leaf.to() - quote(leaf);
        final byte[] bytes = leaf.bytes();
        if (from < to && bytes[from] == '-') {
            from++;
        }
        if (leaf.kind() == Leaf.Kind.BOOLEAN || from == to || to - from > 18) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private static int quote(Leaf leaf) {
        return leaf.kind() == Leaf.Kind.STRING ? 1 : 0;
    }

    private static boolean isLong(Leaf leaf) {
        if (leaf.kind() == Leaf.Kind.BOOLEAN || leaf.length() > 6 * MAX_NUMBER) {
            return false;
        }
        String text = leaf.text();
        if (leaf.isString()) {
            return text.isEmpty() || isLongText(text);
        }
        boolean fraction = text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
        return fraction
                ? Math.abs(Double.parseDouble(text)) <= TOO_LARGE
                : text.length() <= MAX_NUMBER && isInRange(new BigInteger(text));
    }

    private static boolean isLongText(String text) {
        if (text.length() > MAX_NUMBER || !mayBeNumber(text)) {
            return false;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return number.scale() > MAX_SCALE || number.scale() >= -MAX_SCALE && isInRange(number.toBigInteger());
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isInRange(BigInteger number) {
        return number.compareTo(LEAST) >= 0 && number.compareTo(MOST) <= 0;
    }

    private static boolean isDouble(Leaf leaf) {
        if (leaf.kind() == Leaf.Kind.BOOLEAN || leaf.length() > 6 * MAX_NUMBER) {
            return false;
        }
        String text = leaf.text();
        return leaf.isString() && text.isEmpty() || Double.isFinite(number(text));
    }

    /** The number that a text is to Elasticsearch, with blanks around it or hexadecimal too; NaN if it is none. */
    static double number(String text) {
        if (text.isEmpty() || text.length() > MAX_NUMBER || !mayBeNumber(text)) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Sorts out words, before it takes an exception to find out. */
    private static boolean mayBeNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' || "xXpP".indexOf(c) >= 0;
            boolean sign = c == '+' || c == '-' || c == '.' || c <= ' ';
            if (!letter && !sign && !Character.isDigit(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBoolean(Leaf leaf) {
        if (leaf.kind() == Leaf.Kind.BOOLEAN || leaf.isText("") || leaf.isText("true") || leaf.isText("false")) {
            return true;
        }
        return leaf.isEscaped() && (leaf.text().equals("true") || leaf.text().equals("false"));
    }

    /**
     * An address of version 6 may have a zone, which is not indexed. Elasticsearch 8.19 takes digits of other scripts in
     * groups, and {@code 1.2.3.2551} for another address than it says; these are none here.
     */
    private static boolean isIp(Leaf leaf) {
        if (!leaf.isString()) {
            return false;
        }
        byte[] text = leaf.bytes();
        int from = leaf.from() + quote(leaf);
        int to = leaf.to() - quote(leaf);
        if (leaf.isEscaped()) {
            text = leaf.text().getBytes(StandardCharsets.UTF_8);
            from = 0;
            to = text.length;
        }
        int zone = IpAddress.zone(text, from, to);
        byte[] address = IpAddress.parse(text, from, zone);
        return address != null && (zone == to || zone + 1 < to && !hasDot(text, from, zone));
    }

    private static boolean hasDot(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] == '.') {
                return true;
            }
        }
        return false;
    }
}
