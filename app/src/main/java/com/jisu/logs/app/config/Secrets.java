package com.jisu.logs.app.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/** The keys whose values nobody must read, and the files that such values may come from. */
final class Secrets {

    /** Where the file's name is a key's with {@code -file} behind it, its content is the key's value. */
    private static final List<String> KEYS = List.of(
            "ingest.tls.key-password",
            "sink.elasticsearch.password",
            "sink.elasticsearch.api-key",
            "sink.elasticsearch.key-password");

    static final String KAFKA_FILE = "kafka.properties-file";
    static final String KAFKA_PROPERTIES = "kafka.properties.";

    /** Of Kafka's properties (sasl.jaas.config, ssl.key.password, ssl.keystore.key, …) and of those of its plugins. */
    private static final Pattern SECRET_PROPERTY = Pattern.compile(
            "(?i).*(password|passwd|passphrase|secret|jaas|token|credential|keystore\\.key|private|api.?key).*");

    private static final Pattern CREDENTIALS = Pattern.compile("(^|,)(\\w+://)?[^,]*@");

    private static final String MASK = "******";

    private Secrets() {}

    /** The value as it may be shown. */
    static String masked(String key, String value) {
        boolean secret = KEYS.contains(key)
                || key.startsWith(KAFKA_PROPERTIES) && isSecret(key.substring(KAFKA_PROPERTIES.length()));
        if (key.equals("sink.elasticsearch.url")) {
            return CREDENTIALS
                    .matcher(value)
                    .replaceAll("$1$2" + MASK + "@"); // refused where it matters, but not shown either
        }
        return secret && !value.isEmpty() ? MASK : value;
    }

    /** Of what a class of the operator's own reads nobody knows what it is, so it is not shown either. */
    private static boolean isSecret(String property) {
        return SECRET_PROPERTY.matcher(property).matches() || !KafkaNames.has(property);
    }

    /**
     * Reads the files of secrets: what they hold becomes the value of the keys that they are for.
     *
     * @param sections those whose files are read beside Kafka's: one role's pod does not hold another's secrets
     */
    static void resolve(Map<String, Entry> entries, Set<String> sections, Faults faults) {
        for (String key : KEYS) {
            Entry file = entries.get(key + "-file");
            if (!file.value().isEmpty() && sections.contains(key.substring(0, key.indexOf('.')))) {
                fromFile(key, file, entries, faults);
            }
        }
        Entry properties = entries.get(KAFKA_FILE);
        if (!properties.value().isEmpty()) {
            kafkaProperties(properties, entries, faults);
        }
    }

    /** Whether a key names a file whose content stands in the entries instead. */
    static boolean isResolved(String key) {
        return key.equals(KAFKA_FILE) || key.endsWith("-file") && KEYS.contains(key.substring(0, key.length() - 5));
    }

    private static void fromFile(String key, Entry file, Map<String, Entry> entries, Faults faults) {
        Entry direct = entries.get(key);
        if (!direct.value().isEmpty()) {
            faults.add(
                    file.origin(),
                    file.key() + " and " + key + " exclude each other, and " + key + " is set, too ("
                            + direct.origin().text() + ")");
            return;
        }
        try {
            Path path = Path.of(file.value());
            String content = Files.readString(path).strip();
            if (content.isEmpty()) {
                faults.add(file.origin(), file.key() + ": the file " + path + " is empty");
            }
            entries.put(key, new Entry(key, content, Origin.file(path)));
        } catch (IOException | RuntimeException e) {
            faults.add(file.origin(), unreadable(file));
        }
    }

    private static void kafkaProperties(Entry file, Map<String, Entry> entries, Faults faults) {
        Properties properties = new Properties();
        Path path = Path.of(file.value());
        try (Reader in = Files.newBufferedReader(path)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            faults.add(file.origin(), unreadable(file));
            return;
        }
        properties.stringPropertyNames().forEach(name -> {
            String key = KAFKA_PROPERTIES + name;
            entries.putIfAbsent(key, new Entry(key, properties.getProperty(name), Origin.file(path)));
        });
    }

    private static String unreadable(Entry file) {
        return file.key() + ": the file " + file.value() + " can not be read";
    }
}
