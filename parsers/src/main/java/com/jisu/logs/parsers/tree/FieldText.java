package com.jisu.logs.parsers.tree;

import com.jisu.logs.parsers.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * A text with fields in it: {@code ${a.b}}, {@code ${a.b:what stands there without it}}, {@code ${@timestamp|yyyy.MM.dd}} (a time, in UTC),
 * {@code ${@timestamp|yyyy.MM.dd|what stands there without it}};
 * {@code $${} is the characters themselves. Immutable, and shared by all threads.
 */
public final class FieldText {

    private static final String BEGIN = "${";

    /** A piece of it: constant text, or a field. */
    private record Piece(String constant, FieldPath field, TimeText time, String missing) {}

    private final String source;
    private final List<Piece> pieces;

    private FieldText(String source, List<Piece> pieces) {
        this.source = source;
        this.pieces = pieces;
    }

    /** @throws IllegalArgumentException if it can not be read; the message says why */
    public static FieldText of(String source) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder constant = new StringBuilder();
        int at = 0;
        while (at < source.length()) {
            if (source.startsWith("$" + BEGIN, at)) {
                constant.append(BEGIN);
                at += BEGIN.length() + 1;
            } else if (source.startsWith(BEGIN, at)) {
                int end = end(source, at + BEGIN.length());
                if (!constant.isEmpty()) {
                    pieces.add(new Piece(constant.toString(), null, null, null));
                    constant.setLength(0);
                }
                pieces.add(field(source.substring(at + BEGIN.length(), end)));
                at = end + 1;
            } else {
                constant.append(source.charAt(at));
                at++;
            }
        }
        if (!constant.isEmpty()) {
            pieces.add(new Piece(constant.toString(), null, null, null));
        }
        return new FieldText(source, List.copyOf(pieces));
    }

    /** The text that is always this one. */
    public static FieldText constant(String text) {
        return new FieldText(text, text.isEmpty() ? List.of() : List.of(new Piece(text, null, null, null)));
    }

    private static int end(String source, int from) {
        int depth = 1;
        for (int i = from; i < source.length(); i++) {
            char c = source.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("'" + source + "': the brace of ${ is not closed");
    }

    private static Piece field(String inside) {
        int pathEnd = 0;
        int brackets = 0;
        while (pathEnd < inside.length() && (brackets > 0 || "|:".indexOf(inside.charAt(pathEnd)) < 0)) {
            brackets += inside.charAt(pathEnd) == '[' ? 1 : inside.charAt(pathEnd) == ']' ? -1 : 0;
            pathEnd++;
        }
        FieldPath path = FieldPath.of(inside.substring(0, pathEnd));
        if (pathEnd == inside.length()) {
            return new Piece(null, path, null, null);
        }
        String rest = inside.substring(pathEnd + 1);
        if (inside.charAt(pathEnd) == ':') {
            return new Piece(null, path, null, rest);
        }
        int bar = rest.indexOf('|');
        String format = bar < 0 ? rest : rest.substring(0, bar);
        return new Piece(null, path, TimeText.of(format), bar < 0 ? null : rest.substring(bar + 1));
    }

    public String source() {
        return source;
    }

    /** Whether no field is in it. */
    public boolean isConstant() {
        return pieces.isEmpty() || pieces.size() == 1 && pieces.get(0).constant != null;
    }

    /** The text for an event; a field that is missing or null, and has no text of its own for that, is nothing. */
    public String of(EventTree event) {
        String text = write(event, false);
        return text == null ? "" : text;
    }

    /** The same; null if a field is missing or null that has no text of its own for that. */
    public String orNull(EventTree event) {
        return write(event, true);
    }

    private String write(EventTree event, boolean whole) {
        if (pieces.size() == 1) {
            return piece(pieces.get(0), event);
        }
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            String part = piece(piece, event);
            if (part == null && whole) {
                return null;
            }
            text.append(part == null ? "" : part);
        }
        return text.toString();
    }

    private static String piece(Piece piece, EventTree event) {
        if (piece.constant != null) {
            return piece.constant;
        }
        JsonValue value = event.value(piece.field);
        if (!JsonValue.isPresent(value)) {
            return piece.missing;
        }
        Object java = Values.java(value);
        if (piece.time == null) {
            return Values.text(java);
        }
        String time = piece.time.of(java);
        return time == null ? piece.missing : time;
    }
}
