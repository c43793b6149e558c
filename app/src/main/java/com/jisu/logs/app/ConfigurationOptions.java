package com.jisu.logs.app;

import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.app.config.ConfigurationLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options by which every command that touches a cluster is configured. */
public final class ConfigurationOptions {

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

    public Configuration load() {
        return ConfigurationLoader.load(Optional.ofNullable(file), overrides);
    }
}
