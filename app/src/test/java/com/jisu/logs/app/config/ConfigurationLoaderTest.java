package com.jisu.logs.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jisu.logs.ingest.TlsSettings;
import com.jisu.logs.parsers.Schema;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationLoaderTest {

    @TempDir
    private Path directory;

    @Test
    void the_documented_defaults_are_complete() {
        Configuration configuration = ConfigurationLoader.load(Optional.empty(), Map.of());

        assertThat(configuration.kafka().bootstrapServers()).isEqualTo("localhost:9092");
        assertThat(configuration.kafka().properties()).isEmpty();
        assertThat(configuration.topics().replication()).isEmpty();
        assertThat(configuration.ingest().port()).isEqualTo(5044);
        assertThat(configuration.ingest().maxFrameBytes()).isEqualTo(64 * 1024 * 1024);
        assertThat(configuration.streams().schema()).isEqualTo(Schema.ECS);
        assertThat(configuration.streams().maxEventAge()).isEqualTo(Duration.ofDays(366));
        assertThat(configuration.streams().geoip().city()).isEmpty();
        assertThat(configuration.sink().elasticsearch().url()).containsExactly(URI.create("http://localhost:9200"));
        assertThat(configuration.sink().index()).isEqualTo("jisu-logs-%{yyyy.MM.dd}");
        assertThat(configuration.tail().environment()).isEmpty();
        assertThat(configuration.admin().host()).isEqualTo("127.0.0.1");
    }

    @Test
    void a_file_wins_over_the_defaults_and_the_command_line_over_the_file() throws IOException {
        Path file = file("""
                ingest:
                  port: 6000
                  keep-alive: 500ms
                sink:
                  elasticsearch:
                    url: http://a:9200,http://b:9200
                kafka:
                  properties:
                    security.protocol: SASL_SSL
                """);
        Configuration configuration = ConfigurationLoader.load(Optional.of(file), Map.of("ingest.port", "7000"));

        assertThat(configuration.ingest().port()).isEqualTo(7000);
        assertThat(configuration.ingest().keepAlive()).isEqualTo(Duration.ofMillis(500));
        assertThat(configuration.ingest().host()).isEqualTo("0.0.0.0");
        assertThat(configuration.sink().elasticsearch().url()).hasSize(2);
        assertThat(configuration.kafka().properties()).containsExactly(Map.entry("security.protocol", "SASL_SSL"));
    }

    @Test
    void tls_of_the_beats_input_is_off_until_it_is_set() throws IOException {
        assertThat(ConfigurationLoader.load(Optional.empty(), Map.of())
                        .ingest()
                        .tls()
                        .certificate())
                .isEmpty();
        Path file = file("""
                ingest:
                  tls:
                    certificate: server.pem
                    client-auth: required
                    client-names: web-*,db-1
                """);

        Configuration.TlsKeys tls =
                ConfigurationLoader.load(Optional.of(file), Map.of()).ingest().tls();

        assertThat(tls.certificate()).contains(Path.of("server.pem"));
        assertThat(tls.clientAuth()).isEqualTo(TlsSettings.ClientAuth.REQUIRED);
        assertThat(tls.clientNames()).contains(List.of("web-*", "db-1"));
        assertThat(tls.protocols()).containsExactly("TLSv1.3", "TLSv1.2");
    }

    @Test
    void an_unknown_key_is_named_with_its_file() throws IOException {
        Path file = file("ingest:\n  prot: 5044\n");
        assertThatThrownBy(() -> ConfigurationLoader.load(Optional.of(file), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ingest.prot")
                .hasMessageContaining(file.toString());
    }

    @Test
    void an_unknown_key_on_the_command_line_is_named() {
        assertThatThrownBy(() -> ConfigurationLoader.load(Optional.empty(), Map.of("sink.indx", "a")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sink.indx");
    }

    @Test
    void an_environment_variable_that_is_no_key_is_named() {
        assertThatThrownBy(() -> ConfigurationLoader.environment(
                        Map.of("JISU_LOGS_INGEST_PROT", "5"), Set.of("jisu-logs.ingest.port")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("JISU_LOGS_INGEST_PROT");
    }

    @Test
    void environment_variables_of_keys_are_taken_and_those_of_others_left_alone() {
        Map<String, String> variables = Map.of(
                "JISU_LOGS_SINK_ELASTICSEARCH_URL", "http://a:9200",
                "JISU_LOGS_KAFKA_PROPERTIES_SECURITY_PROTOCOL", "SSL",
                "JISU_LOGS_JAVA_OPTS", "-Xmx2g",
                "HOME", "/home/me");
        assertThat(ConfigurationLoader.environment(variables, Set.of("jisu-logs.sink.elasticsearch.url")))
                .containsOnlyKeys("JISU_LOGS_SINK_ELASTICSEARCH_URL", "JISU_LOGS_KAFKA_PROPERTIES_SECURITY_PROTOCOL");
    }

    @Test
    void a_value_of_the_wrong_type_is_named_with_its_key() throws IOException {
        for (String wrong : new String[] {
            "ingest:\n  port: many\n", "ingest:\n  keep-alive: soon\n", "ingest:\n  max-frame-bytes: 3 apples\n"
        }) {
            Path file = file(wrong);
            String key = "ingest." + wrong.split("\\s+")[1].replace(":", "");
            assertThatThrownBy(() -> ConfigurationLoader.load(Optional.of(file), Map.of()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(key);
        }
    }

    @Test
    void a_file_that_is_no_yaml_is_named_with_the_line() throws IOException {
        Path file = file("ingest:\n  port: 1\n [\n");
        assertThatThrownBy(() -> ConfigurationLoader.load(Optional.of(file), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("line");
    }

    @Test
    void a_missing_file_is_named() {
        Path missing = directory.resolve("none.yml");
        assertThatThrownBy(() -> ConfigurationLoader.load(Optional.of(missing), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("the configuration file " + missing + " does not exist");
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("jisu-logs.yml"), yaml);
    }
}
