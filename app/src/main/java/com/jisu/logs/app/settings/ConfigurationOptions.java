package com.jisu.logs.app.settings;

import com.jisu.logs.app.api.Role;
import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.app.config.ConfigurationLoader;
import com.jisu.logs.app.config.LoadedConfiguration;
import com.jisu.logs.app.logging.Logging;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The options by which every command that touches a cluster is configured. */
public final class ConfigurationOptions {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationOptions.class);

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration file (default: the built-in jisu-logs.yml alone).")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides one key of the configuration, such as --set ingest.port=5045.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    /** The configuration for a tool; its log lines are for people. */
    public Configuration load() {
        return load(Set.of());
    }

    /** The same, with the keys of these roles checked. */
    Configuration load(Set<Role> roles) {
        return load(roles, Map.of());
    }

    /** The same, with the origins of the keys. */
    public LoadedConfiguration loadWithOrigins(Set<Role> roles) {
        LoadedConfiguration loaded = checked(roles, Map.of());
        Logging.forPeople(loaded.configuration().logging());
        PlainConnections.warnings(roles, loaded.configuration()).forEach(LOG::warn);
        return loaded;
    }

    /** The configuration for a tool, with what its own options say. */
    public Configuration load(Map<String, String> own) {
        return load(Set.of(), own);
    }

    /** @param own what the command's own options say; {@code --set} wins over them */
    public Configuration load(Set<Role> roles, Map<String, String> own) {
        Configuration configuration = checked(roles, own).configuration();
        Logging.forPeople(configuration.logging());
        PlainConnections.warnings(roles, configuration).forEach(LOG::warn);
        return configuration;
    }

    /** The configuration for a process that runs roles. */
    public Configuration loadForService(Set<Role> roles) {
        Configuration configuration = checked(roles, Map.of()).configuration();
        Logging.forService(configuration.logging(), roles);
        PlainConnections.warnings(roles, configuration).forEach(LOG::warn);
        return configuration;
    }

    /** The configuration with its origins, the keys of these roles checked. */
    LoadedConfiguration checked(Set<Role> roles, Map<String, String> own) {
        LoadedConfiguration loaded = read(roles, own);
        loaded.refuse(SettingsCheck.faults(roles, loaded.configuration()));
        return loaded;
    }

    /** The configuration with its origins and the secrets of all roles, no role's keys checked. */
    LoadedConfiguration readAll() {
        LoadedConfiguration loaded = read(EnumSet.allOf(Role.class), Map.of());
        loaded.refuse(SettingsCheck.faults(Set.of(), loaded.configuration()));
        return loaded;
    }

    /**
     * Which of these keys the file or the environment sets to something that is not in effect.
     *
     * @param own what the command's own options say, of these keys too
     */
    public List<String> hidden(Collection<String> keys, Map<String, String> own) {
        Map<String, String> others = new LinkedHashMap<>(own);
        others.keySet().removeAll(keys);
        LoadedConfiguration loaded = read(Set.of(), others);
        return keys.stream()
                .filter(key -> loaded.isSet(key) && !overrides.containsKey(key))
                .toList();
    }

    private LoadedConfiguration read(Set<Role> roles, Map<String, String> own) {
        Map<String, String> all = new LinkedHashMap<>(own);
        all.putAll(overrides);
        Set<String> sections = roles.stream().map(Role::toString).collect(Collectors.toSet());
        return ConfigurationLoader.read(Optional.ofNullable(file), all, System.getenv(), sections);
    }
}
