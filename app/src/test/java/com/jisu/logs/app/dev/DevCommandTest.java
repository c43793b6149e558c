package com.jisu.logs.app.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.app.RunInProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code dev} says before anything starts. The Kafka that it is told of is none, so that nothing does. */
class DevCommandTest {

    private static final String NO_KAFKA = "Kafka at localhost:1 can not be reached";

    @TempDir
    private Path directory;

    @Test
    void rules_for_another_schema_are_refused_before_anything_starts() throws IOException {
        Path rules = Files.writeString(directory.resolve("rules.yml"), "schema: logstash\nsteps: []\n");

        RunInProcess dev = dev("--rules=" + rules);
        assertThat(dev.exitCode()).isEqualTo(2);
        assertThat(dev.err().lines())
                .singleElement()
                .asString()
                .contains("written for schema logstash", "--set streams.schema=logstash");

        assertThat(dev("--rules=" + rules, "--set=streams.schema=logstash").err())
                .contains(NO_KAFKA);
    }

    @Test
    void a_folder_and_a_missing_file_are_named_as_they_were_given() {
        RunInProcess folder = dev("--rules=" + directory);
        assertThat(folder.exitCode()).isEqualTo(2);
        assertThat(folder.err()).isEqualTo("jisu-logs: --rules: " + directory + " is a directory; name a file\n");

        RunInProcess missing = dev("--rules=/none.yml");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).isEqualTo("jisu-logs: --rules: there is no file /none.yml\n");
    }

    @Test
    void the_embedded_elasticsearch_needs_no_user_and_no_certificate() throws IOException {
        Path configuration = Files.writeString(directory.resolve("jisu-logs.yml"), """
                sink.elasticsearch.url: [https://es-1:9200]
                sink.elasticsearch.user: writer
                sink.elasticsearch.password-file: /none.password
                sink.elasticsearch.ca-file: /none.pem
                sink.elasticsearch.certificate: /none.crt
                sink.elasticsearch.key: /none.key
                sink.elasticsearch.key-password-file: /none.secret
                """);

        RunInProcess dev = dev("--config=" + configuration);
        assertThat(dev.err().lines())
                .hasSize(2)
                .contains("dev's own Elasticsearch has neither users nor TLS; passed over: sink.elasticsearch.user,"
                        + " sink.elasticsearch.password-file, sink.elasticsearch.ca-file, sink.elasticsearch.certificate,"
                        + " sink.elasticsearch.key, sink.elasticsearch.key-password-file")
                .anyMatch(line -> line.contains(NO_KAFKA));

        RunInProcess other = dev("--config=" + configuration, "--elasticsearch-url=https://localhost:1");
        assertThat(other.exitCode()).as("one that is not embedded").isEqualTo(2);
        assertThat(other.err()).contains("/none.password").doesNotContain("passed over");
        assertThat(dev().err().lines())
                .as("nothing to pass over")
                .singleElement()
                .asString()
                .contains(NO_KAFKA);
    }

    @Test
    void opensearch_is_called_so_and_is_no_other_servers_name() throws IOException {
        Path configuration = Files.writeString(
                directory.resolve("jisu-logs.yml"),
                "sink.elasticsearch.user: writer\nsink.elasticsearch.password: pw\n");
        assertThat(dev("--opensearch", "--config=" + configuration).err())
                .contains("dev's own OpenSearch has neither users nor TLS; passed over: sink.elasticsearch.user");

        RunInProcess other = dev("--opensearch", "--elasticsearch-url=http://localhost:1");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err())
                .isEqualTo(
                        "jisu-logs: --opensearch starts a node, and --elasticsearch-url names one that runs; leave one"
                                + " out\n");
    }

    private RunInProcess dev(String... options) {
        List<String> all = new ArrayList<>(List.of(
                "dev",
                "--data-dir=" + directory.resolve("data"),
                "--kafka-bootstrap=localhost:1",
                "--beats-port=0",
                "--admin-port=0",
                "--elasticsearch-port=0"));
        all.addAll(List.of(options));
        return RunInProcess.of(all.toArray(String[]::new));
    }
}
