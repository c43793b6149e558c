package com.jisu.logs.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.embedded.NodeKind;
import com.jisu.logs.servers.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./jisu-logs dev} on any free ports, and what is done with it. */
final class Dev {

    static final String ANY_PORTS = "--beats-port=0 --kafka-port=0 --elasticsearch-port=0 --admin-port=0";

    private Dev() {}

    /** Starts it and waits until it is ready. */
    static Program start(Path directory, String dataDirectory) throws Exception {
        return start(directory, dataDirectory, TestServer.searchKind());
    }

    /** The same with a search server of this kind. */
    static Program start(Path directory, String dataDirectory, NodeKind kind) throws Exception {
        Program dev = Program.start(directory, arguments(directory, dataDirectory, ANY_PORTS, kind));
        try {
            dev.awaitOnStderr("Ctrl-C stops it.");
        } catch (RuntimeException | Error e) {
            dev.close();
            throw e;
        }
        return dev;
    }

    static String[] arguments(Path directory, String dataDirectory, String ports) {
        return arguments(directory, dataDirectory, ports, TestServer.searchKind());
    }

    private static String[] arguments(Path directory, String dataDirectory, String ports, NodeKind kind) {
        // The samples have fixed dates, whenever the tests are run.
        return ("dev --data-dir=" + directory.resolve(dataDirectory) + " --set=streams.max-event-age=40000d " + ports
                        + (kind == NodeKind.OPENSEARCH ? " --opensearch" : ""))
                .split(" ");
    }

    /** The search server of one that runs. */
    static Index index(Program dev) throws Exception {
        return new Index(shown(dev, TestServer.searchKind().title()));
    }

    /** Ships a file as a user would; every line of it must be acknowledged. */
    static void send(Program dev, Path directory, String type, String file) throws Exception {
        Program send = Program.run(
                directory,
                "send",
                "--to",
                shown(dev, "Beats input"),
                "--type",
                type,
                "--environment",
                "development",
                file);
        assertThat(send.stdout()).contains(lines(file) + " events, " + lines(file) + " acknowledged");
        assertThat(send.exitCode()).isZero();
    }

    /** An address in the block that `dev` prints when it is ready. */
    static String shown(Program dev, String what) throws Exception {
        Matcher line = Pattern.compile("(?m)^  " + what + " +(\\S+)$").matcher(dev.stderr());
        assertThat(line.find()).as("%s in %s", what, dev.stderr()).isTrue();
        return line.group(1);
    }

    static long lines(String file) throws Exception {
        return Files.readAllLines(Program.CHECKOUT.resolve(file)).stream()
                .filter(line -> !line.isEmpty())
                .count();
    }
}
