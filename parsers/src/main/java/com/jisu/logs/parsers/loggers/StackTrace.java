package com.jisu.logs.parsers.loggers;

import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stack traces as texts: of the lists that loggers write, and what they say of their errors. */
final class StackTrace {

    /** What an object that is a trace has its frames in. */
    static final Key FRAMES = new Key("frames", false);

    /** A line of a trace that is no first one. */
    private static final Pattern FRAME = Pattern.compile(
            "(?m)^(\\s+at |\\s+File \"|Caused by: |goroutine \\d+ \\[|\\t\\S+:\\d+|#\\d+ |\\s+from \\S+:\\d+|\\s+\\d+: \\S)");

    private static final String TRACEBACK = "Traceback (most recent call last)";

    /** Java, JavaScript, PHP and .NET: a class, its last name in a capital. */
    private static final Pattern FIRST_LINE = Pattern.compile(
            "(?:Exception in thread \"[^\"]*\" |<#[0-9a-f]{1,16}> )?((?:[\\p{L}_$][\\w$]*[.\\\\])*[A-Z][\\w$]*)(?: \\[[\\w-]+\\])?(:(?:\\s+(.*))?)?");

    /** Python. */
    private static final Pattern LAST_LINE = Pattern.compile("([\\p{L}_][\\w.]*)(?::\\s*(.*))?");

    /** What a trace says of its error; a message may be empty. */
    record Head(String type, String message) {}

    private StackTrace() {}

    /** Whether a text is a stack trace over several lines. */
    static boolean isOne(String text) {
        int second = text.indexOf('\n') + 1;
        return second > 0 && (text.startsWith(TRACEBACK) || FRAME.matcher(text).find(second));
    }

    /** Whether a value is a list of lines that are a stack trace. */
    static boolean isLines(JsonValue value) {
        return value instanceof Leaf leaf
                && leaf.kind() == Leaf.Kind.ARRAY
                && JsonArray.elements(leaf).stream().allMatch(Texts::isText)
                && leaf.length() > 2
                && isOne(text("", leaf));
    }

    /** The stack trace that a text has behind other lines; null where it has none. */
    static String inside(String text) {
        int from = text.indexOf('\n' + TRACEBACK);
        return from < 0 ? null : text.substring(from + 1);
    }

    /** Type and message by a trace's first line, or its last one in Python; empty where that names no class. */
    static Optional<Head> head(String trace) {
        String text = trace.strip();
        if (text.startsWith(TRACEBACK) || text.contains('\n' + TRACEBACK)) {
            return lastLine(text.lines().toList());
        }
        int end = text.indexOf('\n');
        Matcher first =
                FIRST_LINE.matcher(end < 0 ? text : text.substring(0, end).stripTrailing());
        // A function's name, as Go has it in the first line, has no colon behind it.
        boolean isHead = first.matches()
                && (first.group(2) != null
                        || end >= 0 && text.substring(end + 1).matches("(?s)\\s+at .*"));
        return isHead
                ? Optional.of(new Head(first.group(1), first.group(3) == null ? "" : first.group(3)))
                : Optional.empty();
    }

    /** The line behind the last frame; the last one where that is none. A message may have further lines. */
    private static Optional<Head> lastLine(List<String> lines) {
        int last = lines.size() - 1;
        int behind = last;
        while (behind > 1 && !lines.get(behind - 1).startsWith(" ")) {
            behind--;
        }
        return headAt(lines, behind).or(() -> headAt(lines, last));
    }

    private static Optional<Head> headAt(List<String> lines, int first) {
        Matcher line = LAST_LINE.matcher(lines.get(first));
        if (first == 0 || !line.matches()) {
            return Optional.empty();
        }
        String message = line.group(2) == null ? "" : line.group(2);
        List<String> more = lines.subList(first + 1, lines.size());
        return Optional.of(
                new Head(line.group(1), more.isEmpty() ? message : message + '\n' + String.join("\n", more)));
    }

    /** Whether a value can be made a trace. */
    static boolean isTrace(JsonValue value) {
        if (value instanceof JsonObject object) {
            return isTraceList(object.get(FRAMES));
        }
        return Texts.isText(value) || isTraceList(value);
    }

    private static boolean isTraceList(JsonValue value) {
        boolean list = JsonArray.isOne(value);
        if (!list) {
            return false;
        }
        List<JsonValue> elements = JsonArray.elements(value);
        if (elements.stream().anyMatch(StackFrame::isOne)) {
            return elements.stream()
                    .allMatch(each -> Texts.isText(each) || each instanceof JsonObject || !JsonValue.isPresent(each));
        }
        return !elements.isEmpty() && elements.stream().allMatch(Texts::isText);
    }

    /**
     * The text of what can be made a trace.
     *
     * @param head type and message, to stand before a list of frames; empty for none
     */
    static String text(String head, JsonValue trace) {
        if (Texts.isText(trace)) {
            return ((Leaf) trace).text();
        }
        JsonValue list = trace instanceof JsonObject object ? object.get(FRAMES) : trace;
        List<String> lines = new ArrayList<>();
        boolean bare = !head.isEmpty();
        for (JsonValue each : JsonArray.elements(list)) {
            if (!JsonValue.isPresent(each)) {
                continue;
            }
            String line = each instanceof JsonObject frame ? frame(frame) : line(((Leaf) each).text());
            lines.add(line);
            bare &= each instanceof JsonObject || !isWhole(line);
        }
        boolean isHeaded = lines.get(0).startsWith(TRACEBACK)
                || !head.isEmpty() && lines.get(0).startsWith(head);
        if (bare) {
            lines.replaceAll(line -> line.startsWith("\tat ") || line.startsWith(head) ? line : "\tat " + line);
        }
        boolean isFirstFrame = bare || Character.isWhitespace((lines.get(0) + ' ').charAt(0));
        if (!head.isEmpty() && !isHeaded && isFirstFrame) {
            lines.add(0, head);
        }
        return String.join("\n", lines);
    }

    /** Whether a line is as it is in a trace. */
    private static boolean isWhole(String line) {
        return line.isEmpty()
                || Character.isWhitespace(line.charAt(0))
                || line.charAt(0) == '#'
                || line.startsWith(TRACEBACK)
                || line.startsWith("Caused by: ");
    }

    /** An object that says too little for a frame stands there as it is. */
    private static String frame(JsonObject frame) {
        StackFrame read = StackFrame.of(frame);
        return read.isFrame() ? read.text() : "\tat " + Texts.plain(frame);
    }

    private static String line(String text) {
        String line = text.stripTrailing();
        return line.startsWith("at ") ? '\t' + line : line;
    }
}
