package com.jisu.logs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.jisu.logs.app.api.Role;
import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.app.config.ConfigurationException;
import com.jisu.logs.app.config.TestConfiguration;
import com.jisu.logs.app.settings.SettingsCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;

/**
 * Loads whatever a fuzzer comes up with as a configuration file, and checks the roles' settings that come of it.
 *
 * <p>In the build it runs the corpus in {@code src/test/resources}; docs/reliability.md tells how to search for more.
 */
class ConfigurationFuzzTest {

    @FuzzTest(maxDuration = "5m")
    void any_file_is_a_configuration_or_is_refused_with_the_reason(byte[] yaml) throws IOException {
        Path file = Files.createTempFile("jisu-logs-fuzz", ".yml");
        try {
            Files.write(file, yaml);
            Configuration configuration = TestConfiguration.load(Optional.of(file), Map.of());
            assertThat(SettingsCheck.faults(EnumSet.allOf(Role.class), configuration))
                    .noneMatch(String::isBlank);
        } catch (ConfigurationException e) {
            assertThat(e.getMessage().lines()).isNotEmpty().noneMatch(String::isBlank);
        } finally {
            Files.delete(file);
        }
    }
}
