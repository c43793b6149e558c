package com.jisu.logs.benchmarks;

import com.jisu.logs.ingest.client.LumberjackClient;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** Sends rounds of events through the roles, and sees when each has passed the last one on and what it used. */
final class Stages implements AutoCloseable {

    static final String WHOLE = "whole pipeline";

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Roles roles;
    private final Admin admin;
    private final Destination destination;
    private final Map<String, ProcessHandle> others;

    /** @param others processes whose use is reported too, but is not the pipeline's */
    Stages(Roles roles, String bootstrap, Destination destination, Map<String, ProcessHandle> others) {
        this.roles = roles;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        this.destination = destination;
        this.others = others;
    }

    /**
     * Sends and waits until all have arrived.
     *
     * @return per role, of the whole pipeline ({@link #WHOLE}: the roles together), and of the other processes
     * @throws IllegalStateException if more arrive, or fewer in five minutes
     */
    Map<String, Figures> round(List<byte[]> events) throws Exception {
        long parsedBefore = parsed();
        long receivedBefore = destination.documents();
        Map<String, ProcessUsage> before = usage();
        Instant start = Instant.now();
        send(events);
        Map<String, Duration> finished = new LinkedHashMap<>();
        finished.put("ingest", Duration.between(start, Instant.now()));
        await(() -> parsed() - parsedBefore >= events.size(), start);
        finished.put("streams", Duration.between(start, Instant.now()));
        await(() -> destination.documents() - receivedBefore >= events.size(), start);
        finished.put("sink", Duration.between(start, Instant.now()));
        Map<String, ProcessUsage> after = usage();
        long received = destination.documents() - receivedBefore;
        if (received != events.size()) {
            throw new IllegalStateException(events.size() + " events were sent, but " + received + " have arrived");
        }
        deleteRecords();
        return figures(events.size(), finished, before, after);
    }

    /**
     * The same with only one stage at work at a time.
     *
     * @return per role, each timed alone, and of the other processes
     */
    Map<String, Figures> oneAfterTheOther(List<byte[]> events) throws Exception {
        long parsedBefore = parsed();
        long receivedBefore = destination.documents();
        suspend("streams");
        suspend("sink");
        Map<String, ProcessUsage> before = usage();
        Map<String, Duration> took = new LinkedHashMap<>();
        Instant start = Instant.now();
        send(events);
        took.put("ingest", Duration.between(start, Instant.now()));
        Instant streams = Instant.now();
        resume("streams");
        await(() -> parsed() - parsedBefore >= events.size(), streams);
        took.put("streams", Duration.between(streams, Instant.now()));
        Instant sink = Instant.now();
        resume("sink");
        await(() -> destination.documents() - receivedBefore >= events.size(), sink);
        took.put("sink", Duration.between(sink, Instant.now()));
        Map<String, ProcessUsage> after = usage();
        deleteRecords();
        Map<String, Figures> figures = figures(events.size(), took, before, after);
        figures.remove(WHOLE);
        return figures;
    }

    private void suspend(String role) throws Exception {
        for (MeasuredProcess process : roles.of(role)) {
            process.suspend();
        }
    }

    private void resume(String role) throws Exception {
        for (MeasuredProcess process : roles.of(role)) {
            process.resume();
        }
    }

    /** Sends at a steady rate, in ten windows a second, and waits until all have arrived. */
    void sendAt(int rate, List<byte[]> events) throws Exception {
        long receivedBefore = destination.documents();
        int window = Math.max(1, rate / 10 / Shippers.USUAL);
        Instant start = Instant.now();
        long startNanos = System.nanoTime();
        try (Shippers shippers = Shippers.connect(
                LumberjackClient.Settings.of("localhost", roles.port()).withWindows(window, 2), Shippers.USUAL)) {
            for (int i = 0; i < events.size(); i++) {
                if (i % (window * Shippers.USUAL) == 0) {
                    LockSupport.parkNanos(startNanos + i * 1_000_000_000L / rate - System.nanoTime());
                }
                shippers.send(events.get(i));
            }
            shippers.awaitAcknowledged();
        }
        await(() -> destination.documents() - receivedBefore >= events.size(), start);
        deleteRecords();
    }

    private void send(List<byte[]> events) throws Exception {
        try (Shippers shippers = Shippers.connect(roles.port(), Shippers.USUAL)) {
            for (byte[] event : events) {
                shippers.send(event);
            }
            shippers.awaitAcknowledged();
        }
    }

    private static void await(Callable<Boolean> done, Instant start) throws Exception {
        while (!done.call()) {
            if (Duration.between(start, Instant.now()).compareTo(PATIENCE) > 0) {
                throw new IllegalStateException("not all events have arrived after " + PATIENCE);
            }
            Thread.sleep(50);
        }
    }

    private Map<String, ProcessUsage> usage() {
        Map<String, ProcessUsage> usage = roles.usage();
        others.forEach((name, process) -> usage.put(name, ProcessUsage.of(process)));
        return usage;
    }

    private static Map<String, Figures> figures(
            int events,
            Map<String, Duration> finished,
            Map<String, ProcessUsage> before,
            Map<String, ProcessUsage> after) {
        Map<String, Figures> figures = new LinkedHashMap<>();
        ProcessUsage whole = Roles.NAMES.stream()
                .map(role -> after.get(role).since(before.get(role)))
                .reduce(ProcessUsage::plus)
                .orElseThrow();
        figures.put(WHOLE, Figures.of(events, finished.get("sink"), whole));
        after.forEach((name, usage) ->
                figures.put(name, Figures.of(events, finished.get(name), usage.since(before.get(name)))));
        return figures;
    }

    private long parsed() throws Exception {
        long sum = 0;
        for (String topic : List.of("-parsed", "-dead")) {
            Map<TopicPartition, OffsetSpec> ends = new LinkedHashMap<>();
            partitions(roles.name() + topic).forEach(partition -> ends.put(partition, OffsetSpec.latest()));
            sum += admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        }
        return sum;
    }

    /** What one of the roles' topics, {@code -raw} or {@code -parsed}, has on the broker's disk since the start. */
    long bytes(String topic) throws Exception {
        List<Integer> brokers = admin.describeCluster().nodes().get().stream()
                .map(node -> node.id())
                .toList();
        return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
                .flatMap(broker -> broker.values().stream())
                .flatMap(directory -> directory.replicaInfos().entrySet().stream())
                .filter(replica -> replica.getKey().topic().equals(roles.name() + topic))
                .mapToLong(replica -> replica.getValue().size())
                .sum();
    }

    private List<TopicPartition> partitions(String topic) throws Exception {
        return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    /** A benchmark should not need a disk for every event that it ever sent. */
    private void deleteRecords() throws Exception {
        for (String topic : List.of("-raw", "-parsed")) {
            Map<TopicPartition, RecordsToDelete> all = new LinkedHashMap<>();
            partitions(roles.name() + topic).forEach(partition -> all.put(partition, RecordsToDelete.beforeOffset(-1)));
            admin.deleteRecords(all).all().get();
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
