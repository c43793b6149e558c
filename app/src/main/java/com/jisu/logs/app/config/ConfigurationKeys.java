package com.jisu.logs.app.config;

import com.jisu.logs.parsers.api.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The keys that there are: those of the built-in file, and whatever stands below its open groups. */
final class ConfigurationKeys {

    private final Set<String> names;
    private final Set<String> lists;
    private final List<String> openGroups;

    ConfigurationKeys(YamlFile defaults) {
        names = defaults.entries().stream().map(Entry::key).collect(Collectors.toCollection(TreeSet::new));
        lists = defaults.lists().stream().map(Entry::key).collect(Collectors.toSet());
        openGroups = defaults.openGroups();
    }

    boolean has(String key) {
        return names.contains(key) || openGroups.stream().anyMatch(group -> key.startsWith(group + "."));
    }

    /** Whether it takes one value only. What is below an open group is not ours to judge. */
    boolean takesOne(String key) {
        return names.contains(key) && !lists.contains(key);
    }

    /** Those that take several values, which are lists in the built-in file. */
    Set<String> lists() {
        return lists;
    }

    /** The key that an environment variable stands for; below an open group its underscores are dots, unless Kafka has others. */
    Optional<String> ofVariable(String variable) {
        Optional<String> own =
                names.stream().filter(key -> variable(key).equals(variable)).findFirst();
        return own.isPresent() ? own : inGroup(variable);
    }

    private Optional<String> inGroup(String variable) {
        Optional<String> group = openGroups.stream()
                .filter(each -> variable.startsWith(variable(each) + "_"))
                .findFirst();
        return group.map(each -> {
            String rest = variable.substring(variable(each).length() + 1);
            String name = rest.toLowerCase(Locale.ROOT).replace('_', '.');
            return each + "."
                    + (each.equals("kafka.properties")
                            ? KafkaNames.ofVariable(rest).orElse(name)
                            : name);
        });
    }

    /** What a key is called in the environment. */
    static String variable(String key) {
        return "JISU_LOGS_" + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** What is wrong with a key that there is not, with the one that was meant where that is likely. */
    String unknown(String key) {
        if (names.stream().anyMatch(name -> name.startsWith(key + "."))) {
            String first = names.stream()
                    .filter(name -> name.startsWith(key + "."))
                    .findFirst()
                    .orElseThrow();
            return key + " is a group of keys, such as " + first;
        }
        if (openGroups.contains(key)) {
            return key + " is a group: names with their values are expected below it, or {} for none";
        }
        return key + " is no key"
                + nearest(key).map(name -> "; did you mean " + name + "?").orElse("");
    }

    /** What is wrong with a variable that stands for no key. */
    String unknownVariable(String variable) {
        String key = variable.substring("JISU_LOGS_".length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '.');
        return "it stands for no key"
                + nearest(key)
                        .map(name -> "; did you mean " + variable(name) + "?")
                        .orElse("");
    }

    private Optional<String> nearest(String key) {
        return Nearest.to(key, names);
    }
}
