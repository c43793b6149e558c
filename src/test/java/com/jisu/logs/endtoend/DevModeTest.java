package com.jisu.logs.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.embedded.NodeKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./jisu-logs dev} and {@code send}, as the README tells a newcomer to use them. */
class DevModeTest {

    @TempDir
    private Path directory;

    @Test
    void the_samples_arrive_and_a_restart_keeps_them() throws Exception {
        long lines = Dev.lines("samples/nginx-access.log")
                + Dev.lines("samples/application.json.log")
                + Dev.lines("samples/docker-json.log")
                - 2; // three of them are the parts of one that Docker cut
        try (Program dev = Dev.start(directory, "data")) {
            Dev.send(dev, directory, "nginx", "samples/nginx-access.log");
            Dev.send(dev, directory, "application", "samples/application.json.log");
            Dev.send(dev, directory, "docker", "samples/docker-json.log");

            Index index = Dev.index(dev);
            await().atMost(Duration.ofSeconds(60)).until(() -> index.count() >= lines);
            assertThat(index.count()).isEqualTo(lines);
            assertThat(index.countIn("jisu-logs-2026.11.21")).isEqualTo(189);
            assertThat(index.countIn("jisu-logs-2026.11.22")).isEqualTo(154);
            assertThat(tagged(index, "_grokparsefailure")).isEqualTo(2); // as samples/README.md says, and no more
            assertThat(tagged(index, "_jsonparsefailure")).isEqualTo(8);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(dev.stdout().lines().count()).isEqualTo(lines));

            List<ProcessHandle> children = dev.children();
            assertThat(children).as("the node").isNotEmpty();
            dev.interrupt();
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(dev.stderr()).contains("Stopping").doesNotContain("Exception");
        }
        try (Program again = Dev.start(directory, "data")) {
            assertThat(Dev.index(again).count()).isEqualTo(lines);
            List<ProcessHandle> children = again.children();
            again.kill();
            await().atMost(Duration.ofSeconds(30)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void with_opensearch_lines_arrive_in_a_node_of_that_beside_the_data_of_elasticsearch() throws Exception {
        try (Program dev = Dev.start(directory, "data", NodeKind.OPENSEARCH)) {
            Dev.send(dev, directory, "nginx", "samples/nginx-access.log");

            String url = Dev.shown(dev, "OpenSearch");
            long lines = Dev.lines("samples/nginx-access.log");
            await().atMost(Duration.ofSeconds(60)).until(() -> new Index(url).count() >= lines);
            assertThat(new Index(url).count()).isEqualTo(lines);
            assertThat(Index.get(url + "/")).contains("\"distribution\" : \"opensearch\"");
            assertThat(dev.stderr().replace("ElasticsearchSink: ", "")).doesNotContain("Elasticsearch");
            dev.interrupt();
            assertThat(dev.stderr()).contains("Stopping").doesNotContain("Exception");
        }
        assertThat(directory.resolve("data/opensearch/data")).isNotEmptyDirectory();
        assertThat(directory.resolve("data/elasticsearch")).doesNotExist();
    }

    private static long tagged(Index index, String tag) throws Exception {
        return index.count("{\"query\":{\"term\":{\"tags\":\"" + tag + "\"}}}");
    }

    @Test
    void a_taken_port_is_one_clear_line() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String option : List.of("--beats-port", "--kafka-port", "--elasticsearch-port", "--admin-port")) {
                String ports = Dev.ANY_PORTS.replace(option + "=0", option + "=" + taken.getLocalPort());
                Program dev = Program.run(directory, Dev.arguments(directory, "data", ports));

                assertThat(dev.exitCode()).isEqualTo(1);
                assertThat(dev.stderr().lines())
                        .singleElement()
                        .asString()
                        .contains("port " + taken.getLocalPort(), "is taken", option);
            }
        }
    }

    @Test
    void all_taken_ports_are_told_at_once() throws Exception {
        try (ServerSocket beats = taken();
                ServerSocket kafka = taken();
                ServerSocket elasticsearch = taken();
                ServerSocket admin = taken()) {
            String ports = "--beats-port=%d --kafka-port=%d --elasticsearch-port=%d --admin-port=%d"
                    .formatted(
                            beats.getLocalPort(),
                            kafka.getLocalPort(),
                            elasticsearch.getLocalPort(),
                            admin.getLocalPort());
            Program dev = Program.run(directory, Dev.arguments(directory, "data", ports));

            assertThat(dev.exitCode()).isEqualTo(1);
            assertThat(dev.stderr().lines())
                    .singleElement()
                    .asString()
                    .contains("--beats-port", "--kafka-port", "--elasticsearch-port", "--admin-port", "are taken");
        }
    }

    private static ServerSocket taken() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @Test
    void a_data_directory_that_can_not_be_written_is_one_clear_line() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        Program dev = Program.run(directory, Dev.arguments(directory, "file", Dev.ANY_PORTS));

        assertThat(dev.exitCode()).isEqualTo(1);
        assertThat(dev.stderr().lines()).singleElement().asString().contains(file.toString(), "--data-dir");
    }

    @Test
    void with_tls_it_says_how_to_send_and_a_data_directory_in_use_is_one_clear_line() throws Exception {
        Certificate certificate = Certificate.forLocalhost(directory);
        String tls = " --set=ingest.tls.certificate=" + certificate.certificate() + " --set=ingest.tls.key="
                + certificate.key();
        try (Program first = Program.start(directory, Dev.arguments(directory, "data", Dev.ANY_PORTS + tls))) {
            first.awaitOnStderr("Ctrl-C stops it.");
            String hint = first.stderr()
                    .lines()
                    .filter(line -> line.contains("./jisu-logs send"))
                    .findFirst()
                    .orElseThrow();
            Program send = Program.run(
                    directory, hint.replace("./jisu-logs", "").strip().split(" "));
            assertThat(send.stdout()).as(hint + send.stderr()).contains("123 events, 123 acknowledged");

            Program second = Program.run(directory, Dev.arguments(directory, "data", Dev.ANY_PORTS));

            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.stderr().lines()).singleElement().asString().contains("used by another jisu-logs");

            first.terminateAll(); // as a service manager stops a service
            assertThat(first.stderr()).contains("Stopping").doesNotContain("ERROR", "Exception");
        }
    }

    @Test
    void a_wrong_key_or_a_missing_configuration_file_is_one_clear_line() throws Exception {
        Path wrong = Files.writeString(directory.resolve("wrong.yml"), "ingest:\n  prot: 5044\n");
        Program unknownKey = Program.run(directory, "ingest", "--config", wrong.toString());
        assertThat(unknownKey.exitCode()).isEqualTo(2);
        assertThat(unknownKey.stderr().lines()).singleElement().asString().contains("ingest.prot", wrong.toString());

        Program missing = Program.run(
                directory, "ingest", "--config", directory.resolve("none.yml").toString());
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.stderr().lines()).singleElement().asString().contains("none.yml does not exist");
    }

    @Test
    void what_keeps_a_role_from_starting_is_one_clear_line() throws Exception {
        Program file = Program.run(
                directory, "ingest", "--set=ingest.tls.certificate=/none.pem", "--set=ingest.tls.key=/none.pem");
        assertThat(file.exitCode()).isEqualTo(2);
        assertThat(file.stderr().lines())
                .containsExactly(
                        "jisu-logs: --set: ingest.tls.certificate: the file /none.pem does not exist or can not be read",
                        "jisu-logs: --set: ingest.tls.key: the file /none.pem does not exist or can not be read");

        // Before anybody waits for Kafka.
        Program range = Program.run(
                directory, "sink", "--set=sink.batch.documents=0", "--set=kafka.bootstrap-servers=localhost:1");
        assertThat(range.exitCode()).isEqualTo(2);
        assertThat(range.stderr().lines()).singleElement().asString().contains("sink.batch.documents");

        Program secret = Program.run(directory, "sink", "--set=sink.elasticsearch.url=elastic:secret@host");
        assertThat(secret.exitCode()).isEqualTo(2);
        assertThat(secret.stderr()).contains("sink.elasticsearch.url").doesNotContain("secret");

        Program port =
                Program.run(directory, "send", "--to=localhost:99999", "--type=nginx", "samples/nginx-access.log");
        assertThat(port.exitCode()).isEqualTo(2);
        assertThat(port.stderr().lines()).singleElement().asString().contains("--to", "localhost:99999");
    }

    @Test
    void a_java_that_is_too_old_is_one_clear_line() throws Exception {
        Path oldJava = Files.createDirectories(directory.resolve("old/bin")).resolve("java");
        Files.writeString(oldJava, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        assertThat(oldJava.toFile().setExecutable(true)).isTrue();
        ProcessBuilder old =
                new ProcessBuilder(Program.CHECKOUT.resolve("jisu-logs").toString(), "dev").redirectErrorStream(true);
        old.environment().put("JAVA_HOME", directory.resolve("old").toString());
        Process tooOld = old.start();

        assertThat(tooOld.waitFor()).isEqualTo(1);
        assertThat(new String(tooOld.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains("needs Java 17", "version 11");
    }
}
