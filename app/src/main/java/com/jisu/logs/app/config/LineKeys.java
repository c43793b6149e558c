package com.jisu.logs.app.config;

import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.api.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Judges {@code streams.keys}: the names that a user's own applications have for fields. */
final class LineKeys {

    static final String GROUP = "streams.keys.";

    private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");

    private final Faults faults;

    /** Where a name was met first. */
    private final Map<String, Entry> taken = new TreeMap<>();

    private LineKeys(Faults faults) {
        this.faults = faults;
    }

    /** Adds a fault for each entry that can not be used, and takes it out, so that nobody else judges it. */
    static void check(Map<String, Entry> entries, Faults faults) {
        LineKeys keys = new LineKeys(faults);
        List<Entry> own = new TreeMap<>(entries)
                .values().stream().filter(each -> each.key().startsWith(GROUP)).toList();
        own.stream().filter(each -> !keys.isRight(each)).forEach(each -> entries.remove(each.key()));
    }

    private boolean isRight(Entry entry) {
        String field = entry.key().substring(GROUP.length());
        if (!ParserSettings.fieldsOfKeys().contains(field)) {
            String meant = Nearest.to(field, ParserSettings.fieldsOfKeys())
                    .map(name -> "; did you mean " + GROUP + name + "?")
                    .orElse("");
            faults.add(
                    entry.origin(),
                    entry.key() + " is for no field that keys can mean" + meant
                            + " (docs/fields.md, \"Known keys\", has them)");
            return false;
        }
        List<String> names = names(entry);
        if (names.stream().anyMatch(String::isEmpty)) {
            faults.add(entry.origin(), entry.key() + " must be a list of names, none of them empty");
            return false;
        }
        List<String> notFree =
                names.stream().filter(name -> !isFree(name, field, entry)).toList();
        return notFree.isEmpty();
    }

    private static List<String> names(Entry entry) {
        return COMMA.splitAsStream(entry.value())
                .map(name -> name.strip().replace("\\,", ","))
                .toList();
    }

    private boolean isFree(String name, String field, Entry entry) {
        Optional<String> known = ParserSettings.meaningOfKey(name, field);
        Entry other = taken.putIfAbsent(name, entry);
        if (known.isPresent()) {
            faults.add(
                    entry.origin(),
                    entry.key() + " can not have " + name + ", which " + known.get()
                            + " (docs/fields.md, \"Known keys\")");
        } else if (other != null && other != entry) {
            faults.add(
                    entry.origin(),
                    entry.key() + " can not have " + name + ", which " + other.key() + " has: a key means one field");
        }
        return known.isEmpty() && (other == null || other == entry);
    }
}
