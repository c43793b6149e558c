package com.jisu.logs.app.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Configurations of tests: of no environment, with the secrets of all roles. */
public final class TestConfiguration {

    private TestConfiguration() {}

    public static Configuration load(Optional<Path> file, Map<String, String> overrides) {
        return ConfigurationLoader.read(file, overrides, Map.of(), Set.of("ingest", "sink"))
                .configuration();
    }
}
