package com.jisu.logs.app.config;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads the configuration, later ones winning: the built-in {@code jisu-logs.yml}, which documents every key and holds
 * its default; the user's file; environment variables ({@code JISU_LOGS_INGEST_PORT} for {@code ingest.port}); overrides of
 * the command line.
 */
public final class ConfigurationLoader {

    private static final String DEFAULTS = "/jisu-logs.yml";
    private static final String PREFIX = "jisu-logs.";

    /** Any property of a Kafka client is allowed behind this. */
    private static final String KAFKA_PROPERTIES = "JISU_LOGS_KAFKA_PROPERTIES_";

    /** What the launcher and logback.xml read. */
    private static final Set<String> NOT_KEYS = Set.of("JISU_LOGS_JAVA_OPTS", "JISU_LOGS_LOG_LEVEL");

    private ConfigurationLoader() {}

    /**
     * @param overrides keys and values as in the file, such as {@code ingest.port} to {@code 5045}
     * @throws ConfigurationException if a file is missing or no YAML, a key unknown, a value of the wrong type
     */
    public static Configuration load(Optional<Path> file, Map<String, String> overrides) {
        ConfigSource defaults = source("the built-in defaults", defaults(), 100);
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withMapping(Configuration.class)
                .withConverter(java.time.Duration.class, 200, new DurationConverter())
                .withSources(defaults)
                .withSources(new EnvConfigSource(environment(System.getenv(), defaults.getPropertyNames()), 300))
                .withSources(new PropertiesConfigSource(prefixed(overrides), "the command line", 400));
        file.ifPresent(path -> builder.withSources(source(path.toString(), read(path), 200)));
        try {
            SmallRyeConfig config = builder.build();
            return config.getConfigMapping(Configuration.class);
        } catch (ConfigValidationException e) {
            throw new ConfigurationException(faults(e), e);
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
        } catch (IOException e) {
            throw new ConfigurationException(
                    "the configuration file " + file + " can not be read: " + e.getMessage(), e);
        }
    }

    /** The file's keys under the prefix that makes environment variables start with JISU_LOGS_. */
    private static ConfigSource source(String name, String yaml, int ordinal) {
        try {
            YamlConfigSource source = new YamlConfigSource(name, yaml, ordinal);
            return new PropertiesConfigSource(prefixed(source.getProperties()), name, ordinal);
        } catch (MarkedYAMLException e) {
            throw new ConfigurationException(
                    name + " is no valid YAML: " + e.getProblem() + ", line "
                            + (e.getProblemMark().getLine() + 1),
                    e);
        } catch (StackOverflowError e) { // nothing else tells: YAML allows it, and SmallRye goes round in it
            throw new ConfigurationException(name + " must not have an alias (*) inside of what it stands for (&)", e);
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new ConfigurationException(name + " must hold keys and values (YAML): " + e.getMessage(), e);
        }
    }

    private static Map<String, String> prefixed(Map<String, String> keys) {
        Map<String, String> prefixed = new HashMap<>();
        keys.forEach((key, value) -> prefixed.put(PREFIX + key, value));
        return prefixed;
    }

    /**
     * The variables that are ours, each of which must stand for a key: a mistyped one would be ignored in silence.
     *
     * @param keys every key there is; the built-in file names them all
     */
    static Map<String, String> environment(Map<String, String> variables, Set<String> keys) {
        Map<String, String> ours = new HashMap<>(variables);
        ours.keySet().removeIf(name -> !name.startsWith("JISU_LOGS_") || NOT_KEYS.contains(name));
        Set<String> names = keys.stream().map(ConfigurationLoader::variable).collect(Collectors.toSet());
        for (String name : ours.keySet()) {
            if (!names.contains(name) && !name.startsWith(KAFKA_PROPERTIES)) {
                throw new ConfigurationException(
                        "the configuration is wrong: the environment variable " + name + " stands for no known key");
            }
        }
        return ours;
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** SmallRye's words without its class names, message numbers and our prefix. */
    private static String faults(ConfigValidationException e) {
        Set<String> lines = new LinkedHashSet<>();
        for (int i = 0; i < e.getProblemCount(); i++) {
            lines.add(e.getProblem(i)
                    .getMessage()
                    .replaceAll("SRCFG\\d+: |java\\.[\\w.]+Exception: ", "")
                    .replaceAll("(^|[\\s\"])" + Pattern.quote(PREFIX), "$1")
                    .replaceAll("PropertiesConfigSource\\[source=(.*?)]", "$1")
                    .replaceFirst("The config property (\\S+) with the config value .* whilst being converted", "$1:")
                    .replace("does not map to any root", "is not a known key"));
        }
        return "the configuration is wrong: " + String.join("; ", lines);
    }
}
