package com.jisu.logs.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What each role holds and uses at steady rates, from nothing upwards, and what the events take in Kafka. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Sends at steady rates, the lowest first, and reports each role's memory and CPU time, and the topics' size.")
public final class LoadBenchmark implements Callable<Integer> {

    @Option(names = "--rates", split = ",", description = "Events/s (default: 0,1000,5000,10000).")
    private List<Integer> rates = List.of(0, 1_000, 5_000, 10_000);

    @Option(names = "--seconds", description = "How long each rate is kept up (default: ${DEFAULT-VALUE}).")
    private int seconds = 20;

    @Option(names = "--heap", description = "-Xmx of each role (default: ${DEFAULT-VALUE}).")
    private String heap = "256m";

    public static void main(String[] args) {
        System.exit(new CommandLine(new LoadBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("jisu-logs-bench");
        try (MeasuredProcess broker = Broker.start(directory);
                Endpoint endpoint = Endpoint.start(0)) {
            String bootstrap = Broker.bootstrapServers(broker);
            try (Roles roles = Roles.start(Roles.Setup.of("load", heap), bootstrap, endpoint.url(), directory);
                    Stages stages = new Stages(roles, bootstrap, endpoint, Map.of())) {
                System.out.printf(
                        "%-12s %-10s %16s %16s %20s%n",
                        "events/s", "role", "cores busy", "peak RSS MiB", "heap after GC, MiB");
                EventGenerator generator = new EventGenerator(1, Instant.now().minus(Duration.ofHours(1)));
                for (int rate : rates) {
                    measure(rate, roles, stages, generator);
                }
            }
        } finally {
            Directories.delete(directory);
        }
        return 0;
    }

    private void measure(int rate, Roles roles, Stages stages, EventGenerator generator) throws Exception {
        List<byte[]> events = generator.next(rate * seconds);
        long raw = stages.bytes("-raw");
        long parsed = stages.bytes("-parsed");
        Map<String, ProcessUsage> before = roles.usage();
        Instant start = Instant.now();
        if (rate == 0) {
            Thread.sleep(seconds * 1_000L);
        } else {
            stages.sendAt(rate, events);
        }
        double elapsed = Duration.between(start, Instant.now()).toNanos() / 1e9;
        Map<String, ProcessUsage> after = roles.usage();
        for (String role : Roles.NAMES) {
            System.out.printf(
                    "%-12d %-10s %16.3f %16d %20d%n",
                    rate,
                    role,
                    after.get(role).since(before.get(role)).cpu().toNanos() / 1e9 / elapsed,
                    after.get(role).peakRssMib(),
                    roles.of(role).get(0).liveHeapMib());
        }
        if (rate > 0) {
            System.out.printf(
                    "%-12d an event takes %d bytes in the raw topic, %d in the parsed one%n",
                    rate,
                    (stages.bytes("-raw") - raw) / events.size(),
                    (stages.bytes("-parsed") - parsed) / events.size());
        }
    }
}
