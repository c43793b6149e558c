package com.jisu.logs.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JVM started by the benchmark, with this one's class path. Its output is shown with its name before it. */
final class JavaProcess implements AutoCloseable {

    private final String name;
    private final Process process;
    private final BufferedReader output;

    private JavaProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static JavaProcess start(String name, String heap, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-Djisu.logs.elasticsearch.home=" + System.getProperty("jisu.logs.elasticsearch.home"),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return new JavaProcess(
                name, new ProcessBuilder(command).redirectErrorStream(true).start());
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
                Thread shower = new Thread(this::showRest, name + "-output");
                shower.setDaemon(true);
                shower.start();
                return matcher.group(1);
            }
            show(line);
        }
        throw new IOException(name + " ended before it was ready");
    }

    private void showRest() {
        try {
            String line;
            while ((line = output.readLine()) != null) {
                show(line);
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

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
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
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                show("did not stop within 30 s; killed");
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
