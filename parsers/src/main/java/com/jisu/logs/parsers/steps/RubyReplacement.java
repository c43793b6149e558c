package com.jisu.logs.parsers.steps;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands for a match, as Ruby's {@code gsub} reads it: {@code \1} to {@code \9} are groups, {@code \0} and {@code \&} all of the match,
 * {@code \k<name>} a named group, a {@code \} with a back tick or a quote is the text before or behind the match, {@code \\} a back slash.
 * Immutable, and shared by all threads.
 */
public final class RubyReplacement implements RubyPattern.Replacement {

    private static final String NAMED = "k<";

    /** A piece of it. */
    private interface Piece {
        String of(RubyPattern.Found found);
    }

    private final List<Piece> pieces;
    private final String constant;

    private RubyReplacement(List<Piece> pieces, String constant) {
        this.pieces = List.copyOf(pieces);
        this.constant = constant;
    }

    /** Any text is one. */
    public static RubyReplacement of(String source) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int at = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c != '\\' || at + 1 == source.length()) {
                plain.append(c);
                at++;
                continue;
            }
            int end = source.startsWith(NAMED, at + 1) ? source.indexOf('>', at) : at + 1;
            Piece piece = end < 0 ? null : piece(source.substring(at + 1, end + 1));
            if (piece != null) {
                addPlain(pieces, plain);
                pieces.add(piece);
                at = end + 1;
                continue;
            }
            plain.append(source.charAt(at + 1) == '\\' ? "\\" : source.substring(at, at + 2));
            at += 2;
        }
        if (pieces.isEmpty()) {
            return new RubyReplacement(List.of(), plain.toString());
        }
        addPlain(pieces, plain);
        return new RubyReplacement(pieces, null);
    }

    private static void addPlain(List<Piece> pieces, StringBuilder plain) {
        if (!plain.isEmpty()) {
            String text = plain.toString();
            pieces.add(found -> text);
            plain.setLength(0);
        }
    }

    /** What stands behind a back slash; null if that is no piece of a match. */
    private static Piece piece(String behind) {
        if (behind.startsWith(NAMED)) {
            String name = behind.substring(NAMED.length(), behind.length() - 1);
            return found -> orNothing(found.group(name));
        }
        char c = behind.charAt(0);
        if (c >= '0' && c <= '9') {
            return found -> orNothing(found.group(c - '0'));
        }
        return switch (c) {
            case '&' -> found -> found.group(0);
            case '`' -> RubyPattern.Found::before;
            case '\'' -> RubyPattern.Found::behind;
            default -> null;
        };
    }

    private static String orNothing(String group) {
        return group == null ? "" : group;
    }

    @Override
    public String of(RubyPattern.Found found) {
        if (constant != null) {
            return constant;
        }
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            text.append(piece.of(found));
        }
        return text.toString();
    }
}
