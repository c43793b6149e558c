package com.jisu.logs.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaPropertiesTest {

    private static final Set<String> ALL = Set.of("ingest", "streams", "sink");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "secruity.protocol, security.protocol",
        "security.protcol, security.protocol",
        "security-protocol, security.protocol",
        "securityProtocol, security.protocol",
        "sasl.jass.config, sasl.jaas.config",
        "sasl.mechanisms, sasl.mechanism",
        "ssl.truststore.locations, ssl.truststore.location",
        "ssl.keystore.pasword, ssl.keystore.password",
        "ssl.endpoint.identification.algorythm, ssl.endpoint.identification.algorithm",
        "producer.compresion.type, producer.compression.type",
        "main.consumer.max.poll.record, main.consumer.max.poll.records",
        "restore.consumer.fetch.max.byte, restore.consumer.fetch.max.bytes",
        "admin.request.timeout, admin.request.timeout.ms",
        "topic.max.message.byte, topic.max.message.bytes",
        "prodcuer.linger.ms, producer.linger.ms"
    })
    void a_name_that_kafka_does_not_have_is_a_fault_with_the_one_that_was_meant(String typed, String meant) {
        assertThat(faults(Map.of("kafka.properties." + typed, "SSL")))
                .containsExactly("--set: kafka.properties." + typed + " is no property of Kafka; did you mean"
                        + " kafka.properties." + meant + "? If not, and a class of your own reads it, name it in"
                        + " kafka.extra-properties");
    }

    @ParameterizedTest
    @ValueSource(strings = {"com.example.reporter.url", "some.ms", "producer.com.example.tags", "client.tags.zone"})
    void a_name_like_none_of_kafkas_is_a_fault_too(String name) {
        assertThat(faults(Map.of("kafka.properties." + name, "hunter2")))
                .singleElement()
                .asString()
                .startsWith("--set: kafka.properties." + name + " is no property of Kafka; ")
                .endsWith("name it in kafka.extra-properties")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "security.protocol, SSL",
        "acks, all",
        "max.poll.records, 10",
        "num.standby.replicas, 1",
        "rack.aware.assignment.non_overlap_cost, 1",
        "producer.linger.ms, 5",
        "consumer.max.poll.records, 10",
        "main.consumer.max.poll.records, 10",
        "restore.consumer.fetch.max.bytes, 1024",
        "global.consumer.max.poll.records, 10",
        "admin.request.timeout.ms, 1000",
        "topic.segment.bytes, 1048576",
        "client.tag.zone, a",
        "metrics.jmx.include, .*",
        "config.providers.env.param.allowlist.pattern, ^K",
        "sasl.oauthbearer.token.endpoint.url, https://login.example/token"
    })
    void kafkas_own_names_are_right_with_their_prefixes(String name, String value) {
        assertThat(faults(Map.of("kafka.properties." + name, value))).isEmpty();
    }

    @Test
    void names_that_a_class_of_ones_own_reads_are_marked() {
        Map<String, String> properties = Map.of(
                "kafka.properties.my.reporter.url", "http://a",
                "kafka.properties.com.example.audit.key", "k",
                "kafka.properties.producer.com.example.audit.key", "k",
                "kafka.extra-properties", "my.reporter.url, com.example.*");
        LoadedConfiguration loaded = ConfigurationLoader.read(Optional.empty(), properties, Map.of(), ALL);

        assertThat(loaded.configuration().kafka().properties())
                .containsEntry("my.reporter.url", "http://a")
                .containsEntry("com.example.audit.key", "k");
        // What they are is not known, so they are not shown.
        assertThat(loaded.shown())
                .contains(new Entry("kafka.properties.my.reporter.url", "******", Origin.COMMAND_LINE));
        assertThat(faults(Map.of("kafka.extra-properties", "*")))
                .containsExactly(
                        "--set: kafka.extra-properties must be names of properties, or what they begin with and"
                                + " a * (com.example.*), not '*'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "security.protocol | SASL | String must be one of (case insensitive)",
                "request.timeout.ms | 30s | Not a number of type INT",
                "request.timeout.ms | -1 | Value must be at least 0",
                "linger.ms | soon | Not a number of type LONG",
                "enable.idempotence | yes | Expected value to be either true or false",
                "acks | 2 | String must be one of: all, -1, 0, 1",
                "producer.acks | most | String must be one of",
                "main.consumer.isolation.level | dirty | String must be one of",
                "sasl.login.callback.handler.class | com.example.None | Class com.example.None could not be found",
                "metrics.recording.level | LOUD | String must be one of",
                "processing.guarantee | twice | String must be one of"
            })
    void a_value_that_kafka_can_not_use_is_one_line_with_file_and_key(String name, String value, String why)
            throws IOException {
        Path file = Files.writeString(
                directory.resolve("jisu-logs.yml"), "kafka:\n  properties:\n    " + name + ": '" + value + "'\n");
        assertThat(faults(Optional.of(file), Map.of(), Map.of(), ALL))
                .singleElement()
                .asString()
                .startsWith(file + ":3: kafka.properties." + name + " can not be '" + value + "'")
                .contains(why);
    }

    @Test
    void values_that_only_kafka_streams_refuses_are_faults_only_where_it_runs() {
        Map<String, String> property = Map.of("kafka.properties.group.protocol", "consumer");
        assertThat(faults(Optional.empty(), property, Map.of(), Set.of("ingest", "sink")))
                .isEmpty();
        assertThat(faults(property))
                .singleElement()
                .asString()
                .startsWith("--set: kafka.properties.group.protocol can not be 'consumer'");
    }

    @Test
    void nested_keys_variables_and_files_are_judged_alike() throws IOException {
        Path nested = Files.writeString(
                directory.resolve("nested.yml"),
                "kafka:\n  properties:\n    secruity:\n      protocol: SSL\n    sasl.mechanism: PLAIN\n");
        assertThat(faults(Optional.of(nested), Map.of(), Map.of(), ALL))
                .singleElement()
                .asString()
                .startsWith(nested + ":4: kafka.properties.secruity.protocol is no property of Kafka; did you mean"
                        + " kafka.properties.security.protocol?");
        assertThat(faults(
                        Optional.empty(), Map.of(), Map.of("JISU_LOGS_KAFKA_PROPERTIES_SECRUITY_PROTOCOL", "SSL"), ALL))
                .singleElement()
                .asString()
                .startsWith("environment variable JISU_LOGS_KAFKA_PROPERTIES_SECRUITY_PROTOCOL:"
                        + " kafka.properties.secruity.protocol is no property of Kafka; did you mean");
        Path properties = Files.writeString(
                directory.resolve("kafka.properties"), "sasl.jass.config=hunter2\nbootstrap.servers=a:1\n");
        assertThat(faults(Map.of("kafka.properties-file", properties.toString())))
                .hasSize(2)
                .anyMatch(fault ->
                        fault.startsWith(properties + ": kafka.properties.sasl.jass.config is no property of Kafka"))
                .contains(
                        properties + ": kafka.properties.bootstrap.servers has no effect; set kafka.bootstrap-servers")
                .noneMatch(fault -> fault.contains("hunter2"));
    }

    @Test
    void a_variable_reaches_every_name_that_kafka_has() throws IOException {
        Path properties = Files.writeString(directory.resolve("kafka.properties"), "sasl.jaas.config=secret\n");
        assertThat(ConfigurationLoader.read(
                                Optional.empty(),
                                Map.of(),
                                Map.of(
                                        "JISU_LOGS_KAFKA_PROPERTIES_RACK_AWARE_ASSIGNMENT_NON_OVERLAP_COST", "7",
                                        "JISU_LOGS_KAFKA_PROPERTIES_MAIN_CONSUMER_MAX_POLL_RECORDS", "9",
                                        "JISU_LOGS_KAFKA_PROPERTIES_FILE", properties.toString(),
                                        "JISU_LOGS_KAFKA_PROPERTIES_MY_URL", "u",
                                        "JISU_LOGS_KAFKA_EXTRA_PROPERTIES", "my.url"),
                                ALL)
                        .configuration()
                        .kafka()
                        .properties())
                .isEqualTo(Map.of(
                        "rack.aware.assignment.non_overlap_cost", "7",
                        "main.consumer.max.poll.records", "9",
                        "sasl.jaas.config", "secret",
                        "my.url", "u"));
    }

    @Test
    void values_from_kafkas_own_config_providers_are_not_judged() {
        Map<String, String> provided = Map.of(
                "kafka.properties.config.providers", "file",
                "kafka.properties.config.providers.file.class",
                        "org.apache.kafka.common.config.provider.FileConfigProvider",
                "kafka.properties.request.timeout.ms", "${file:/etc/kafka:timeout}");
        assertThat(faults(provided)).isEmpty();
    }

    private static List<String> faults(Map<String, String> overrides) {
        return faults(Optional.empty(), overrides, Map.of(), ALL);
    }

    private static List<String> faults(
            Optional<Path> file, Map<String, String> overrides, Map<String, String> variables, Set<String> sections) {
        try {
            ConfigurationLoader.read(file, overrides, variables, sections);
            return List.of();
        } catch (ConfigurationException e) {
            return e.getMessage().lines().toList();
        }
    }
}
