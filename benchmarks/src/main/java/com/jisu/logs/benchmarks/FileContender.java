package com.jisu.logs.benchmarks;

import com.jisu.logs.benchmarks.EventGenerator.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A tool that follows three files, one of each kind, and sends to the bulk endpoint. */
final class FileContender implements Contender {

    private final MeasuredProcess process;
    private final String version;
    private final DocumentNames names;
    private final Path directory;
    private final Endpoint endpoint;

    FileContender(MeasuredProcess process, String version, DocumentNames names, Path directory, Endpoint endpoint) {
        this.process = process;
        this.version = version;
        this.names = names;
        this.directory = directory;
        this.endpoint = endpoint;
    }

    /** Where it reads the lines of a kind. */
    static Path file(Path directory, Kind kind) {
        return directory.resolve(kind.name().toLowerCase(Locale.ROOT) + ".log");
    }

    @Override
    public String name() {
        return process.name();
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
        return Map.of(process.name(), process.usage());
    }

    @Override
    public void feed(Iterable<Map<Kind, List<String>>> portions) throws IOException {
        for (Map<Kind, List<String>> portion : portions) {
            for (Map.Entry<Kind, List<String>> each : portion.entrySet()) {
                byte[] bytes = (String.join("\n", each.getValue()) + "\n").getBytes(StandardCharsets.UTF_8);
                Files.write(file(directory, each.getKey()), bytes, StandardOpenOption.APPEND);
            }
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
        process.close();
    }
}
