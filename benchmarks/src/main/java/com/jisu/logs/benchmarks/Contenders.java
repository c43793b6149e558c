package com.jisu.logs.benchmarks;

import com.jisu.logs.benchmarks.EventGenerator.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts the tools that are compared, each with a folder of its own in the benchmark's. */
final class Contenders {

    private static final Duration LOGSTASH_PATIENCE = Duration.ofMinutes(3);
    private static final String LIBRARIES = "usr/lib/x86_64-linux-gnu";

    private final Path directory;
    private final Path configurations;
    private final Endpoint endpoint;

    /** @param configurations the folder benchmarks/compare */
    Contenders(Path directory, Path configurations, Endpoint endpoint) {
        this.directory = directory;
        this.configurations = configurations;
        this.endpoint = endpoint;
    }

    /** All roles, with a broker whose work is not counted. */
    Contender jisuLogs(String heap) throws IOException {
        Path own = Files.createDirectory(directory.resolve("jisu-logs"));
        MeasuredProcess broker = Broker.start(own);
        try {
            Roles roles = Roles.start(
                    Roles.Setup.of("jisu-logs", heap), Broker.bootstrapServers(broker), endpoint.url(), own);
            return new BeatsContender(
                    "jisu-logs",
                    "Java " + Runtime.version() + ", -Xmx" + heap + " for each role",
                    DocumentNames.JISU_LOGS,
                    roles.port(),
                    endpoint,
                    roles::usage,
                    List.of(roles, broker));
        } catch (IOException | RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    /** @param root where the Debian packages are unpacked; / where they are installed */
    Contender rsyslog(Path root) throws IOException {
        Path own = folder("rsyslog");
        Path configuration = configure("rsyslog.conf", own, Map.of());
        String program = root.resolve("usr/sbin/rsyslogd").toString();
        Map<String, String> libraries = libraries(root);
        MeasuredProcess process = MeasuredProcess.start(
                "rsyslog",
                List.of(
                        program,
                        "-n",
                        "-f",
                        configuration.toString(),
                        "-i",
                        own.resolve("pid").toString(),
                        "-M",
                        root.resolve(LIBRARIES).resolve("rsyslog").toString()),
                libraries);
        process.showOutput();
        return new FileContender(
                process, firstLine(List.of(program, "-v"), libraries), DocumentNames.RSYSLOG, own, endpoint);
    }

    /** @param root where the Debian packages are unpacked; / where they are installed */
    Contender syslogNg(Path root, Path geoip) throws IOException {
        Path own = folder("syslog-ng");
        Path configuration = configure(
                "syslog-ng.conf",
                own,
                Map.of(
                        "GEOIP",
                        geoip.toString(),
                        "SCL",
                        root.resolve("usr/share/syslog-ng/include/scl").toString()));
        String program = root.resolve("usr/sbin/syslog-ng").toString();
        Map<String, String> libraries = libraries(root);
        MeasuredProcess process = MeasuredProcess.start(
                "syslog-ng",
                List.of(
                        program,
                        "--foreground",
                        "--no-caps",
                        "--cfgfile=" + configuration,
                        "--persist-file=" + own.resolve("persist"),
                        "--pidfile=" + own.resolve("pid"),
                        "--control=" + own.resolve("control"),
                        "--module-path=" + modules(root.resolve("usr/lib/syslog-ng"))),
                libraries);
        process.showOutput();
        return new FileContender(
                process, firstLine(List.of(program, "--version"), libraries), DocumentNames.SYSLOG_NG, own, endpoint);
    }

    /** Waits until Logstash listens, which takes a while. */
    Contender logstash(Path home, Path geoip, int port) throws IOException, InterruptedException {
        Path own = folder("logstash");
        Path configuration =
                configure("logstash.conf", own, Map.of("GEOIP", geoip.toString(), "BEATS", Integer.toString(port)));
        String program = home.resolve("bin/logstash").toString();
        MeasuredProcess process = MeasuredProcess.start(
                "logstash",
                List.of(
                        program,
                        "-f",
                        configuration.toString(),
                        "--path.data",
                        own.resolve("data").toString(),
                        "--path.logs",
                        own.resolve("logs").toString(),
                        "--pipeline.ecs_compatibility",
                        "disabled",
                        "--log.level",
                        "warn"),
                Map.of());
        process.showOutput();
        Instant start = Instant.now();
        while (!listens(port)) {
            if (Duration.between(start, Instant.now()).compareTo(LOGSTASH_PATIENCE) > 0) {
                process.close();
                throw new IOException("Logstash does not listen after " + LOGSTASH_PATIENCE);
            }
            Thread.sleep(500);
        }
        return new BeatsContender(
                "logstash",
                firstLine(List.of(program, "--version"), Map.of()),
                DocumentNames.LOGSTASH,
                port,
                endpoint,
                () -> Map.of("logstash", process.usage()),
                List.of(process));
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket("localhost", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false; // not yet
        }
    }

    /** A folder with the files to follow, still empty. */
    private Path folder(String name) throws IOException {
        Path own = Files.createDirectory(directory.resolve(name));
        for (Kind kind : Kind.values()) {
            Files.createFile(FileContender.file(own, kind));
        }
        return own;
    }

    private Path configure(String name, Path own, Map<String, String> values) throws IOException {
        String text = Files.readString(configurations.resolve(name))
                .replace("@WORK@", own.toString())
                .replace("@CONFIGURATION@", configurations.toString())
                .replace("@PORT@", endpoint.url().substring(endpoint.url().lastIndexOf(':') + 1));
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("@" + value.getKey() + "@", value.getValue());
        }
        return Files.writeString(own.resolve(name), text);
    }

    /** syslog-ng keeps its modules in a folder named after its version. */
    private static Path modules(Path parent) throws IOException {
        try (var folders = Files.list(parent)) {
            return folders.filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow(() -> new IOException("there are no modules in " + parent));
        }
    }

    private static Map<String, String> libraries(Path root) {
        if (root.equals(Path.of("/"))) {
            return Map.of();
        }
        List<String> folders = new ArrayList<>();
        for (String folder : List.of(LIBRARIES, "lib/x86_64-linux-gnu", "usr/lib/syslog-ng")) {
            folders.add(root.resolve(folder).toString());
        }
        return Map.of("LD_LIBRARY_PATH", String.join(":", folders));
    }

    private static String firstLine(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try (InputStream output = builder.start().getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }
}
