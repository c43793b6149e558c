package com.jisu.logs.parsers.extract;

import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A pattern of dissect: fields and the texts between them. Immutable, and shared by all threads. */
final class DissectPattern {

    private static final Pattern FIELD = Pattern.compile("%\\{([^}]*)}");

    private final List<DissectField> fields;

    /** Places of those fields whose values go somewhere, in the order in which they go there. */
    private final int[] stored;

    private final byte[] begin;
    private final String separator;

    private DissectPattern(List<DissectField> fields, String begin, String separator) {
        this.fields = List.copyOf(fields);
        this.begin = begin.getBytes(StandardCharsets.UTF_8);
        this.separator = separator;
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).kind() != DissectField.Kind.SKIP) {
                places.add(i);
            }
        }
        places.sort(Comparator.comparing((Integer place) -> fields.get(place).kind())
                .thenComparing(place -> fields.get(place).order()));
        stored = places.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Reads one.
     *
     * @param separator what joins values that are appended; null for the text that stands before them in the pattern
     */
    static DissectPattern of(String option, String source, String separator) throws OptionFault {
        List<String> names = new ArrayList<>();
        List<String> between = new ArrayList<>();
        Matcher field = FIELD.matcher(source);
        int at = 0;
        while (field.find()) {
            between.add(source.substring(at, field.start()));
            names.add(field.group(1));
            at = field.end();
        }
        if (names.isEmpty()) {
            throw new OptionFault(option, "must have fields such as %{name}, not '" + source + "'");
        }
        if (at < source.length()) { // what is behind the last field ends it, and the rest is nobody's
            between.add(source.substring(at));
            names.add("");
        }
        List<DissectField> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String behind = i + 1 < names.size() ? between.get(i + 1) : null;
            if (behind != null && behind.isEmpty()) {
                throw new OptionFault(
                        option, "must have a text between %{" + names.get(i) + "} and the field behind it");
            }
            fields.add(DissectField.of(names.get(i), between.get(i).isEmpty() ? " " : between.get(i), behind));
        }
        return new DissectPattern(fields, between.get(0), separator);
    }

    /** Takes a text of UTF-8 apart, and stores its parts; false if it is not of this form, and then nothing is stored. */
    boolean apply(EventTree event, byte[] text, int from, int to) throws StepFailure {
        int[] places = new int[2 * fields.size()];
        if (from == to || !startsWith(text, from, to, begin) || !find(text, from + begin.length, to, places)) {
            return false;
        }
        for (int place : stored) {
            store(event, fields.get(place), text, places, place);
        }
        return true;
    }

    /** Finds where each field begins and ends. */
    private boolean find(byte[] text, int from, int to, int[] places) {
        int at = from;
        for (int i = 0; i < fields.size(); i++) {
            DissectField field = fields.get(i);
            int end = field.behind() == null ? to : indexOf(text, at, to, field.behind());
            if (end < 0) {
                return false;
            }
            places[2 * i] = at;
            places[2 * i + 1] = end;
            if (field.behind() != null) {
                at = end + field.behind().length;
                while (field.repeats() && startsWith(text, at, to, field.behind())) {
                    at += field.behind().length;
                }
            }
        }
        return true;
    }

    private static boolean startsWith(byte[] text, int from, int to, byte[] begin) {
        if (to - from < begin.length) {
            return false;
        }
        for (int i = 0; i < begin.length; i++) {
            if (text[from + i] != begin[i]) {
                return false;
            }
        }
        return true;
    }

    private static int indexOf(byte[] text, int from, int to, byte[] part) {
        for (int at = from; at <= to - part.length; at++) {
            if (text[at] == part[0] && startsWith(text, at, to, part)) {
                return at;
            }
        }
        return -1;
    }

    private void store(EventTree event, DissectField field, byte[] text, int[] places, int place) throws StepFailure {
        Leaf value = Leaf.text(text, places[2 * place], places[2 * place + 1]);
        switch (field.kind()) {
            case NORMAL -> event.set(field.path(), value);
            case APPEND -> {
                JsonValue there = event.value(field.path());
                event.set(
                        field.path(),
                        there == null
                                ? value
                                : Values.text(Values.java(there))
                                        + (separator == null ? field.before() : separator)
                                        + value.text());
            }
            default -> {
                String name = name(event, field, text, places);
                if (!name.isEmpty()) {
                    event.set(path(name), value);
                }
            }
        }
    }

    /** The name that another field has as its value. */
    private String name(EventTree event, DissectField field, byte[] text, int[] places) {
        JsonValue there = event.value(field.path());
        if (there != null) {
            return Values.text(Values.java(there));
        }
        for (int i = 0; i < fields.size(); i++) {
            DissectField other = fields.get(i);
            if (other != field
                    && other.kind() != DissectField.Kind.INDIRECT
                    && other.name().equals(field.name())) {
                return new String(text, places[2 * i], places[2 * i + 1] - places[2 * i], StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private static FieldPath path(String name) throws StepFailure {
        if (!name.startsWith("[")) {
            return FieldPath.ofNames(List.of(name)); // a dot in it is one of its letters
        }
        try {
            return FieldPath.of(name);
        } catch (IllegalArgumentException e) {
            throw new StepFailure("a value can not name a field: " + e.getMessage());
        }
    }
}
