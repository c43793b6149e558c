package com.jisu.logs.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.app.api.Role;
import com.jisu.logs.app.config.TestConfiguration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainConnectionsTest {

    @Test
    void credentials_without_encryption_are_one_warning_that_names_the_servers_and_not_the_secret() {
        assertThat(warnings(
                        "sink.elasticsearch.url=http://es-1:9200,http://es-2:9200,http://localhost:9200",
                        "sink.elasticsearch.user=elastic",
                        "sink.elasticsearch.password=hunter2"))
                .containsExactly(
                        "the password of sink.elasticsearch goes to es-1:9200, es-2:9200 without encryption; use"
                                + " https:// in sink.elasticsearch.url");
        assertThat(warnings("sink.elasticsearch.url=http://10.0.0.7:9200", "sink.elasticsearch.api-key=hunter2"))
                .containsExactly("the API key of sink.elasticsearch goes to 10.0.0.7:9200 without encryption; use"
                        + " https:// in sink.elasticsearch.url");
        assertThat(warnings(
                        "kafka.bootstrap-servers=localhost:9092, kafka-1:9092,kafka-2:9092",
                        "kafka.properties.security.protocol=sasl_plaintext",
                        "kafka.properties.sasl.mechanism=PLAIN",
                        "kafka.properties.sasl.jaas.config=hunter2"))
                .containsExactly("the credentials for Kafka go to kafka-1:9092, kafka-2:9092 without encryption; set"
                        + " kafka.properties.security.protocol to SASL_SSL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "[::1]", "es.localhost", "LOCALHOST"})
    void this_machine_is_no_stranger(String host) {
        assertThat(warnings(
                        "sink.elasticsearch.url=http://" + host + ":9200",
                        "sink.elasticsearch.api-key=key",
                        "kafka.bootstrap-servers=" + host + ":9092",
                        "kafka.properties.security.protocol=SASL_PLAINTEXT"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost.example.com", "127.example.com", "notlocalhost", "10.127.0.1", "[::2]"})
    void other_machines_are(String host) {
        assertThat(warnings("sink.elasticsearch.url=http://" + host + ":9200", "sink.elasticsearch.api-key=key"))
                .hasSize(1);
    }

    @Test
    void without_credentials_or_with_encryption_there_is_nothing_to_say() {
        assertThat(warnings("sink.elasticsearch.url=http://es:9200", "kafka.bootstrap-servers=kafka:9092"))
                .isEmpty();
        assertThat(warnings(
                        "sink.elasticsearch.url=https://es:9200",
                        "sink.elasticsearch.api-key=key",
                        "kafka.bootstrap-servers=kafka:9092",
                        "kafka.properties.security.protocol=SASL_SSL",
                        "kafka.properties.ssl.truststore.type=PEM",
                        "kafka.properties.sasl.jaas.config=login"))
                .isEmpty();
        assertThat(PlainConnections.warnings(
                        Set.of(Role.STREAMS),
                        TestConfiguration.load(
                                Optional.empty(),
                                Map.of(
                                        "sink.elasticsearch.url", "http://es:9200",
                                        "sink.elasticsearch.api-key", "key"))))
                .isEmpty();
    }

    @Test
    void settings_for_a_protocol_that_is_not_in_use_are_a_warning() {
        assertThat(warnings("kafka.properties.sasl.jaas.config=login"))
                .containsExactly("kafka.properties.sasl.jaas.config has no effect while"
                        + " kafka.properties.security.protocol is PLAINTEXT");
        assertThat(warnings(
                        "kafka.properties.ssl.truststore.type=PEM",
                        "kafka.properties.security.protocol=SASL_PLAINTEXT"))
                .containsExactly("kafka.properties.ssl.truststore.type has no effect while"
                        + " kafka.properties.security.protocol is SASL_PLAINTEXT");
    }

    private static List<String> warnings(String... settings) {
        Map<String, String> overrides = new LinkedHashMap<>();
        Arrays.stream(settings).forEach(each -> overrides.put(each.split("=", 2)[0], each.split("=", 2)[1]));
        return PlainConnections.warnings(
                EnumSet.allOf(Role.class), TestConfiguration.load(Optional.empty(), overrides));
    }
}
