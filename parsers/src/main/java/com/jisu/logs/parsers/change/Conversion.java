package com.jisu.logs.parsers.change;

import com.jisu.logs.parsers.geoip.IpAddress;
import com.jisu.logs.parsers.tree.RubyText;
import com.jisu.logs.parsers.tree.StepFailure;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A kind of value that {@code convert} makes of others, as Logstash does it, or, where Logstash has no such kind, Elasticsearch. */
enum Conversion {
    INTEGER {
        @Override
        Object of(Object value) throws StepFailure {
            return integer(value);
        }
    },
    LONG {
        @Override
        Object of(Object value) throws StepFailure {
            return integer(value);
        }
    },
    FLOAT {
        @Override
        Object of(Object value) throws StepFailure {
            return decimal(value);
        }
    },
    DOUBLE {
        @Override
        Object of(Object value) throws StepFailure {
            return decimal(value);
        }
    },
    INTEGER_EU {
        @Override
        Object of(Object value) throws StepFailure {
            return integer(american(value));
        }
    },
    FLOAT_EU {
        @Override
        Object of(Object value) throws StepFailure {
            return decimal(american(value));
        }
    },
    BOOLEAN {
        @Override
        Object of(Object value) {
            String text = RubyText.text(value);
            return TRUE.matcher(text).find()
                    ? Boolean.TRUE
                    : text.isEmpty() || FALSE.matcher(text).find() ? (Object) Boolean.FALSE : value;
        }
    },
    STRING {
        @Override
        Object of(Object value) {
            return RubyText.text(value);
        }
    },
    IP {
        @Override
        Object of(Object value) throws StepFailure {
            if (value instanceof String text) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                if (IpAddress.parse(bytes, 0, bytes.length) != null) {
                    return value;
                }
            }
            throw new StepFailure("'" + RubyText.text(value) + "' is not an IP address");
        }
    },
    AUTO {
        @Override
        Object of(Object value) {
            return value instanceof String text ? guess(text) : value;
        }
    };

    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.MULTILINE | Pattern.UNIX_LINES;
    private static final Pattern TRUE = Pattern.compile("^(?:true|t|yes|y|1|1.0)$", FLAGS);
    private static final Pattern FALSE = Pattern.compile("^(?:false|f|no|n|0|0.0)$", FLAGS);
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,300}(?:\\.\\d{1,300})?(?:[eE][+-]?\\d{1,3})?");

    /**
     * What becomes of a value that is not null.
     *
     * @throws StepFailure if it can not be read as such
     */
    abstract Object of(Object value) throws StepFailure;

    private static Object integer(Object value) throws StepFailure {
        if (value instanceof String text) {
            return RubyNumbers.integer(text);
        }
        if (value instanceof Boolean yes) {
            return yes ? 1L : 0L;
        }
        if (value instanceof Double number) {
            return new BigDecimal(number).toBigInteger();
        }
        if (value instanceof Long || value instanceof BigInteger) {
            return value;
        }
        throw new StepFailure("an object or a list in a list is no number");
    }

    private static Object decimal(Object value) throws StepFailure {
        if (value instanceof String text) {
            return RubyNumbers.decimal(text);
        }
        if (value instanceof Boolean yes) {
            return yes ? 1.0 : 0.0;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new StepFailure("an object or a list in a list is no number");
    }

    /** With commas for points, and points for commas. */
    private static Object american(Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        StringBuilder turned = new StringBuilder(text);
        for (int i = 0; i < turned.length(); i++) {
            char c = turned.charAt(i);
            turned.setCharAt(i, c == ',' ? '.' : c == '.' ? ',' : c);
        }
        return turned.toString();
    }

    private static Object guess(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return text.equalsIgnoreCase("true");
        }
        if (WHOLE.matcher(text).matches()) {
            return Long.valueOf(text);
        }
        if (NUMBER.matcher(text).matches()) {
            double number = Double.parseDouble(text);
            return Double.isInfinite(number) ? text : (Object) number;
        }
        return text;
    }
}
