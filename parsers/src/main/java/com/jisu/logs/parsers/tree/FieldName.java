package com.jisu.logs.parsers.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * The name of a field that may have other fields in it: {@code counts.${service}}, or {@code [counts][${service}]}, where each pair of
 * brackets has one name, whatever comes to stand there. Immutable, and shared by all threads.
 */
public final class FieldName {

    private final String source;
    private final FieldPath constant;
    private final FieldText whole;
    private final List<FieldText> parts;

    private FieldName(String source, FieldPath constant, FieldText whole, List<FieldText> parts) {
        this.source = source;
        this.constant = constant;
        this.whole = whole;
        this.parts = parts;
    }

    /** @throws IllegalArgumentException if it can not be read; the message says why */
    public static FieldName of(String source) {
        FieldText whole = FieldText.of(source);
        if (whole.isConstant()) {
            return new FieldName(source, FieldPath.of(source), null, List.of());
        }
        List<String> bracketed = bracketed(source);
        return new FieldName(
                source, null, whole, bracketed.stream().map(FieldText::of).toList());
    }

    /** What is in the brackets; empty if it is not made of pairs of them. */
    private static List<String> bracketed(String source) {
        List<String> parts = new ArrayList<>();
        int begin = 0;
        int depth = 0;
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (depth == 0) {
                if (c != '[') {
                    return List.of();
                }
                begin = i + 1;
            }
            depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
            if (depth == 0) {
                parts.add(source.substring(begin, i));
            }
        }
        return depth == 0 ? parts : List.of();
    }

    /** As it was written. */
    public String source() {
        return source;
    }

    /**
     * The field that it is for an event.
     *
     * @throws StepFailure if a field in it is missing or null that has no text of its own for that, or it comes to be no field
     */
    public FieldPath of(EventTree event) throws StepFailure {
        if (constant != null) {
            return constant;
        }
        if (!parts.isEmpty()) {
            return ofParts(event);
        }
        String name = whole.orNull(event);
        if (name == null) {
            throw new StepFailure("the name " + source + " has a field in it that is missing");
        }
        try {
            return FieldPath.of(name);
        } catch (IllegalArgumentException e) {
            throw new StepFailure("the name " + source + " can not be: " + e.getMessage());
        }
    }

    private FieldPath ofParts(EventTree event) throws StepFailure {
        List<String> names = new ArrayList<>(parts.size());
        for (FieldText part : parts) {
            String name = part.orNull(event);
            if (name == null) {
                throw new StepFailure("the name " + source + " has a field in it that is missing");
            }
            if (name.isEmpty() || name.indexOf('[') >= 0 || name.indexOf(']') >= 0) {
                throw new StepFailure("the name " + source + " can not be: '" + name + "' is no name");
            }
            names.add(name);
        }
        return FieldPath.ofNames(names);
    }

    @Override
    public String toString() {
        return source;
    }
}
