package com.jisu.logs.app.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * Judges what is passed through to Kafka's clients. They take whatever they are given and leave out what they do not know, so
 * a letter too few in {@code security.protocol} is a connection without TLS.
 */
final class KafkaProperties {

    static final String EXTRA = "kafka.extra-properties";

    private static final Pattern EXTRA_NAME = Pattern.compile("[\\w-][\\w.-]*\\*?");

    private static final Pattern REFUSED = Pattern.compile(
            "Invalid value .* for configuration [\\w.-]+(?:: (.*)|;? ?(.*))?",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private final Map<String, Entry> entries;
    private final List<String> extra;
    private final boolean withStreams;
    private final Faults faults;

    private KafkaProperties(Map<String, Entry> entries, boolean withStreams, Faults faults) {
        this.entries = entries;
        this.extra = extra(entries);
        this.withStreams = withStreams;
        this.faults = faults;
    }

    /**
     * Adds a fault for each property that neither Kafka nor {@code kafka.extra-properties} knows, and for each value that Kafka
     * can not use.
     *
     * @param withStreams whether Kafka Streams will be given them, which takes fewer values of some
     */
    static void check(Map<String, Entry> entries, boolean withStreams, Faults faults) {
        new KafkaProperties(entries, withStreams, faults).check();
    }

    private static List<String> extra(Map<String, Entry> entries) {
        return Arrays.stream(entries.get(EXTRA).value().split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private void check() {
        extra.stream()
                .filter(name -> !EXTRA_NAME.matcher(name).matches())
                .forEach(name -> faults.add(
                        entries.get(EXTRA).origin(),
                        EXTRA + " must be names of properties, or what they begin with and a * (com.example.*), not '"
                                + name + "'"));
        for (Entry each : entries.values()) {
            if (each.key().startsWith(Secrets.KAFKA_PROPERTIES)) {
                check(each, each.key().substring(Secrets.KAFKA_PROPERTIES.length()));
            }
        }
    }

    private void check(Entry entry, String name) {
        if (name.equals(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)) {
            faults.add(entry.origin(), entry.key() + " has no effect; set kafka.bootstrap-servers");
        } else if (!KafkaNames.has(name) && !isExtra(name)) {
            String meant = KafkaNames.nearest(name)
                    .map(known -> "did you mean " + Secrets.KAFKA_PROPERTIES + known + "? If not, and ")
                    .orElse("if ");
            faults.add(
                    entry.origin(),
                    entry.key() + " is no property of Kafka; " + meant + "a class of your own reads it, name it in "
                            + EXTRA);
        } else if (!isProvided(entry.value())) {
            KafkaNames.definitions(name, withStreams).stream()
                    .filter(definition -> !checkValue(entry, definition))
                    .findFirst();
        }
    }

    private boolean isExtra(String name) {
        return matchesExtra(name) || matchesExtra(KafkaNames.bare(name));
    }

    private boolean matchesExtra(String name) {
        return extra.stream()
                .anyMatch(each ->
                        each.endsWith("*") ? name.startsWith(each.substring(0, each.length() - 1)) : name.equals(each));
    }

    /** Whether one of Kafka's config providers will put another value in this one's place. */
    private boolean isProvided(String value) {
        return value.contains("${")
                && entries.containsKey(Secrets.KAFKA_PROPERTIES + AdminClientConfig.CONFIG_PROVIDERS_CONFIG);
    }

    private boolean checkValue(Entry entry, ConfigDef.ConfigKey definition) {
        try {
            Object value = ConfigDef.parseType(definition.name, entry.value(), definition.type);
            if (definition.validator != null) {
                definition.validator.ensureValid(definition.name, value);
            }
            return true;
        } catch (ConfigException e) {
            String shown = Secrets.masked(entry.key(), entry.value()).replace("\n", "\\n");
            Matcher refused = REFUSED.matcher(e.getMessage());
            String why = refused.matches() ? refused.group(1) == null ? refused.group(2) : refused.group(1) : null;
            faults.add(
                    entry.origin(),
                    entry.key() + " can not be '" + shown + "'"
                            + (why == null || why.isEmpty() ? "" : ": " + why.replace("\n", " ")));
            return false;
        }
    }
}
