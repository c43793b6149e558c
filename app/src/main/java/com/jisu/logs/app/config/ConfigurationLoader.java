package com.jisu.logs.app.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the configuration, later ones winning: the built-in {@code jisu-logs.yml}, which documents every key and holds
 * its default; the user's file; environment variables ({@code JISU_LOGS_INGEST_PORT} for {@code ingest.port}); overrides of
 * the command line. Every unknown key, wrong type and value out of range is found in one go.
 */
public final class ConfigurationLoader {

    private static final String DEFAULTS = "/jisu-logs.yml";

    private ConfigurationLoader() {}

    /**
     * The configuration, with where each value comes from.
     *
     * @param overrides keys and values as in the file, such as {@code ingest.port} to {@code 5045}
     * @param variables the environment
     * @param sections of the roles that are to run, such as {@code sink}: their secrets are read from their files, as Kafka's
     *     always are
     * @throws ConfigurationException if a file is missing or no YAML, a key unknown, a value of the wrong type or out of range
     */
    public static LoadedConfiguration read(
            Optional<Path> file, Map<String, String> overrides, Map<String, String> variables, Set<String> sections) {
        Faults faults = new Faults();
        YamlFile defaults = YamlFile.read("the built-in defaults", defaults(), faults);
        ConfigurationKeys keys = new ConfigurationKeys(defaults);
        Map<String, Entry> entries = new HashMap<>();
        defaults.entries()
                .forEach(each -> entries.put(each.key(), new Entry(each.key(), each.value(), Origin.DEFAULT)));
        file.ifPresent(path -> {
            YamlFile yaml = YamlFile.read(path.toString(), read(path), faults);
            add(yaml.entries(), entries, keys, faults);
            yaml.lists().stream()
                    .filter(each -> keys.takesOne(each.key()))
                    .forEach(each -> faults.add(each.origin(), each.key() + " must be one value, not a list"));
        });
        add(Environment.entries(variables, keys, faults), entries, keys, faults);
        List<Entry> options = overrides.entrySet().stream()
                .map(each -> new Entry(each.getKey(), each.getValue(), Origin.COMMAND_LINE))
                .toList();
        add(options, entries, keys, faults);

        Secrets.resolve(entries, sections, faults);
        KafkaProperties.check(entries, sections.contains("streams"), faults);
        LineKeys.check(entries, faults);
        Optional<Configuration> configuration = Mapping.of(entries, faults);
        Ranges.check(entries, faults);
        faults.throwIfAny();
        return new LoadedConfiguration(configuration.orElseThrow(), entries);
    }

    private static void add(List<Entry> more, Map<String, Entry> entries, ConfigurationKeys keys, Faults faults) {
        for (Entry each : more) {
            if (keys.has(each.key())) {
                entries.put(each.key(), each);
            } else {
                faults.add(each.origin(), keys.unknown(each.key()));
            }
        }
    }

    private static String defaults() {
        try (InputStream in = ConfigurationLoader.class.getResourceAsStream(DEFAULTS)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ConfigurationException("the built-in " + DEFAULTS + " can not be read: " + e.getMessage(), e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException("the configuration file " + file + " does not exist", e);
        } catch (CharacterCodingException e) {
            throw new ConfigurationException("the configuration file " + file + " is no text in UTF-8", e);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "the configuration file " + file + " can not be read: " + e.getMessage(), e);
        }
    }
}
