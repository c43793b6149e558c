package com.jisu.logs.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** ingest, streams and sink, each in processes of its own, with topics of their own. */
final class Roles implements AutoCloseable {

    static final List<String> NAMES = List.of("ingest", "streams", "sink");

    private static final Pattern RUNNING = Pattern.compile("[Rr]unning (?:\\w+), (?:Beats input on port (\\d+))?");

    private final String name;
    private final Map<String, List<MeasuredProcess>> processes = new LinkedHashMap<>();
    private final Map<String, Duration> startUps = new LinkedHashMap<>();
    private int port;

    private Roles(String name) {
        this.name = name;
        NAMES.forEach(role -> processes.put(role, new ArrayList<>()));
    }

    /**
     * What to start.
     *
     * @param name of the topics and consumer groups
     * @param classPath of the version of us to run
     * @param options of all JVMs
     * @param roleOptions one more of a role's JVM
     * @param instances of streams and sink; ingest has one
     * @param partitions of each topic
     * @param launcher what starts a role, with a class path and options of its own; null: the JVM is started here
     */
    record Setup(
            String name,
            String classPath,
            List<String> options,
            Map<String, String> roleOptions,
            int instances,
            int partitions,
            Path launcher) {

        private static final Predicate<String> COLLECTOR =
                Pattern.compile("-XX:\\+Use\\w+GC").asMatchPredicate();

        /** This version, once. */
        static Setup of(String name, String heap) {
            return new Setup(
                    name,
                    System.getProperty("java.class.path"),
                    MeasuredProcess.launcherOptions(heap),
                    Map.of(),
                    1,
                    6,
                    null);
        }

        /** The version of a launcher, as it starts it. */
        static Setup launched(String name, Path launcher, Map<String, String> roleOptions) {
            return new Setup(name, "", List.of(), roleOptions, 1, 6, launcher);
        }

        Setup scaled(int newInstances, int newPartitions) {
            return new Setup(name, classPath, options, roleOptions, newInstances, newPartitions, launcher);
        }

        Setup withClassPath(String newClassPath) {
            return new Setup(name, newClassPath, options, roleOptions, instances, partitions, launcher);
        }

        Setup withOptions(List<String> more, Map<String, String> ofRoles) {
            List<String> all = new ArrayList<>(options);
            if (more.stream().anyMatch(COLLECTOR)) {
                all.removeIf(COLLECTOR); // a JVM takes one only
            }
            all.addAll(more);
            return new Setup(name, classPath, all, ofRoles, instances, partitions, launcher);
        }

        private List<String> optionsOf(String role) {
            List<String> all = new ArrayList<>(options);
            Optional.ofNullable(roleOptions.get(role)).ifPresent(all::add);
            return all;
        }
    }

    /** Starts them, the sink first, and waits until each runs. */
    static Roles start(Setup setup, String bootstrap, String elasticsearch, Path directory) throws IOException {
        Roles roles = new Roles(setup.name());
        try {
            for (String role : List.of("sink", "streams", "ingest")) {
                for (int instance = 0; instance < (role.equals("ingest") ? 1 : setup.instances()); instance++) {
                    roles.start(role, setup, keys(setup, bootstrap, elasticsearch, directory, instance));
                }
            }
            return roles;
        } catch (IOException | RuntimeException e) {
            roles.close();
            throw e;
        }
    }

    private static List<String> keys(
            Setup setup, String bootstrap, String elasticsearch, Path directory, int instance) {
        return List.of(
                "kafka.bootstrap-servers=" + bootstrap,
                "kafka.properties.session.timeout.ms=300000", // some benchmarks stop them for a while
                "kafka.properties.consumer.session.timeout.ms=300000",
                "topics.raw=" + setup.name() + "-raw",
                "topics.parsed=" + setup.name() + "-parsed",
                "topics.dead=" + setup.name() + "-dead",
                "topics.partitions=" + setup.partitions(),
                "admin.port=0",
                "ingest.host=localhost",
                "ingest.port=0",
                "streams.application-id=" + setup.name() + "-streams",
                "streams.threads=" + (setup.launcher() == null ? 1 : 2), // 2 is the default
                "streams.state-directory=" + directory.resolve(setup.name() + "-streams-" + instance),
                "sink.group-id=" + setup.name() + "-sink",
                "sink.elasticsearch.url=" + elasticsearch);
    }

    private void start(String role, Setup setup, List<String> keys) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(role));
        keys.forEach(key -> arguments.addAll(List.of("--set", key)));
        Instant start = Instant.now();
        MeasuredProcess process = setup.launcher() == null
                ? MeasuredProcess.java(
                        role, setup.optionsOf(role), setup.classPath(), "com.jisu.logs.app.Main", arguments)
                : launch(role, setup, arguments);
        processes.get(role).add(process);
        String beatsPort = process.awaitLine(RUNNING);
        startUps.putIfAbsent(role, Duration.between(start, Instant.now()));
        if (beatsPort != null) {
            port = Integer.parseInt(beatsPort);
        }
    }

    private static MeasuredProcess launch(String role, Setup setup, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(setup.launcher().toString()));
        command.addAll(arguments);
        return MeasuredProcess.start(
                role, command, Map.of("JISU_LOGS_JAVA_OPTS", String.join(" ", setup.optionsOf(role))));
    }

    String name() {
        return name;
    }

    /** Where ingest listens. */
    int port() {
        return port;
    }

    List<MeasuredProcess> of(String role) {
        return processes.get(role);
    }

    /** What each role has used, all its instances together. */
    Map<String, ProcessUsage> usage() {
        Map<String, ProcessUsage> usage = new LinkedHashMap<>();
        processes.forEach((role, instances) -> usage.put(
                role,
                instances.stream()
                        .map(MeasuredProcess::usage)
                        .reduce(ProcessUsage::plus)
                        .orElseThrow()));
        return usage;
    }

    /** How long each role's first instance took from its start until it was ready. */
    Map<String, Duration> startUps() {
        return startUps;
    }

    @Override
    public void close() throws IOException {
        for (List<MeasuredProcess> instances : processes.values()) {
            for (MeasuredProcess process : instances) {
                process.close();
            }
        }
    }
}
