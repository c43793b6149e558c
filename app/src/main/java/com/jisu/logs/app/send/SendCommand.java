package com.jisu.logs.app.send;

import com.jisu.logs.app.api.Terminal;
import com.jisu.logs.app.api.UsageError;
import com.jisu.logs.app.api.UserError;
import com.jisu.logs.app.input.LogInput;
import com.jisu.logs.app.input.LogTypeNames;
import com.jisu.logs.ingest.client.LumberjackClient;
import com.jisu.logs.parsers.LogType;
import com.jisu.logs.parsers.api.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jisu-logs send}: ships a file as Filebeat would. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Ships a file's lines over Lumberjack v2, as Filebeat would, and waits until each is acknowledged.",
        footer = {
            "",
            "Examples:",
            "  jisu-logs send --type nginx samples/nginx-access.log",
            "  my-service | jisu-logs send --type application --environment development -",
            "  jisu-logs send --type nginx /var/log/nginx/access.log.2.gz",
            "  jisu-logs send --to ingest-1:5044 --ca /etc/jisu-logs/tls/ca.crt --type application app.log"
        })
public final class SendCommand implements Callable<Integer> {

    private static final Pattern ADDRESS = Pattern.compile("\\[?(.+?)]?:(\\d{1,5})");

    @Option(names = "--to", paramLabel = "HOST:PORT", description = "The Beats input (default: ${DEFAULT-VALUE}).")
    private String to = "localhost:5044";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            required = true,
            completionCandidates = LogTypeNames.class,
            description = "The kind of log, fields.logtype: ${COMPLETION-CANDIDATES}.")
    private String type;

    @Option(names = "--force", description = "Send a --type that is nearly one of these, and is meant.")
    private boolean force;

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "The environment, fields.environment (default: none).")
    private String environment;

    @Mixin
    private TlsOptions tls;

    @Option(names = "--window", paramLabel = "EVENTS", description = "Events in a window (default: ${DEFAULT-VALUE}).")
    private int window = 2_048;

    @Option(
            names = "--pipelining",
            paramLabel = "WINDOWS",
            description = "Windows under way (default: ${DEFAULT-VALUE}).")
    private int pipelining = 2;

    @Option(names = "--compression", paramLabel = "LEVEL", description = "0 (none) to 9 (default: ${DEFAULT-VALUE}).")
    private int compression = 3;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "How long to try again after the connection broke (default: ${DEFAULT-VALUE}).")
    private int patienceSeconds = 120;

    @Parameters(paramLabel = "FILE", description = "The file, which may be in gzip; - for standard input.")
    private String file;

    @Override
    public Integer call() throws Exception {
        if (!LogType.names().contains(type) && !force) {
            Nearest.to(type, LogType.names()).ifPresent(meant -> {
                throw new UsageError("--type is " + type + "; did you mean " + meant + "? --force sends it as " + type);
            });
        }
        if (!LogType.names().contains(type)) {
            System.err.println("jisu-logs: '" + type + "' is none of the built-in types ("
                    + String.join(", ", LogType.names()) + "); without rules for it, its lines are stored as they are");
        }
        Shipment shipment = new Shipment(settings(), Duration.ofSeconds(patienceSeconds));
        long start = System.nanoTime();
        ScheduledExecutorService progress = showProgress(shipment, start);
        long cutLines;
        try (InputStream in = open()) {
            FileEvents events = new FileEvents(in, source());
            shipment.ship(events);
            cutLines = events.cutLines();
        } catch (UnknownHostException e) {
            throw new UserError("the host of " + to + " is unknown", e);
        } catch (ConnectException e) {
            if (shipment.sent() > 0) {
                throw new UserError(
                        shipment.acknowledged() + " of " + shipment.sent()
                                + " events acknowledged, then nobody listened at " + to + " any more",
                        e);
            }
            throw new UserError("nobody listens at " + to + "; start './jisu-logs dev', or name another with --to", e);
        } catch (SSLException e) {
            throw new UserError("no TLS with " + to + ": " + tls.problem(e), e);
        } catch (ProtocolException e) {
            throw new UserError(
                    "what listens at " + to + " is no Beats input" + (tls.areUsed() ? "" : " without TLS") + " ("
                            + e.getMessage() + "); " + tls.advice(),
                    e);
        } catch (IOException e) {
            throw new UserError(
                    shipment.acknowledged() + " of " + shipment.sent() + " events acknowledged, then: "
                            + e.getMessage(),
                    e);
        } finally {
            progress.shutdownNow();
            clearProgress();
        }
        System.out.println(summary(shipment, start) + cut(cutLines));
        return 0;
    }

    private LumberjackClient.Settings settings() {
        Matcher address = ADDRESS.matcher(to);
        if (!address.matches() || Integer.parseInt(address.group(2)) > 65_535) {
            throw new UsageError("--to must be HOST:PORT, such as localhost:5044, not '" + to + "'");
        }
        try {
            return LumberjackClient.Settings.of(address.group(1), Integer.parseInt(address.group(2)))
                    .withTls(tls.context())
                    .withCompressionLevel(compression)
                    .withWindows(window, pipelining);
        } catch (IllegalArgumentException e) {
            throw new UsageError(e.getMessage(), e);
        }
    }

    private InputStream open() throws IOException {
        if (file.equals("-")) {
            return LogInput.of(System.in);
        }
        Path path = Path.of(file);
        if (Files.isDirectory(path)) {
            throw new UserError(file + " is a directory; name a file in it");
        }
        try {
            return LogInput.of(Files.newInputStream(path));
        } catch (NoSuchFileException e) {
            throw new UserError("there is no file " + file, e);
        } catch (IOException e) {
            throw new UserError(file + " can not be read: " + e.getMessage(), e);
        }
    }

    private FileEvents.Source source() throws IOException {
        Optional<String> device = Optional.empty();
        Optional<String> inode = Optional.empty();
        String path = file;
        if (!file.equals("-")) {
            Path absolute = Path.of(file).toAbsolutePath().normalize();
            path = absolute.toString();
            if (absolute.getFileSystem().supportedFileAttributeViews().contains("unix")) {
                Map<String, Object> identity = Files.readAttributes(absolute, "unix:dev,ino");
                device = Optional.of(identity.get("dev").toString());
                inode = Optional.of(identity.get("ino").toString());
            }
        }
        return new FileEvents.Source(
                path,
                device,
                inode,
                type,
                Optional.ofNullable(environment),
                hostName(),
                UUID.randomUUID().toString());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost"; // a machine that does not know its own name is common in containers
        }
    }

    private static ScheduledExecutorService showProgress(Shipment shipment, long start) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
        if (Terminal.stderrIsTerminal()) {
            timer.scheduleAtFixedRate(
                    () -> System.err.print("\r" + summary(shipment, start) + "\u001b[K"),
                    500,
                    500,
                    TimeUnit.MILLISECONDS);
        }
        return timer;
    }

    private static void clearProgress() {
        if (Terminal.stderrIsTerminal()) {
            System.err.print("\r\u001b[K");
        }
    }

    private static String cut(long lines) {
        return lines == 0
                ? ""
                : "; " + lines + (lines == 1 ? " line was" : " lines were") + " longer than "
                        + (FileEvents.MAX_LINE_BYTES >> 20) + " MiB and cut there, as Filebeat does";
    }

    private static String summary(Shipment shipment, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        return String.format(
                Locale.ROOT, "%d events, %d acknowledged, %.1f s", shipment.sent(), shipment.acknowledged(), seconds);
    }
}
