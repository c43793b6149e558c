package com.jisu.logs.benchmarks;

import com.jisu.logs.benchmarks.EventGenerator.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The same lines through several tools to the same endpoint, on one machine in one run. All tools run all the time; in
 * each round they take their turns, each round another one first, so that what the machine does meanwhile hits all of
 * them. Every round has new lines, the same for all; the first rounds warm up and are in no median.
 */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compares jisu-logs with other tools. benchmarks/compare.sh finds the tools and calls this.")
public final class CompareBenchmark implements Callable<Integer> {

    /** Behind the last line. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final int WARM_UP_ROUNDS = 2;
    private static final int TOO_MANY_COME_WITHIN_MS = 1_000;
    private static final String MIXED = "mixed";

    @Option(names = "--events", description = "Events of each measurement (default: ${DEFAULT-VALUE}).")
    private int events = 99_999;

    @Option(
            names = "--rate",
            description =
                    "Events per second, a fifth of them at a time; 0 for as many as a tool takes (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--rounds", description = "Rounds, after two that warm up (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(names = "--seed", description = "Of the generated lines (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--heap", description = "-Xmx of each role (default: ${DEFAULT-VALUE}).")
    private String heap = "256m";

    @Option(names = "--inputs", split = ",", description = "Of mixed, nginx, application, docker (default: all).")
    private List<String> inputs = List.of(MIXED, "nginx", "application", "docker");

    @Option(names = "--port", description = "The first of the two ports that are used (default: free ones).")
    private int port;

    @Option(names = "--configurations", required = true, description = "The folder benchmarks/compare.")
    private Path configurations;

    @Option(names = "--rsyslog", description = "The root folder of rsyslog's packages; left out without it.")
    private Path rsyslog;

    @Option(names = "--syslog-ng", description = "The root folder of syslog-ng's packages; left out without it.")
    private Path syslogNg;

    @Option(names = "--logstash", description = "Logstash's folder; left out without it.")
    private Path logstash;

    private final Map<String, Figures.Table> tables = new LinkedHashMap<>();

    public static void main(String[] args) {
        System.exit(new CommandLine(new CompareBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("jisu-logs-bench");
        List<Contender> contenders = new ArrayList<>();
        try (Endpoint endpoint = Endpoint.start(port)) {
            start(new Contenders(directory, configurations.toAbsolutePath(), endpoint), directory, contenders);
            System.out.printf(
                    "%d events each, %s, seed %d, %d processors, medians of %d rounds after %d of warm-up%n",
                    events,
                    rate == 0 ? "as fast as they go" : rate + " per second",
                    seed,
                    Runtime.getRuntime().availableProcessors(),
                    rounds,
                    WARM_UP_ROUNDS);
            for (Contender contender : contenders) {
                System.out.println(contender.name() + ": " + contender.version());
            }
            EventGenerator generator = new EventGenerator(seed, Instant.now().minus(Duration.ofHours(1)));
            List<Contender> turns = new ArrayList<>(contenders);
            for (int round = 1 - WARM_UP_ROUNDS; round <= rounds; round++) {
                for (String input : inputs) {
                    Map<Kind, List<String>> lines = lines(generator, input);
                    for (Contender contender : turns) {
                        measure(contender, input, lines, round < 1);
                    }
                }
                Collections.rotate(turns, 1);
            }
            tables.forEach((input, table) -> table.print(System.lineSeparator() + input));
        } finally {
            for (Contender contender : contenders) {
                contender.close();
            }
            Directories.delete(directory);
        }
        return 0;
    }

    private void start(Contenders tools, Path directory, List<Contender> started) throws Exception {
        started.add(tools.jisuLogs(heap));
        started.add(ParseContender.start());
        if (rsyslog != null) {
            started.add(tools.rsyslog(rsyslog));
        }
        Path geoip = syslogNg == null && logstash == null ? null : unpackGeoip(directory);
        if (syslogNg != null) {
            started.add(tools.syslogNg(syslogNg, geoip));
        }
        if (logstash != null) {
            started.add(tools.logstash(logstash, geoip, port == 0 ? 5044 : port + 1));
        }
    }

    /** The database that comes with jisu-logs, as a file for the others. */
    private static Path unpackGeoip(Path directory) throws IOException {
        Path file = directory.resolve("GeoLite2-City.mmdb");
        try (InputStream database = CompareBenchmark.class.getResourceAsStream("/GeoLite2-City.mmdb")) {
            Files.copy(database, file);
        }
        return file;
    }

    private Map<Kind, List<String>> lines(EventGenerator generator, String input) {
        List<Kind> kinds =
                input.equals(MIXED) ? List.of(Kind.values()) : List.of(Kind.valueOf(input.toUpperCase(Locale.ROOT)));
        Map<Kind, List<String>> lines = new LinkedHashMap<>();
        Instant start = Instant.now();
        for (Kind kind : kinds) {
            List<String> some = new ArrayList<>(events / kinds.size());
            for (int i = 0; i < events / kinds.size(); i++) {
                some.add(generator.line(kind, start.plusMillis(i)));
            }
            lines.put(kind, some);
        }
        return lines;
    }

    private void measure(Contender contender, String input, Map<Kind, List<String>> lines, boolean warmUp)
            throws Exception {
        int count = lines.values().stream().mapToInt(List::size).sum();
        contender.samples(); // those of the last one
        long documentsBefore = contender.documents();
        Map<String, ProcessUsage> before = contender.usage();
        Instant start = Instant.now();
        contender.feed(rate == 0 ? List.of(lines) : new Portions(lines, rate));
        Instant fed = Instant.now();
        while (contender.documents() - documentsBefore < count) {
            if (Duration.between(fed, Instant.now()).compareTo(PATIENCE) > 0) {
                throw new IllegalStateException(contender.name() + " has passed on only "
                        + (contender.documents() - documentsBefore) + " of " + count + " " + input + " events after "
                        + PATIENCE);
            }
            Thread.sleep(20);
        }
        Duration time = Duration.between(start, Instant.now());
        final Map<String, ProcessUsage> after = contender.usage();
        Thread.sleep(TOO_MANY_COME_WITHIN_MS);
        long documents = contender.documents() - documentsBefore;
        if (documents != count) {
            throw new IllegalStateException(contender.name() + " made " + documents + " documents of " + count);
        }
        ContentCheck.check(lines, contender.samples(), contender.names());
        if (!warmUp) {
            tables.computeIfAbsent(input, first -> new Figures.Table());
            record(contender.name(), tables.get(input), count, time, before, after);
        }
    }

    private static void record(
            String name,
            Figures.Table table,
            int count,
            Duration time,
            Map<String, ProcessUsage> before,
            Map<String, ProcessUsage> after) {
        Map<String, ProcessUsage> used = new LinkedHashMap<>();
        after.forEach((part, usage) -> used.put(part, usage.since(before.get(part))));
        ProcessUsage all = used.values().stream().reduce(ProcessUsage::plus).orElseThrow();
        table.add(name, Figures.of(count, time, all));
        if (used.size() > 1) {
            used.forEach((part, usage) -> table.add("  " + part, Figures.of(count, null, usage)));
        }
    }
}
