package com.jisu.logs.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What the roles use when they are idle and at everyday rates, once the JVMs are warm, and how late events are then. Each
 * rate is measured with processes of its own, started by the launcher; two builds take turns.
 */
@Command(
        name = "everyday",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Reports cores, wakeups, memory and delays of the three roles at steady rates, and what each thread of"
                        + " theirs takes.")
public final class EverydayBenchmark implements Callable<Integer> {

    /** The heaps of k8s/logging. */
    private static final Map<String, String> HEAPS =
            Map.of("ingest", "-Xmx320m", "streams", "-Xmx768m", "sink", "-Xmx512m");

    /** Threads that take less are not worth a line. */
    private static final double LEAST_CORES = 0.0001;

    @Option(names = "--rates", split = ",", description = "Events/s (default: 0,100,1000,5000).")
    private List<Integer> rates = List.of(0, 100, 1_000, 5_000);

    @Option(names = "--warm-up", description = "Minutes at the rate before it is measured (default: ${DEFAULT-VALUE}).")
    private double warmUp = 4;

    @Option(names = "--minutes", description = "Minutes that are measured (default: ${DEFAULT-VALUE}).")
    private double minutes = 1;

    @Option(names = "--silence", description = "Minutes of silence before one more event (default: ${DEFAULT-VALUE}).")
    private double silence = 1;

    @Option(
            names = "--build",
            description = "The folder of the distribution or checkout to measure (default: this one).")
    private Path build = checkout();

    @Option(names = "--against", description = "The folder of another one, to be measured in turns.")
    private Path against;

    public static void main(String[] args) {
        System.exit(new CommandLine(new EverydayBenchmark()).execute(args));
    }

    /** What was measured of one build at one rate: the roles', and the broker's. */
    private record Measured(
            Map<String, Double> cores, Map<String, Map<String, ThreadUsage>> threads, List<Long> delays, long first) {

        double all() {
            return Roles.NAMES.stream().mapToDouble(cores::get).sum();
        }
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("jisu-logs-bench");
        try (MeasuredProcess broker = Broker.start(directory);
                Endpoint endpoint = Endpoint.start(0)) {
            String bootstrap = Broker.bootstrapServers(broker);
            for (int i = 0; i < rates.size(); i++) {
                Map<String, Measured> measured = new LinkedHashMap<>();
                for (String name : turn(i)) {
                    Roles.Setup setup = Roles.Setup.launched(
                            name + "-" + rates.get(i), launcher(name.equals("old") ? against : build), HEAPS);
                    try (Roles roles = Roles.start(setup, bootstrap, endpoint.url(), directory)) {
                        measured.put(name, measure(rates.get(i), name, roles, broker, endpoint));
                    }
                }
                compare(rates.get(i), measured);
            }
        } finally {
            Directories.delete(directory);
        }
        return 0;
    }

    /** Neither is always the first. */
    private List<String> turn(int number) {
        if (against == null) {
            return List.of("new");
        }
        return number % 2 == 0 ? List.of("old", "new") : List.of("new", "old");
    }

    private Measured measure(int rate, String build, Roles roles, MeasuredProcess broker, Endpoint endpoint)
            throws Exception {
        Map<String, MeasuredProcess> processes = new LinkedHashMap<>();
        Roles.NAMES.forEach(role -> processes.put(role, roles.of(role).get(0)));
        processes.put("kafka", broker);
        long received = endpoint.documents();
        try (SteadyLoad load = new SteadyLoad(roles.port(), rate)) {
            load.send(duration(warmUp));
            endpoint.delays();
            Map<String, ProcessUsage> before = usage(processes);
            Map<String, Map<String, ThreadUsage>> threadsBefore = threads(processes);
            load.send(duration(minutes));
            Map<String, ProcessUsage> after = usage(processes);
            Map<String, Map<String, ThreadUsage>> threads = threads(processes);
            threads.replaceAll((role, now) -> ThreadUsage.since(threadsBefore.get(role), now));
            Map<String, Double> cores = new LinkedHashMap<>();
            after.forEach((role, usage) ->
                    cores.put(role, usage.since(before.get(role)).cpu().toNanos() / 1e9 / (60 * minutes)));
            List<Long> delays = endpoint.delays();
            await(endpoint, received + load.sent());
            endpoint.delays();
            Thread.sleep(duration(silence).toMillis());
            load.sendProbe();
            await(endpoint, received + load.sent());
            Measured measured =
                    new Measured(cores, threads, delays, endpoint.delays().get(0));
            report(rate, build, measured, processes);
            return measured;
        }
    }

    private static void await(Endpoint endpoint, long documents) throws Exception {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (endpoint.documents() < documents && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        if (endpoint.documents() != documents) {
            throw new IllegalStateException(documents + " documents should have arrived, and " + endpoint.documents()
                    + " have: that is no measurement");
        }
    }

    private void report(int rate, String build, Measured measured, Map<String, MeasuredProcess> processes) {
        System.out.printf(
                "%n%d events/s, %s: %.4f cores; from sent to indexed %s; first after silence %d ms%n",
                rate, build, measured.all(), delays(measured.delays()), measured.first());
        processes.forEach((role, process) -> {
            System.out.printf(
                    "  %-8s %.4f cores, RSS %d MiB, peak %d%n",
                    role,
                    measured.cores().get(role),
                    ProcessUsage.rssMib(process.handle()),
                    process.usage().peakRssMib());
            if (Roles.NAMES.contains(role)) {
                report(measured.threads().get(role));
            }
        });
    }

    private void report(Map<String, ThreadUsage> threads) {
        double seconds = 60 * minutes;
        threads.entrySet().stream()
                .filter(each -> each.getValue().nanos() / 1e9 / seconds >= LEAST_CORES)
                .sorted((a, b) ->
                        Long.compare(b.getValue().nanos(), a.getValue().nanos()))
                .forEach(each -> System.out.printf(
                        "           %-16s %.4f cores, %6.1f wakeups/s%n",
                        each.getKey(),
                        each.getValue().nanos() / 1e9 / seconds,
                        each.getValue().wakeups() / seconds));
    }

    private static String delays(List<Long> delays) {
        if (delays.isEmpty()) {
            return "-";
        }
        List<Long> sorted = new ArrayList<>(delays);
        Collections.sort(sorted);
        return String.format(
                "p50 %d ms, p99 %d ms, at most %d ms (%d events)",
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 99 / 100),
                sorted.get(sorted.size() - 1),
                sorted.size());
    }

    private static void compare(int rate, Map<String, Measured> measured) {
        if (measured.size() < 2) {
            return;
        }
        Measured before = measured.get("old");
        Measured after = measured.get("new");
        System.out.printf(
                "%d events/s, cores: %.4f -> %.4f, ratio %.2f;",
                rate, before.all(), after.all(), after.all() / before.all());
        after.cores()
                .forEach((role, cores) -> System.out.printf(
                        " %s %.2f", role, cores / before.cores().get(role)));
        System.out.println();
    }

    private static Map<String, ProcessUsage> usage(Map<String, MeasuredProcess> processes) {
        Map<String, ProcessUsage> usage = new LinkedHashMap<>();
        processes.forEach((name, process) -> usage.put(name, process.usage()));
        return usage;
    }

    private static Map<String, Map<String, ThreadUsage>> threads(Map<String, MeasuredProcess> processes)
            throws Exception {
        Map<String, Map<String, ThreadUsage>> threads = new LinkedHashMap<>();
        for (Map.Entry<String, MeasuredProcess> each : processes.entrySet()) {
            threads.put(each.getKey(), ThreadUsage.of(each.getValue().pid()));
        }
        return threads;
    }

    private static Duration duration(double minutes) {
        return Duration.ofMillis(Math.round(minutes * 60_000));
    }

    /** The checkout that this was built in: the jar is in benchmarks/target/lib. */
    private static Path checkout() {
        Path jar = Path.of(EverydayBenchmark.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        return jar.resolve("../../../..").normalize();
    }

    private static Path launcher(Path folder) {
        Path distribution = folder.resolve("bin/jisu-logs").toAbsolutePath();
        return Files.exists(distribution)
                ? distribution
                : folder.resolve("jisu-logs").toAbsolutePath();
    }
}
