package com.jisu.logs.parsers.lookup;

import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.RegexWatch;
import com.jisu.logs.parsers.steps.RubyPattern;
import com.jisu.logs.parsers.tree.RubyText;
import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What texts are translated to. Immutable, and so are what {@link #find} gives as long as nobody changes it: containers are to be copied. */
abstract class Dictionary {

    private final Map<String, JsonValue> entries;

    private Dictionary(Map<String, JsonValue> entries) {
        this.entries = entries;
    }

    /** How keys are compared with a text. */
    enum Comparison {
        /** A key is the whole text. */
        EXACT,
        /** A key is a regular expression that matches in the text. */
        REGEX,
        /** Keys are replaced wherever they stand in the text. */
        PARTS
    }

    /** @throws OptionFault if a key is no regular expression where it should be one */
    static Dictionary of(
            String option, Map<String, JsonValue> entries, Comparison comparison, RegexWatch watch, int limitMillis)
            throws OptionFault {
        return switch (comparison) {
            case EXACT -> new Exact(entries);
            case REGEX -> new Regex(option, entries, watch, limitMillis);
            case PARTS -> new Parts(entries);
        };
    }

    /** All of it, in order. */
    Map<String, JsonValue> entries() {
        return entries;
    }

    /** The translation of a text; null if there is none. */
    abstract JsonValue find(String text) throws StepFailure;

    private static final class Exact extends Dictionary {
        Exact(Map<String, JsonValue> entries) {
            super(entries);
        }

        @Override
        JsonValue find(String text) {
            return entries().get(text);
        }
    }

    private static final class Regex extends Dictionary {
        private record Entry(RubyPattern key, JsonValue value) {}

        private final List<Entry> patterns = new ArrayList<>();

        Regex(String option, Map<String, JsonValue> entries, RegexWatch watch, int limitMillis) throws OptionFault {
            super(entries);
            for (Map.Entry<String, JsonValue> each : entries.entrySet()) {
                patterns.add(new Entry(RubyPattern.of(option, each.getKey(), watch, limitMillis), each.getValue()));
            }
        }

        @Override
        JsonValue find(String text) throws StepFailure {
            for (Entry entry : patterns) {
                if (entry.key.finds(text)) {
                    return entry.value;
                }
            }
            return null;
        }
    }

    private static final class Parts extends Dictionary {
        private record Entry(String key, String value) {}

        /** Keys by their first character, in order. */
        private final Map<Character, List<Entry>> keys = new HashMap<>();

        Parts(Map<String, JsonValue> entries) {
            super(entries);
            entries.forEach((key, value) -> {
                if (!key.isEmpty()) {
                    keys.computeIfAbsent(key.charAt(0), first -> new ArrayList<>())
                            .add(new Entry(key, RubyText.text(Values.java(value))));
                }
            });
        }

        @Override
        JsonValue find(String text) {
            StringBuilder translated = new StringBuilder(text.length());
            int at = 0;
            while (at < text.length()) {
                Entry entry = entryAt(text, at);
                translated.append(entry == null ? text.substring(at, at + 1) : entry.value);
                at += entry == null ? 1 : entry.key.length();
            }
            String result = translated.toString();
            return result.equals(text) ? null : Leaf.text(result);
        }

        private Entry entryAt(String text, int at) {
            for (Entry entry : keys.getOrDefault(text.charAt(at), List.of())) {
                if (text.startsWith(entry.key, at)) {
                    return entry;
                }
            }
            return null;
        }
    }

    /** The entries of both, the second one's where both have a key. */
    static Map<String, JsonValue> merged(Map<String, JsonValue> first, Map<String, JsonValue> second) {
        Map<String, JsonValue> merged = new LinkedHashMap<>(first);
        merged.putAll(second);
        return merged;
    }
}
