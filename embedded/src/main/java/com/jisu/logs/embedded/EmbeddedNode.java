package com.jisu.logs.embedded;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node of a search server in a process of its own, on 127.0.0.1: the real server; {@link NodeKind} says with what parts.
 *
 * <p>The node's jars are read from the directory that a system property names, {@code jisu.logs.elasticsearch.home} or {@code
 * jisu.logs.opensearch.home}; the build lays it out. Its log and output are in {@code logs/} of its own directory.
 *
 * <p>The node does not outlive this process, however this one ends: it stops when the pipe to its standard input
 * closes. It does not react to a Ctrl-C, which a terminal sends to both, nor to a SIGTERM, which a service manager may: it
 * stops when {@link #close()} tells it to, so that what still has to be written can be.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedNode implements AutoCloseable {

    /** The system property with more options of the node's JVM, between blanks. */
    static final String JAVA_OPTIONS_PROPERTY = "jisu.logs.node.java-options";

    /** Megabytes of the node's heap unless the caller says otherwise. */
    static final int DEFAULT_HEAP_MEGABYTES = 512;

    private static final Logger log = LoggerFactory.getLogger(EmbeddedNode.class);

    /** How long a node that is starting may get nowhere. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(30);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(25);
    private static final int LAST_LINES = 3;

    private final NodeKind kind;
    private final ServerDirectory directory;
    private final int port;
    private final Process process;
    private boolean stopped;

    private EmbeddedNode(NodeKind kind, ServerDirectory directory, int port, Process process) {
        this.kind = kind;
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** As {@link #start(NodeKind, Path, int, int)}, with {@link #DEFAULT_HEAP_MEGABYTES}. */
    public static EmbeddedNode start(NodeKind kind, Path directory, int httpPort) {
        return start(kind, directory, httpPort, DEFAULT_HEAP_MEGABYTES);
    }

    /**
     * Starts a node and waits until its indices can be searched and written.
     *
     * @param directory holds {@code data/}, {@code logs/} and {@code config/}; created on first use, continued with later
     * @param httpPort 1 to 65535, or 0 for any that is free
     * @param heapMegabytes of the node's process, at least 128
     * @throws EmbeddedServerException if the port is taken, the directory is not writable or in use, the node's jars are
     *     missing, or the node gives up, or gets nowhere for two minutes; one that does is waited for
     */
    public static EmbeddedNode start(NodeKind kind, Path directory, int httpPort, int heapMegabytes) {
        Path home = kind.home();
        ServerDirectory held = ServerDirectory.open(kind.title(), directory);
        try {
            awaitEndOfPreviousNode(kind, held);
            int port = LoopbackPorts.free(kind.title(), httpPort);
            EmbeddedNode node = launch(kind, home, held, port, heapMegabytes);
            node.awaitReady();
            return node;
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    /**
     * After this program was killed, its node needs a moment to notice and to stop; a program that is started again
     * at once would fail on the node's lock or port.
     */
    private static void awaitEndOfPreviousNode(NodeKind kind, ServerDirectory directory) {
        Path nodeLock = directory.resolve(kind.lockFile());
        if (Files.exists(nodeLock) && !await(STOP_TIMEOUT, () -> isUnlocked(nodeLock))) {
            throw ServerDirectory.inUse(kind.title(), directory.path());
        }
    }

    private static boolean isUnlocked(Path lockFile) {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
            return ServerDirectory.tryLock(channel);
        } catch (IOException e) {
            throw new EmbeddedServerException("the lock " + lockFile + " cannot be opened: " + e, e);
        }
    }

    private static EmbeddedNode launch(
            NodeKind kind, Path home, ServerDirectory directory, int port, int heapMegabytes) {
        try {
            for (String name : List.of("config", "data", "logs", "tmp")) {
                Files.createDirectories(directory.resolve(name));
            }
            Process process = new ProcessBuilder(command(kind, home, directory, port, heapMegabytes))
                    .directory(directory.path().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(console(directory).toFile())
                    .start();
            return new EmbeddedNode(kind, directory, port, process);
        } catch (IOException e) {
            throw new EmbeddedServerException(kind.title() + " did not start in " + directory.path() + ": " + e, e);
        }
    }

    private static List<String> command(
            NodeKind kind, Path home, ServerDirectory directory, int port, int heapMegabytes) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        // Signals that are ignored before exec stay ignored after it, and a JVM leaves them so; there is no moment at
        // which a signal could reach it, and no call into sun.misc is needed.
        Stream<String> ignoringSignals = Stream.of("/bin/sh", "-c", "trap '' INT HUP TERM; exec \"$@\"", kind.id());
        Stream<String> jvm = Stream.of(
                "-Xmx" + heapMegabytes + "m",
                "-XX:MaxDirectMemorySize=" + heapMegabytes / 2 + "m",
                // What these servers' memory circuit breaker is made for; the JVM would take another on few cores.
                "-XX:+UseG1GC",
                "-XX:+ExitOnOutOfMemoryError",
                // The optimizing compiler waits for what is really hot, instead of competing with the start for two
                // cores.
                "-XX:Tier4InvocationThreshold=30000",
                "-XX:Tier4MinInvocationThreshold=6000",
                "-XX:Tier4CompileThreshold=60000",
                "-XX:Tier4BackEdgeThreshold=160000",
                "--enable-native-access=ALL-UNNAMED", // Lucene; newer JVMs warn without it
                "-Djava.io.tmpdir=" + directory.resolve("tmp"),
                "-Dlog4j2.disable.jmx=true",
                "-Dlog4j.shutdownHookEnabled=false", // the node logs while it closes, in a shutdown hook
                "-Djisu.logs.node.log=" + log(kind, directory));
        Stream<String> program = Stream.of(
                "-jar",
                NodeKind.jar(home).toString(),
                home.toString(),
                directory.path().toString(),
                Integer.toString(port));
        Stream<String> more = Stream.of(
                        System.getProperty(JAVA_OPTIONS_PROPERTY, "").split(" "))
                .filter(option -> !option.isEmpty());
        return Stream.of(ignoringSignals, Stream.of(java.toString()), archivedClasses(home), jvm, more, program)
                .flatMap(Function.identity())
                .toList();
    }

    /** The build makes the archive for the Java that it runs on; one that does not fit is not used and not spoken of. */
    private static Stream<String> archivedClasses(Path home) {
        Path archive = home.resolve("lib/node-java" + Runtime.version().feature() + ".jsa");
        return Files.exists(archive)
                ? Stream.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off")
                : Stream.empty();
    }

    private static Path log(NodeKind kind, ServerDirectory directory) {
        return directory.resolve("logs/" + kind.id() + ".log");
    }

    private static Path console(ServerDirectory directory) {
        return directory.resolve("logs/console.log");
    }

    private void awaitReady() {
        StartProgress progress = new StartProgress(PATIENCE, this::cpu, this::logBytes);
        long nextWord = System.nanoTime() + BETWEEN_WORDS.toNanos();
        boolean stalled = false;
        while (process.isAlive() && !stalled) {
            if (isHealthy()) {
                process.onExit().thenRun(this::reportUnexpectedEnd);
                return;
            }
            if (System.nanoTime() - nextWord > 0) {
                nextWord = System.nanoTime() + BETWEEN_WORDS.toNanos();
                log.info(
                        "{} is still starting after {} s, {} s of processor time so far",
                        kind.title(),
                        progress.sinceStart().toSeconds(),
                        progress.cpu().toSeconds());
            }
            stalled = progress.hasStalled();
            pause();
        }
        String what = stalled
                ? " was not ready after " + progress.sinceStart().toSeconds() + " s and got nowhere in the last "
                        + PATIENCE.toSeconds() + " (its log did not grow, it used no processor time); see "
                        + log(kind, directory)
                : " gave up (exit code " + process.exitValue() + "): " + lastWords();
        kill();
        throw new EmbeddedServerException(kind.title() + what);
    }

    private Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private long logBytes() {
        try (Stream<Path> logs = Files.list(directory.resolve("logs"))) {
            return logs.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            return 0; // the processor time tells
        }
    }

    /** At the first start of an index a shard has to recover; yellow means that all primaries have. */
    private boolean isHealthy() {
        try {
            URI health = url().resolve("/_cluster/health?wait_for_status=yellow&timeout=1s");
            HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(5_000);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false; // not yet listening
        }
    }

    private String lastWords() {
        Path console = console(directory);
        try (Stream<String> lines = Files.lines(console, StandardCharsets.UTF_8)) {
            List<String> all = lines.filter(line -> !line.isBlank() && !line.startsWith("\t"))
                    .toList();
            return String.join("; ", all.subList(Math.max(0, all.size() - LAST_LINES), all.size()));
        } catch (IOException e) {
            return "see " + console;
        }
    }

    private synchronized void reportUnexpectedEnd() {
        if (!stopped) {
            log.error(
                    "{} (process {}) ended by itself with exit code {}; see {}",
                    kind.title(),
                    process.pid(),
                    process.exitValue(),
                    directory.resolve("logs"));
        }
    }

    private static boolean await(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("interrupted while a node was started", e);
        }
    }

    /** The node's HTTP address, as {@code http://127.0.0.1:port}. */
    public URI url() {
        return URI.create("http://" + LoopbackPorts.HOST + ":" + port);
    }

    public int port() {
        return port;
    }

    /** The node's process id. */
    public long pid() {
        return process.pid();
    }

    /** Ends the node as a crash would (SIGKILL) and returns when it is gone. */
    public synchronized void kill() {
        end(Duration.ZERO);
    }

    /** Stops the node in order, by force if it takes over 15 s. A second call does nothing. */
    @Override
    public synchronized void close() {
        end(STOP_TIMEOUT);
    }

    private void end(Duration grace) {
        stopped = true;
        try {
            process.getOutputStream().close(); // the node's signal to stop
        } catch (IOException e) {
            log.debug("{} had closed its standard input", kind.title(), e);
        }
        boolean interrupted = false;
        try {
            if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            interrupted = true;
        }
        directory.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
