package com.jisu.logs.parsers.loggers;

import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A frame of a stack trace as loggers write it in an object; its parts may be missing.
 *
 * @param of the class or module of the function
 * @param name of the function
 * @param isSure whether it has a part under a name that only frames have
 * @param line digits
 */
record StackFrame(String of, String name, boolean isSure, String file, String line) {

    private static final List<String> CLASSES = List.of("classname", "class", "declaringclass", "typename");
    private static final List<String> MODULES = List.of("module");
    private static final List<String> FUNCTIONS =
            List.of("methodname", "method", "functionname", "function", "func", "fn");
    private static final List<String> NAMES = List.of("symbol", "symbolname", "name");
    private static final List<String> FILES = List.of("filename", "file", "filepath", "abspath");
    private static final List<String> PLACES = List.of("path", "url", "source", "src");
    private static final List<String> LINES = List.of("linenumber", "lineno", "fileline", "line");

    /** The frame that an object is; its parts are found under the names that loggers give them. */
    static StackFrame of(JsonObject object) {
        Map<String, Leaf> parts = new HashMap<>();
        for (int i = 0; i < object.size(); i++) {
            if (object.value(i) instanceof Leaf leaf) {
                parts.putIfAbsent(spelled(object.key(i).name()), leaf);
            }
        }
        String function = text(parts, FUNCTIONS);
        String name = text(parts, NAMES);
        String of = text(parts, CLASSES);
        String file = text(parts, FILES);
        String line = number(parts);
        boolean sure = function != null || name != null && (of != null || file != null);
        return new StackFrame(
                of == null ? text(parts, MODULES) : of,
                function == null ? name : function,
                sure,
                file == null ? text(parts, PLACES) : file,
                line);
    }

    /** Whether a value is an object that says enough for a frame. */
    static boolean isOne(JsonValue value) {
        return value instanceof JsonObject object && of(object).isFrame();
    }

    /** A key as it is compared: in lower case, without underscores. */
    static String spelled(String key) {
        return key.toLowerCase(Locale.ROOT).replace("_", "");
    }

    /** Whether it says enough for one. */
    boolean isFrame() {
        return isSure || file != null && line != null;
    }

    /** The frame as a line of a trace. */
    String text() {
        String whole = of == null ? name : name == null ? of : of + '.' + name;
        boolean numbered = line != null && (file != null || !line.equals("0"));
        String place = (file == null ? "" : file) + (numbered ? ':' + line : "");
        if (whole == null || place.isEmpty() && of == null) {
            return "\tat " + (whole == null ? place : whole);
        }
        return "\tat " + whole + '(' + place + ')';
    }

    private static String text(Map<String, Leaf> parts, List<String> names) {
        for (String name : names) {
            Leaf leaf = parts.get(name);
            if (leaf != null && leaf.isString()) {
                String text = leaf.text();
                if (!text.isEmpty() && !text.equals("[undefined]")) {
                    return text;
                }
            }
        }
        return null;
    }

    /** The number of the frame's line; Java has negative ones for lines that are not known. */
    private static String number(Map<String, Leaf> parts) {
        for (String name : LINES) {
            Leaf leaf = parts.get(name);
            if (leaf != null && Texts.isDigits(leaf)) {
                return leaf.text();
            }
        }
        return null;
    }
}
