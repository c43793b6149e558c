package com.jisu.logs.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

    @TempDir
    private Path directory;

    @Test
    void a_service_of_systemd_uses_what_it_is_given() {
        assertThat(StateDirectory.chosen(Map.of("STATE_DIRECTORY", "/var/lib/a:/var/lib/b"), directory, directory))
                .isEqualTo(Path.of("/var/lib/a/streams"));
    }

    @Test
    void the_systems_place_is_used_where_it_can_be_written_or_made() throws Exception {
        Path missing = directory.resolve("missing");
        assertThat(StateDirectory.chosen(Map.of(), directory, missing)).isEqualTo(missing.resolve("streams"));
        Path there = Files.createDirectory(directory.resolve("there"));
        assertThat(StateDirectory.chosen(Map.of(), directory, there)).isEqualTo(there.resolve("streams"));
    }

    @Test
    void a_user_has_a_place_that_nobody_cleans() {
        Path nowhere = directory.resolve("not/made");
        assertThat(StateDirectory.chosen(Map.of(), Path.of("/home/u"), nowhere))
                .isEqualTo(Path.of("/home/u/.local/state/jisu-logs/streams"));
        assertThat(StateDirectory.chosen(Map.of("XDG_STATE_HOME", "/state"), Path.of("/home/u"), nowhere))
                .isEqualTo(Path.of("/state/jisu-logs/streams"));
    }
}
