package com.jisu.logs.app.status;

import com.jisu.logs.app.api.UsageError;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jisu-logs status}: asks the admin ports of running roles and shows what they do, at a glance. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what running roles do: throughput, lag, dead letters, connections.",
            "Exit code 0 if all that were asked are ready, 1 if any is not, or does not answer."
        },
        footer = {"", "Example:", "  jisu-logs status --at ingest-1:9600 --at streams-1:9600 --at sink-1:9600"})
public final class StatusCommand implements Callable<Integer> {

    @Option(
            names = "--at",
            paramLabel = "HOST:PORT",
            description = "An admin port; may be given several times (default: localhost:9600).")
    private List<String> addresses = new ArrayList<>();

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            description = "How long rates are measured for (default: ${DEFAULT-VALUE}).")
    private int seconds = 2;

    @Override
    public Integer call() throws InterruptedException {
        if (seconds < 1 || seconds > 3_600) {
            throw new UsageError("--seconds must be from 1 to 3600, not " + seconds);
        }
        List<String> asked = addresses.isEmpty() ? List.of("localhost:9600") : addresses;
        List<Future<ProcessStatus>> answers = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(asked.size(), 32));
        try {
            for (String address : asked) {
                URI url = url(address);
                answers.add(threads.submit(() -> ProcessStatus.ask(address, url, Duration.ofSeconds(seconds))));
            }
            boolean allReady = true;
            for (Future<ProcessStatus> answer : answers) {
                ProcessStatus status = answer.get();
                status.lines().forEach(System.out::println);
                allReady &= status.ready();
            }
            return allReady ? 0 : 1;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static URI url(String address) {
        URI url;
        try {
            url = URI.create("http://" + address);
        } catch (IllegalArgumentException e) {
            url = URI.create("http://");
        }
        if (url.getHost() == null || url.getPort() < 0 || !url.getPath().isEmpty()) {
            throw new UsageError("--at must be HOST:PORT, such as localhost:9600, not '" + address + "'");
        }
        return url;
    }
}
