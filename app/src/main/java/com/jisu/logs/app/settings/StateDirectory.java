package com.jisu.logs.app.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the streams role keeps its files where {@code streams.state-directory} is empty: a place that no system cleans, as
 * they do with {@code /tmp}.
 */
final class StateDirectory {

    private static final Path OF_THE_SYSTEM = Path.of("/var/lib/jisu-logs");

    private StateDirectory() {}

    /**
     * The first of these that can be written or made: {@code streams} in what systemd gives a service ({@code
     * STATE_DIRECTORY}), in {@code /var/lib/jisu-logs}, in {@code jisu-logs} below {@code XDG_STATE_HOME}, or below {@code
     * .local/state} in the user's home.
     *
     * @see <a href="https://specifications.freedesktop.org/basedir-spec/latest/">XDG base directories</a>
     */
    static Path chosen(Map<String, String> environment, Path home) {
        return chosen(environment, home, OF_THE_SYSTEM);
    }

    static Path chosen(Map<String, String> environment, Path home, Path ofTheSystem) {
        String ofService = environment.getOrDefault("STATE_DIRECTORY", "");
        if (!ofService.isEmpty()) {
            return Path.of(ofService.split(":")[0], "streams");
        }
        if (canBeWritten(ofTheSystem)) {
            return ofTheSystem.resolve("streams");
        }
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path ofUser = state.isEmpty() ? home.resolve(".local/state") : Path.of(state);
        return ofUser.resolve("jisu-logs/streams");
    }

    private static boolean canBeWritten(Path directory) {
        return Files.exists(directory)
                ? Files.isWritable(directory)
                : Files.isWritable(directory.toAbsolutePath().getParent());
    }
}
