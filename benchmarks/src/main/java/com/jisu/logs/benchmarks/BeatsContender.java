package com.jisu.logs.benchmarks;

import com.jisu.logs.benchmarks.EventGenerator.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A tool that takes Beats events. The benchmark's own process sends them, in Filebeat's place: reading the files and
 * wrapping the lines is not the tool's work, and not counted.
 */
final class BeatsContender implements Contender {

    private final String name;
    private final String version;
    private final DocumentNames names;
    private final int port;
    private final Endpoint endpoint;
    private final Supplier<Map<String, ProcessUsage>> usage;
    private final List<AutoCloseable> parts;
    private long offset;

    /** @param parts closed with it, in this order */
    BeatsContender(
            String name,
            String version,
            DocumentNames names,
            int port,
            Endpoint endpoint,
            Supplier<Map<String, ProcessUsage>> usage,
            List<AutoCloseable> parts) {
        this.name = name;
        this.version = version;
        this.names = names;
        this.port = port;
        this.endpoint = endpoint;
        this.usage = usage;
        this.parts = parts;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public DocumentNames names() {
        return names;
    }

    @Override
    public Map<String, ProcessUsage> usage() {
        return usage.get();
    }

    @Override
    public void feed(Iterable<Map<Kind, List<String>>> portions) throws IOException {
        try (Shippers shippers = Shippers.connect(port, Shippers.USUAL)) {
            for (Map<Kind, List<String>> portion : portions) {
                send(portion, shippers);
                shippers.awaitAcknowledged();
            }
        }
    }

    /** Kinds take turns, as lines of several files do. */
    private void send(Map<Kind, List<String>> portion, Shippers shippers) throws IOException {
        Map<Kind, Iterator<String>> left = new EnumMap<>(Kind.class);
        portion.forEach((kind, some) -> left.put(kind, some.iterator()));
        Instant time = Instant.now();
        while (!left.isEmpty()) {
            for (Map.Entry<Kind, Iterator<String>> each : left.entrySet()) {
                String line = each.getValue().next();
                shippers.send(EventGenerator.event(each.getKey(), line, time, offset));
                offset += line.length() + 1;
            }
            left.values().removeIf(some -> !some.hasNext());
        }
    }

    @Override
    public long documents() throws Exception {
        return endpoint.documents();
    }

    @Override
    public List<String> samples() throws Exception {
        return endpoint.samples();
    }

    @Override
    public void close() throws IOException {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("a part of " + name + " does not stop", e);
            }
        }
    }
}
