package com.jisu.logs.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A configuration whose keys and types are right, with where each value comes from. */
public final class LoadedConfiguration {

    private static final Pattern KEY = Pattern.compile("[a-z]+(?:[.-][a-z]+)+");

    private final Configuration configuration;
    private final SortedMap<String, Entry> entries;

    LoadedConfiguration(Configuration configuration, Map<String, Entry> entries) {
        this.configuration = configuration;
        this.entries = new TreeMap<>(entries);
    }

    public Configuration configuration() {
        return configuration;
    }

    /** Whether a key was set by somebody, to whatever value. */
    public boolean isSet(String key) {
        return entries.containsKey(key) && !entries.get(key).origin().isDefault();
    }

    /** Every key with its effective value, in alphabetical order; secrets are masked. */
    public List<Entry> shown() {
        return entries.values().stream()
                .map(each -> new Entry(each.key(), Secrets.masked(each.key(), each.value()), each.origin()))
                .sorted(Comparator.comparing(Entry::key))
                .toList();
    }

    /**
     * Refuses values that are of the right type and can not be used all the same.
     *
     * @param faults lines that name the key; where it was set is put before them
     * @throws ConfigurationException if there is any
     */
    public void refuse(Collection<String> faults) {
        Faults located = new Faults();
        faults.forEach(fault -> located.add(origin(fault), fault));
        located.throwIfAny();
    }

    /** Where the first of the keys that a fault names was set, other than by default. */
    private Origin origin(String fault) {
        Matcher keys = KEY.matcher(fault);
        while (keys.find()) {
            Entry entry = entries.get(keys.group());
            if (entry != null && !entry.origin().isDefault()) {
                return entry.origin();
            }
        }
        return Origin.DEFAULT;
    }
}
