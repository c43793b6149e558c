package com.jisu.logs.endtoend.faults;

import com.jisu.logs.embedded.EmbeddedKafka;
import com.jisu.logs.embedded.KafkaNode;
import com.jisu.logs.endtoend.Program;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A Kafka broker in a process of its own, which ends with its stdin, so never outlives the test. */
final class Broker implements Part {

    private static final int PATIENCE_SECONDS = 90;

    private final Path directory;
    private final KafkaNode node;
    private final Map<String, String> environment;
    private Process process;

    Broker(Path directory, KafkaNode node, Map<String, String> environment) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.node = node;
        this.environment = environment;
    }

    /** The process: its directory, then the node as {@link #arguments} wrote it. */
    public static void main(String[] arguments) throws Exception {
        KafkaNode node = node(List.of(arguments));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), node)) {
            System.out.println("broker " + kafka.bootstrapServers());
            while (System.in.read() >= 0) {
                // until the test closes it, or ends
            }
        }
    }

    private List<String> arguments() {
        StringBuilder controllers = new StringBuilder();
        node.controllerPorts()
                .forEach((id, port) ->
                        controllers.append(id).append('@').append(port).append(','));
        StringBuilder proxied = new StringBuilder();
        node.proxied()
                .forEach(way -> proxied.append(way.port())
                        .append('@')
                        .append(way.advertisedPort())
                        .append(','));
        return List.of(
                directory.toString(),
                Integer.toString(node.id()),
                Integer.toString(node.port()),
                controllers.toString(),
                node.clusterId(),
                proxied.toString());
    }

    private static KafkaNode node(List<String> arguments) {
        SortedMap<Integer, Integer> controllers = new TreeMap<>();
        for (String[] controller : pairs(arguments.get(3))) {
            controllers.put(Integer.valueOf(controller[0]), Integer.valueOf(controller[1]));
        }
        List<KafkaNode.Proxied> proxied = pairs(arguments.get(5)).stream()
                .map(ports -> new KafkaNode.Proxied(Integer.parseInt(ports[0]), Integer.parseInt(ports[1])))
                .toList();
        return new KafkaNode(
                Integer.parseInt(arguments.get(1)),
                Integer.parseInt(arguments.get(2)),
                controllers,
                arguments.get(4),
                proxied);
    }

    private static List<String[]> pairs(String list) {
        return Stream.of(list.split(",")).map(pair -> pair.split("@")).toList();
    }

    @Override
    public String name() {
        return "broker";
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void start() throws Exception {
        launch();
        awaitStarted();
    }

    /** For brokers that need each other to start. */
    void launch() throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path")));
        Stream.of(Program.JAVA_OPTIONS.split(" "))
                .filter(option -> !option.isEmpty())
                .forEach(command::add);
        command.add(Broker.class.getName());
        command.addAll(arguments());
        Files.deleteIfExists(console().toPath());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(console());
        builder.environment().putAll(environment);
        process = builder.start();
    }

    void awaitStarted() {
        Awaitility.await("broker " + node.id())
                .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .until(() -> {
                    String said = Files.readString(console().toPath());
                    if (!process.isAlive()) {
                        throw new AssertionError("broker " + node.id() + " gave up: " + said);
                    }
                    return said.contains("broker 127.0.0.1:");
                });
    }

    private File console() {
        return directory.resolve("console.txt").toFile();
    }

    @Override
    public void kill() throws Exception {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void stop() throws Exception {
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("broker " + node.id() + " hangs at a stop");
        }
    }
}
