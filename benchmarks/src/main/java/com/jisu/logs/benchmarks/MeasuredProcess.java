package com.jisu.logs.benchmarks;

import com.jisu.logs.app.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process started by the benchmark. Its output is shown with its name before it. */
final class MeasuredProcess implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    private final String name;
    private final Process process;
    private final BufferedReader output;

    private MeasuredProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** One of us, as the launcher starts it but for the heap. */
    static MeasuredProcess program(String name, String heap, List<String> arguments) throws IOException {
        return java(
                name, launcherOptions(heap), System.getProperty("java.class.path"), Main.class.getName(), arguments);
    }

    /** What the launcher gives the JVM, but for the heap. */
    static List<String> launcherOptions(String heap) {
        return List.of("-Xmx" + heap, "-XX:+UseSerialGC");
    }

    /** A JVM of this one's class path. */
    static MeasuredProcess java(String name, String heap, Class<?> main, List<String> arguments) throws IOException {
        List<String> options = List.of(
                "-Xmx" + heap, "-Djisu.logs.elasticsearch.home=" + System.getProperty("jisu.logs.elasticsearch.home"));
        return java(name, options, System.getProperty("java.class.path"), main.getName(), arguments);
    }

    /** A JVM of another class path, which may hold another version of us. */
    static MeasuredProcess java(
            String name, List<String> options, String classPath, String main, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(arguments);
        return start(name, command, Map.of());
    }

    static MeasuredProcess start(String name, List<String> command, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new MeasuredProcess(name, builder.start());
    }

    /**
     * Waits for a line that matches, then shows the rest in the background.
     *
     * @return the first group of the match
     */
    String awaitLine(Pattern pattern) throws IOException {
        String line;
        while ((line = output.readLine()) != null) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                showOutput();
                return matcher.group(1);
            }
            show(line);
        }
        throw new IOException(name + " ended before it was ready");
    }

    /** Shows all output from now on in the background. */
    void showOutput() {
        forEachLine(this::show);
    }

    /** Passes on each line of output from now on, in the background. */
    void forEachLine(Consumer<String> consumer) {
        Thread reader = new Thread(() -> read(consumer), name + "-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Consumer<String> consumer) {
        try {
            String line;
            while ((line = output.readLine()) != null) {
                consumer.accept(line);
            }
        } catch (IOException e) {
            if (process.isAlive()) { // closing a process closes its output too
                show("its output can not be read: " + e.getMessage());
            }
        }
    }

    private void show(String line) {
        System.err.println("[" + name + "] " + line);
    }

    /** Writes lines to its stdin. */
    void write(List<String> lines) throws IOException {
        OutputStream in = process.getOutputStream();
        for (String line : lines) {
            in.write(line.getBytes(StandardCharsets.UTF_8));
            in.write('\n');
        }
        in.flush();
    }

    /** Stops it where it is, until {@link #resume}. */
    void suspend() throws IOException, InterruptedException {
        signal("STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    ProcessUsage usage() {
        return ProcessUsage.of(process.toHandle());
    }

    long liveHeapMib() throws IOException {
        return ProcessUsage.liveHeapMib(process.toHandle());
    }

    /** Asks it to stop as an operator would, and waits. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                show("did not stop within " + PATIENCE_SECONDS + " s; killed");
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
