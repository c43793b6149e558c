package com.jisu.logs.app;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What a command says and how it ends, without a process of its own. Takes the process's output meanwhile: one at a time.
 *
 * @param out what it printed
 * @param err what it printed to stderr
 */
public record RunInProcess(int exitCode, String out, String err) {

    /** Runs a command as {@code jisu-logs} does. */
    public static RunInProcess of(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream outBefore = System.out;
        PrintStream errBefore = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int exitCode = Main.commandLine().execute(arguments);
            return new RunInProcess(
                    exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(outBefore);
            System.setErr(errBefore);
        }
    }
}
