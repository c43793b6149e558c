package com.jisu.logs.endtoend.faults;

import static org.awaitility.Awaitility.await;

import com.jisu.logs.endtoend.Program;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One instance of a role, started by the launcher as an operator would. */
final class RoleProcess implements Part {

    /** What is run. */
    enum Role {
        INGEST("ingest"),
        STREAMS("streams"),
        SINK("sink");

        private final String command;

        Role(String command) {
            this.command = command;
        }

        @Override
        public String toString() {
            return command;
        }
    }

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Longer than another instance's session lasts. */
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);

    private static final String JAVA_OPTIONS = "-Xmx256m " + Program.JAVA_OPTIONS;

    private final Role role;
    private final Path directory;
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>(Map.of("JISU_LOGS_JAVA_OPTS", JAVA_OPTIONS));
    private final List<Program> started = new ArrayList<>();

    /** @param settings {@code key=value}, each */
    RoleProcess(Role role, Path directory, List<String> settings, Map<String, String> environment) throws Exception {
        this.role = role;
        this.directory = Files.createDirectories(directory);
        this.environment.putAll(environment);
        arguments.add(role.toString());
        settings.forEach(setting -> arguments.add("--set=" + setting));
        arguments.add("--set=admin.port=0");
        arguments.add("--set=streams.state-directory=" + stateDirectory());
    }

    /** Where a streams keeps its local files. */
    Path stateDirectory() {
        return directory.resolve("state");
    }

    Role role() {
        return role;
    }

    /** Where the Beats input listens, where this is an ingest. */
    int beatsPort() throws Exception {
        return current().port("Beats input on port");
    }

    /** What its {@code /metrics} has of a name and labels that are part of the line; not a number where it has none. */
    double metric(String name, String... labels) throws Exception {
        HttpRequest metrics = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + current().port("metrics and health on port") + "/metrics"))
                .build();
        return HTTP.send(metrics, BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name) && Stream.of(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(
                        line.substring(line.lastIndexOf(' ') + 1).replace("Inf", "Infinity")))
                .findFirst()
                .orElse(Double.NaN);
    }

    /** What it has logged, over all its lives. */
    String log() throws Exception {
        StringBuilder log = new StringBuilder();
        for (Program program : started) {
            log.append(program.stderr());
        }
        return log.toString();
    }

    /** The value of one of its metrics that has no labels. */
    double metric(String name) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + current().port("metrics and health on port") + "/metrics"))
                .build();
        return HTTP.send(request, BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String name() {
        return role.toString();
    }

    @Override
    public long pid() {
        return current().pid();
    }

    @Override
    public void start() throws Exception {
        started.add(Program.start(directory, environment, arguments.toArray(String[]::new)));
        current().awaitOnStderr("metrics and health on port");
        awaitReady(current().port("metrics and health on port"));
    }

    private void awaitReady(int adminPort) {
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/health/ready"))
                .build();
        await("readiness of " + name())
                .atMost(READY_WITHIN)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> HTTP.send(ready, BodyHandlers.discarding()).statusCode() == 200);
    }

    @Override
    public void kill() throws Exception {
        current().kill();
    }

    @Override
    public void stop() throws Exception {
        current().terminate();
    }

    private Program current() {
        return started.get(started.size() - 1);
    }
}
