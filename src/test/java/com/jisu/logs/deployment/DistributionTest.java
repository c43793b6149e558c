package com.jisu.logs.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tarball, unpacked as on a server. */
class DistributionTest {

    private static final Path CHECKOUT = Path.of(System.getProperty("jisu.logs.checkout"));

    @TempDir
    private static Path directory;

    /** The first tarball alone, with the development part over it, and with that of OpenSearch over both. */
    private static Path production;

    private static Path both;
    private static Path all;

    @BeforeAll
    static void unpack() throws Exception {
        production = unpack("production", name -> !name.endsWith("-dev.tar.gz"));
        both = Path.of(production.toString().replace("/production/", "/both/"));
        Files.createDirectories(both.getParent());
        run(directory, "cp", "-rl", production.toString(), both.toString());
        unpack("both", name -> name.endsWith("-dev.tar.gz") && !name.contains("opensearch"));
        all = Path.of(production.toString().replace("/production/", "/all/"));
        Files.createDirectories(all.getParent());
        run(directory, "cp", "-rl", both.toString(), all.toString());
        unpack("all", name -> name.endsWith("-opensearch-dev.tar.gz"));
    }

    @Test
    void it_has_what_a_server_needs_and_nothing_of_the_embedded_ones() throws Exception {
        assertThat(names(production))
                .containsExactlyInAnyOrder(
                        "LICENSE", "NOTICE", "bin", "config", "index-templates", "lib", "samples", "systemd");
        assertThat(names(production.resolve("systemd")))
                .contains("jisu-logs@.service", "ingest.env", "streams.env", "sink.env");
        assertThat(Files.readString(production.resolve("config/jisu-logs.yml")))
                .isEqualTo(Files.readString(CHECKOUT.resolve("app/src/main/resources/jisu-logs.yml")));
        assertThat(Files.readString(production.resolve("config/rules.schema.json")))
                .isEqualTo(Files.readString(CHECKOUT.resolve("docs/rules.schema.json")));
        assertThat(names(production.resolve("lib")))
                .noneMatch(name -> name.matches(
                        "(kafka_|kafka-(server|metadata|raft)|scala-|jisu-logs-embedded|elasticsearch-[0-9]|lucene).*"))
                .anyMatch(name -> name.startsWith("kafka-streams-"));
    }

    @Test
    void its_jars_and_those_of_the_development_part_are_the_programs_class_path() throws Exception {
        TreeSet<String> jars = new TreeSet<>(names(both.resolve("lib")));
        jars.remove("launch.sh");
        assertThat(jars).contains("GeoLite2-ASN.mmdb", "GeoLite2-City.mmdb");
        jars.removeIf(name -> name.endsWith(".mmdb"));
        String main = jars.stream()
                .filter(name -> name.startsWith("jisu-logs-app-"))
                .findFirst()
                .orElseThrow();
        jars.remove(main);
        try (JarFile jar = new JarFile(both.resolve("lib").resolve(main).toFile())) {
            assertThat(jar.getManifest()
                            .getMainAttributes()
                            .getValue("Class-Path")
                            .split(" "))
                    .filteredOn(name -> !name.startsWith("geolite2-databases-")) // whose files are unpacked
                    .containsExactlyInAnyOrderElementsOf(jars);
        }
    }

    @Test
    void it_runs_from_another_folder_and_through_a_link() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("jisu-logs"), production.resolve("bin/jisu-logs"));

        CommandLine help = CommandLine.run(directory, link.toString(), "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.stdout()).contains("Usage: jisu-logs", "ingest", "streams", "sink");
        CommandLine wrong = CommandLine.run(directory, link.toString(), "ingest", "--set=ingest.prot=1");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.stderr()).contains("ingest.prot");
    }

    @Test
    void it_uses_the_serial_collector_unless_another_is_named() throws Exception {
        assertThat(flags("")).contains("-XX:+UseSerialGC");
        assertThat(flags("-XX:+UseG1GC")).contains("-XX:+UseG1GC").doesNotContain("-XX:+UseSerialGC");
    }

    /** What the JVM says of the options that it got and chose. */
    private static String flags(String options) throws Exception {
        CommandLine version = CommandLine.run(
                production,
                Map.of("JISU_LOGS_JAVA_OPTS", options + " -XX:+PrintCommandLineFlags"),
                List.of("bin/jisu-logs", "--version"));
        assertThat(version.exitCode()).as(version.stderr()).isZero();
        return version.stdout();
    }

    @Test
    void its_archive_of_classes_is_made_whatever_the_environment_configures_and_is_used() throws Exception {
        Map<String, String> environment =
                Map.of("JISU_LOGS_SNIK_INDEX", "a fault", "JISU_LOGS_KAFKA_PROPERTIES_SECURITY_PROTOCOL", "SASL_SSL");
        CommandLine archive = CommandLine.run(production, environment, List.of("bin/archive-classes"));
        assertThat(archive.exitCode()).as(archive.stderr()).isZero();

        CommandLine version = CommandLine.run(
                production, Map.of("JISU_LOGS_JAVA_OPTS", "-Xlog:class+load"), List.of("bin/jisu-logs", "--version"));
        assertThat(version.stdout()).contains("com.jisu.logs.app.Main source: shared objects file");
    }

    @Test
    void its_configuration_file_is_right() throws Exception {
        CommandLine check =
                CommandLine.run(production, "bin/jisu-logs", "config", "check", "--config", "config/jisu-logs.yml");

        assertThat(check.exitCode()).as(check.stderr()).isZero();
    }

    @Test
    void dev_says_which_part_is_missing() throws Exception {
        CommandLine dev = CommandLine.run(production, "bin/jisu-logs", "dev");

        assertThat(dev.exitCode()).isEqualTo(1);
        assertThat(dev.stderr().lines()).singleElement().asString().contains("-dev.tar.gz", "--kafka-bootstrap");

        CommandLine opensearch = CommandLine.run(both, "bin/jisu-logs", "dev", "--opensearch");

        assertThat(opensearch.exitCode()).isEqualTo(1);
        assertThat(opensearch.stderr().lines()).singleElement().asString().contains("-opensearch-dev.tar.gz");
    }

    @Test
    void each_role_starts_against_a_real_broker_and_stops_in_order() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
            Path said = directory.resolve("roles.txt");
            Process roles = new ProcessBuilder(
                            "bin/jisu-logs",
                            "run",
                            "ingest",
                            "streams",
                            "sink",
                            "--set=kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                            "--set=sink.elasticsearch.url=http://127.0.0.1:1",
                            "--set=streams.state-directory=" + directory.resolve("streams"),
                            "--set=ingest.host=127.0.0.1",
                            "--set=ingest.port=0",
                            "--set=admin.port=0")
                    .directory(production.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            try {
                await().atMost(Duration.ofMinutes(5))
                        .until(() -> Files.readString(said).contains("metrics and health on port"));
                roles.destroy();
                assertThat(roles.waitFor(300, TimeUnit.SECONDS)).isTrue();
                assertThat(Files.readString(said))
                        .contains("ingest, sink, streams")
                        .doesNotContain("NoClassDefFound");
            } finally {
                roles.destroyForcibly();
            }
        }
    }

    @Test
    void with_the_development_part_over_it_dev_starts() throws Exception {
        assertDevStarts(both, List.of());
    }

    @Test
    void with_the_part_of_opensearch_over_both_dev_starts_that() throws Exception {
        assertDevStarts(all, List.of("--opensearch"));
    }

    private static void assertDevStarts(Path installation, List<String> options) throws Exception {
        Path said = directory.resolve("dev.txt");
        List<String> command = new ArrayList<>(List.of(
                "bin/jisu-logs",
                "dev",
                "--data-dir=" + directory.resolve("data"),
                "--beats-port=0",
                "--kafka-port=0",
                "--elasticsearch-port=0",
                "--admin-port=0"));
        command.addAll(options);
        Process dev = new ProcessBuilder(command)
                .directory(installation.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            await().atMost(Duration.ofMinutes(5))
                    .until(() -> !dev.isAlive() || Files.readString(said).contains("Ctrl-C stops it."));
            assertThat(Files.readString(said)).contains("jisu-logs is ready.");
            dev.destroy();
            assertThat(dev.waitFor(300, TimeUnit.SECONDS)).isTrue();
        } finally {
            dev.descendants().forEach(ProcessHandle::destroyForcibly);
            dev.destroyForcibly();
        }
    }

    /** The folder that the one tarball of this name unpacks to. */
    private static Path unpack(String into, Predicate<String> name) throws Exception {
        Path folder = Files.createDirectories(directory.resolve(into));
        List<String> tarballs = names(CHECKOUT.resolve("distribution/target")).stream()
                .filter(each -> each.endsWith(".tar.gz"))
                .filter(name)
                .toList();
        assertThat(tarballs).as("built tarballs").hasSize(1);
        Path tarball = CHECKOUT.resolve("distribution/target").resolve(tarballs.get(0));
        run(folder, "tar", "xzf", tarball.toString());
        return folder.resolve(names(folder).get(0));
    }

    private static void run(Path folder, String... command) throws Exception {
        CommandLine run = CommandLine.run(folder, command);
        assertThat(run.exitCode()).as(run.stderr()).isZero();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(each -> each.getFileName().toString()).toList();
        }
    }
}
