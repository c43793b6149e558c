package com.jisu.logs.benchmarks;

import com.jisu.logs.benchmarks.EventGenerator.Kind;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** {@code jisu-logs parse}: lines of its stdin to documents on its stdout, a process for each kind of line. */
final class ParseContender implements Contender {

    private final Map<Kind, MeasuredProcess> processes = new EnumMap<>(Kind.class);
    private final AtomicLong documents = new AtomicLong();
    private final ConcurrentLinkedQueue<String> samples = new ConcurrentLinkedQueue<>();

    private ParseContender() {}

    static ParseContender start() throws IOException {
        ParseContender contender = new ParseContender();
        for (Kind kind : Kind.values()) {
            String type = kind.name().toLowerCase(Locale.ROOT);
            MeasuredProcess process =
                    MeasuredProcess.program("parse " + type, "256m", List.of("parse", "--type", type));
            contender.processes.put(kind, process);
            process.forEachLine(contender::count);
        }
        return contender;
    }

    private void count(String line) {
        if (documents.incrementAndGet() % BulkEndpoint.SAMPLED == 1) {
            samples.add(line);
        }
    }

    @Override
    public String name() {
        return "jisu-logs parse";
    }

    @Override
    public String version() {
        return "no broker, no network, one thread for each kind of line";
    }

    @Override
    public DocumentNames names() {
        return DocumentNames.JISU_LOGS;
    }

    @Override
    public Map<String, ProcessUsage> usage() {
        Map<String, ProcessUsage> usage = new LinkedHashMap<>();
        processes.values().forEach(process -> usage.put(process.name(), process.usage()));
        return usage;
    }

    @Override
    public void feed(Iterable<Map<Kind, List<String>>> portions) throws IOException {
        for (Map<Kind, List<String>> portion : portions) {
            for (Map.Entry<Kind, List<String>> each : portion.entrySet()) {
                processes.get(each.getKey()).write(each.getValue());
            }
        }
    }

    @Override
    public long documents() {
        return documents.get();
    }

    @Override
    public List<String> samples() {
        List<String> taken = List.copyOf(samples);
        samples.clear();
        return taken;
    }

    @Override
    public void close() throws IOException {
        for (MeasuredProcess process : processes.values()) {
            process.close();
        }
    }
}
