package com.jisu.logs.endtoend;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program as a user starts it: a process of the launcher, its output in files. */
public final class Program implements AutoCloseable {

    /** The top of the checkout, where the launcher is. */
    public static final Path CHECKOUT = Path.of(System.getProperty("jisu.logs.checkout"));

    private static final int SIGINT = 2;

    /** For the JVMs that tests start; the profiles of the long tests have none. */
    public static final String JAVA_OPTIONS = System.getProperty("jisu.logs.test.java-options", "");

    /** The nodes of this build, whose versions a profile may have chosen, instead of the launcher's. */
    private static final String NODES = Stream.of("jisu.logs.elasticsearch.home", "jisu.logs.opensearch.home")
            .map(home -> "-D" + home + "=" + System.getProperty(home))
            .collect(Collectors.joining(" "));

    private final Process process;
    private final Path stdout;
    private final Path stderr;

    private Program(Process process, Path stdout, Path stderr) {
        this.process = process;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /** Starts {@code ./jisu-logs} with these arguments; {@code directory} takes its output. */
    static Program start(Path directory, String... arguments) throws IOException {
        return start(directory, Map.of(), arguments);
    }

    /** The same with these environment variables. */
    public static Program start(Path directory, Map<String, String> environment, String... arguments)
            throws IOException {
        Path stdout = Files.createTempFile(directory, "stdout", ".txt");
        Path stderr = Files.createTempFile(directory, "stderr", ".txt");
        List<String> command = new ArrayList<>();
        command.add(CHECKOUT.resolve("jisu-logs").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(CHECKOUT.toFile())
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("JISU_LOGS_"));
        builder.environment().put("JISU_LOGS_JAVA_OPTS", JAVA_OPTIONS + " " + NODES);
        builder.environment().putAll(environment);
        return new Program(builder.start(), stdout, stderr);
    }

    /** Runs to its end, within three minutes: the first after a build makes the archive of classes, too. */
    static Program run(Path directory, String... arguments) throws Exception {
        return run(directory, Map.of(), arguments);
    }

    /** The same with these environment variables. */
    static Program run(Path directory, Map<String, String> environment, String... arguments) throws Exception {
        Program program = start(directory, environment, arguments);
        if (!program.process.waitFor(3, TimeUnit.MINUTES)) {
            program.close();
            throw new AssertionError(
                    "still running after 3 minutes: " + String.join(" ", arguments) + "\n" + program.stderr());
        }
        return program;
    }

    String stdout() throws IOException {
        return Files.readString(stdout);
    }

    public String stderr() throws IOException {
        return Files.readString(stderr);
    }

    boolean hasEnded() {
        return !process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    public long pid() {
        return process.pid();
    }

    /** The processes that it has started and that live. */
    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /** Waits until this text stands on its stderr. */
    public void awaitOnStderr(String text) {
        await("'" + text + "' on stderr").atMost(Duration.ofSeconds(90)).until(() -> {
            String said = stderr();
            if (!process.isAlive()) {
                throw new AssertionError("ended with exit code " + process.exitValue() + ": " + said);
            }
            return said.contains(text);
        });
    }

    /** The number that stands behind this text on its stderr. */
    public int port(String text) throws IOException {
        Matcher port = Pattern.compile(Pattern.quote(text) + " (\\d+)").matcher(stderr());
        if (!port.find()) {
            throw new AssertionError("no '" + text + "' in " + stderr());
        }
        return Integer.parseInt(port.group(1));
    }

    /** What a service manager sends; waits for the end. */
    public void terminate() throws Exception {
        signal("TERM");
    }

    /**
     * What a user's Ctrl-C sends; waits for the end. Where this build itself runs without SIGINT (in the background of a
     * script), so does every process it starts: there it is what a service manager sends.
     */
    void interrupt() throws Exception {
        signal(ignoresInterrupts() ? "TERM" : "INT");
    }

    private boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return false;
        }
        String ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).trim())
                .findFirst()
                .orElse("0");
        return (Long.parseUnsignedLong(ignored, 16) & 1L << SIGINT - 1) != 0;
    }

    /** What a service manager sends; to the processes that it has started, too. */
    void terminateAll() throws Exception {
        List<String> command = new ArrayList<>(List.of("kill", "-TERM", Long.toString(process.pid())));
        children().forEach(child -> command.add(Long.toString(child.pid())));
        new ProcessBuilder(command).start().waitFor();
        awaitEnd("TERM");
    }

    /** What can not be caught. */
    public void kill() throws Exception {
        signal("KILL");
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        awaitEnd(name);
    }

    private void awaitEnd(String signal) throws Exception {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("still running 60 s after SIG" + signal + ": " + stderr());
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
