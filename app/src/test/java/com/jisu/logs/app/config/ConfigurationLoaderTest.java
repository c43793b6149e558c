package com.jisu.logs.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.ingest.api.TlsSettings;
import com.jisu.logs.parsers.api.Schema;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationLoaderTest {

    private static final Set<String> SECTIONS = Set.of("ingest", "streams", "sink");

    @TempDir
    private Path directory;

    @Test
    void the_documented_defaults_are_complete() {
        Configuration configuration = TestConfiguration.load(Optional.empty(), Map.of());

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
    void geoip_databases_are_one_file_or_several_or_none() throws IOException {
        for (String none : List.of("\"\"", "[]")) {
            assertThat(cities("streams: {geoip: {city: " + none + "}}")).isEmpty();
        }
        assertThat(cities("streams: {geoip: {city: /a.mmdb}}")).contains(List.of(Path.of("/a.mmdb")));
        assertThat(cities("streams: {geoip: {city: [/a.mmdb, '/b c.mmdb.gz']}}"))
                .contains(List.of(Path.of("/a.mmdb"), Path.of("/b c.mmdb.gz")));
    }

    private Optional<List<Path>> cities(String yaml) throws IOException {
        return TestConfiguration.load(Optional.of(file(yaml)), Map.of())
                .streams()
                .geoip()
                .city();
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
        Configuration configuration = TestConfiguration.load(Optional.of(file), Map.of("ingest.port", "7000"));

        assertThat(configuration.ingest().port()).isEqualTo(7000);
        assertThat(configuration.ingest().keepAlive()).isEqualTo(Duration.ofMillis(500));
        assertThat(configuration.ingest().host()).isEqualTo("0.0.0.0");
        assertThat(configuration.sink().elasticsearch().url()).hasSize(2);
        assertThat(configuration.kafka().properties()).containsExactly(Map.entry("security.protocol", "SASL_SSL"));
    }

    @Test
    void tls_of_the_beats_input_is_off_until_it_is_set() throws IOException {
        assertThat(TestConfiguration.load(Optional.empty(), Map.of())
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

        TlsSettings.Keys tls =
                TestConfiguration.load(Optional.of(file), Map.of()).ingest().tls();

        assertThat(tls.certificate()).contains(Path.of("server.pem"));
        assertThat(tls.clientAuth()).isEqualTo(TlsSettings.ClientAuth.REQUIRED);
        assertThat(tls.clientNames()).contains(List.of("web-*", "db-1"));
        assertThat(tls.protocols()).containsExactly("TLSv1.3", "TLSv1.2");
    }

    @Test
    void every_fault_is_told_at_once_with_its_place_and_what_was_meant() throws IOException {
        Path file = file("""
                ingest:
                  prot: 5044
                  keep-alive: soon
                sink:
                  gzip: ture
                  index-mode: columnar
                  batch:
                    bytes: 3 apples
                admin.port: many
                sink.target: data_stream
                """);

        assertThat(faults(file, Map.of("sink.indx", "a"), Map.of("JISU_LOGS_STREAMS_SCHEMA", "ECS2")))
                .containsExactlyInAnyOrder(
                        file + ":2: ingest.prot is no key; did you mean ingest.port?",
                        file
                                + ":3: ingest.keep-alive must be a duration such as 500ms, 30s, 5m, 12h or 366d, not 'soon'",
                        file + ":5: sink.gzip must be true or false, not 'ture'",
                        file + ":6: sink.index-mode must be standard or logsdb, not 'columnar'",
                        file + ":8: sink.batch.bytes must be a size such as 65536, 64KiB, 8MiB or 1GiB, not '3 apples'",
                        file + ":9: admin.port must be a whole number, not 'many'",
                        file + ":10: sink.target must be daily-index or data-stream, not 'data_stream'",
                        "environment variable JISU_LOGS_STREAMS_SCHEMA: streams.schema must be ecs or logstash, not 'ECS2'",
                        "--set: sink.indx is no key; did you mean sink.index?");
    }

    @Test
    void every_fault_of_keys_of_lines_is_told_at_once_with_its_place() throws IOException {
        Path file = file("""
                streams:
                  keys:
                    Log.Logger: [my_logger]
                    foo: [1]
                    user.name: [""]
                    log.logger: []
                    trace.id: [message, my_id, mdc]
                    span.id: [my_id]
                    log.level: [severityText, my_level]
                stream: 1
                """);

        assertThat(faults(file, Map.of(), Map.of()))
                .containsExactlyInAnyOrder(
                        file + ":3: streams.keys.Log.Logger is for no field that keys can mean; did you mean"
                                + " streams.keys.log.logger? (docs/fields.md, \"Known keys\", has them)",
                        file
                                + ":4: streams.keys.foo is for no field that keys can mean (docs/fields.md, \"Known keys\","
                                + " has them)",
                        file + ":5: streams.keys.user.name must be a list of names, none of them empty",
                        file + ":6: streams.keys.log.logger must be a list of names, none of them empty",
                        file + ":7: streams.keys.trace.id can not have message, which means message (docs/fields.md,"
                                + " \"Known keys\")",
                        file + ":7: streams.keys.trace.id can not have mdc, which is known, and means no field"
                                + " (docs/fields.md, \"Known keys\")",
                        file
                                + ":7: streams.keys.trace.id can not have my_id, which streams.keys.span.id has: a key means"
                                + " one field",
                        file + ":10: stream is no key");
    }

    @Test
    void keys_of_lines_may_be_those_that_mean_something_only_beside_others() throws IOException {
        Path file = file("""
                streams.keys:
                  log.logger: [name, my_logger, my_logger]
                  service.name: [status]
                """);

        assertThat(TestConfiguration.load(Optional.of(file), Map.of()).streams().keys())
                .containsEntry("log.logger", "name,my_logger,my_logger")
                .containsEntry("service.name", "status");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "[a]", ""})
    void a_group_is_no_value(String value) throws IOException {
        for (String group : List.of("streams.keys", "kafka.properties", "logging.levels")) {
            Path file = file(group + ": " + value);

            assertThat(faults(file, Map.of(), Map.of()))
                    .containsExactly(file + ":1: " + group
                            + " is a group: names with their values are expected below it, or {} for none");
        }
    }

    @Test
    void values_out_of_range_are_told_together_with_other_faults() throws IOException {
        Path file = file("""
                ingest:
                  port: 99999
                  keep-alive: 60s
                  max-window-events: 10
                  max-connection-age: 1s
                  max-connections: 0
                sink:
                  gzip: maybe
                  batch.bytes: 3GiB
                """);

        assertThat(faults(file, Map.of("admin.port", "-1", "topics.replication", "0"), Map.of()))
                .containsExactlyInAnyOrder(
                        file + ":2: ingest.port must be from 0 to 65535, not 99999",
                        file
                                + ":3: ingest.keep-alive must be from 100ms to 20s, not 60s: Filebeat gives up after 30s of silence",
                        file + ":4: ingest.max-window-events must be from 2048 to 10000000, not 10: a smaller one would"
                                + " refuse Filebeat's windows of 2048 events for ever",
                        file + ":5: ingest.max-connection-age must be 0s, or from 10s to 365d, not 1s",
                        file + ":6: ingest.max-connections must be from 1 to 1000000, not 0",
                        file + ":8: sink.gzip must be true or false, not 'maybe'",
                        file + ":9: sink.batch.bytes must be from 64KiB to 64MiB, not 3GiB",
                        "--set: admin.port must be from 0 to 65535, not -1",
                        "--set: topics.replication must be from 1 to 100, not 0");
    }

    @Test
    void every_number_size_and_duration_has_a_range() {
        Set<Class<?>> measured = Set.of(int.class, long.class, Integer.class, Long.class, Duration.class);
        assertThat(TestConfiguration.load(Optional.empty(), Map.of())).isNotNull(); // the defaults are within them
        assertThat(keys("", Configuration.class, measured)).isEqualTo(Ranges.keys());
    }

    /** The keys whose values, where there are any, are of one of these types. */
    private static Set<String> keys(String group, Class<?> section, Set<Class<?>> types) {
        Set<String> keys = new TreeSet<>();
        for (Method key : section.getDeclaredMethods()) {
            String name = group + StringUtil.skewer(key.getName());
            Class<?> type = typeOf(key.getGenericReturnType());
            if (types.contains(type)) {
                keys.add(name);
            } else if (type.isInterface() && type.getName().startsWith("com.jisu.logs.")) {
                keys.addAll(keys(name + ".", type, types));
            }
        }
        return keys;
    }

    private static Class<?> typeOf(Type type) {
        if (!(type instanceof ParameterizedType generic)) {
            return (Class<?>) type;
        }
        return generic.getRawType() == Optional.class
                ? typeOf(generic.getActualTypeArguments()[0])
                : (Class<?>) generic.getRawType();
    }

    @Test
    void a_key_in_the_wrong_group_is_found() {
        assertThat(faults(Map.of("url", "http://a:9200")))
                .containsExactly("--set: url is no key; did you mean sink.elasticsearch.url?");
        assertThat(faults(Map.of("sink.elasticsearch", "http://a:9200")))
                .containsExactly("--set: sink.elasticsearch is a group of keys, such as sink.elasticsearch.api-key");
        assertThat(faults(Map.of("nonsense", "1"))).containsExactly("--set: nonsense is no key");
    }

    @Test
    void an_empty_value_that_is_needed_is_a_fault() {
        assertThat(faults(Map.of("ingest.host", ""))).containsExactly("--set: ingest.host must not be empty");
    }

    @Test
    void keys_of_lines_are_lists_by_fields() throws IOException {
        Path file = file("""
                streams:
                  keys:
                    log.logger: [my_logger, "a,b"]
                    user.name: login
                """);
        assertThat(ConfigurationLoader.read(Optional.of(file), Map.of(), Map.of(), SECTIONS)
                        .configuration()
                        .streams()
                        .keys())
                .containsExactlyInAnyOrderEntriesOf(Map.of("log.logger", "my_logger,a\\,b", "user.name", "login"));
    }

    @Test
    void a_key_that_is_set_twice_in_a_file_is_a_fault() throws IOException {
        Path file = file("ingest:\n  port: 1\nsink:\n  gzip: true\ningest.port: 2\n");
        assertThat(faults(file, Map.of(), Map.of()))
                .containsExactly(file + ":5: ingest.port is set a second time; the first is " + file + ":2");
    }

    @Test
    void an_environment_variable_that_stands_for_no_key_is_a_fault() {
        assertThat(faults(null, Map.of(), Map.of("JISU_LOGS_SNIK_ELASTICSEARCH_URL", "http://a:9200")))
                .containsExactly(
                        "environment variable JISU_LOGS_SNIK_ELASTICSEARCH_URL: it stands for no key; did you mean"
                                + " JISU_LOGS_SINK_ELASTICSEARCH_URL?");
    }

    @Test
    void environment_variables_win_over_the_file_and_the_command_line_over_them() throws IOException {
        Path file = file("ingest.port: 1\nadmin.port: 1\n");
        Configuration configuration = ConfigurationLoader.read(
                        Optional.of(file),
                        Map.of("admin.port", "3"),
                        Map.of("JISU_LOGS_INGEST_PORT", "2", "JISU_LOGS_ADMIN_PORT", "2", "HOME", "/home/me"),
                        SECTIONS)
                .configuration();
        assertThat(configuration.ingest().port()).isEqualTo(2);
        assertThat(configuration.admin().port()).isEqualTo(3);
    }

    @Test
    void variables_that_kubernetes_sets_for_a_service_are_no_keys() {
        Configuration configuration = ConfigurationLoader.read(
                        Optional.empty(),
                        Map.of(),
                        Map.of(
                                "JISU_LOGS_INGEST_PORT", "tcp://10.0.0.1:5044",
                                "JISU_LOGS_INGEST_PORT_5044_TCP", "tcp://10.0.0.1:5044",
                                "JISU_LOGS_INGEST_PORT_5044_TCP_ADDR", "10.0.0.1",
                                "JISU_LOGS_INGEST_SERVICE_HOST", "10.0.0.1",
                                "JISU_LOGS_INGEST_SERVICE_PORT", "5044",
                                "JISU_LOGS_INGEST_SERVICE_PORT_BEATS", "5044"),
                        SECTIONS)
                .configuration();
        assertThat(configuration.ingest().port()).isEqualTo(5044);
    }

    @Test
    void kafka_properties_pass_through_from_file_environment_and_command_line() throws IOException {
        Path secrets = Files.writeString(
                directory.resolve("kafka.properties"), "sasl.jaas.config=module required password=\"p${a}ss\";\n");
        Path file = file("""
                kafka:
                  properties:
                    security.protocol: SASL_SSL
                    client.dns.lookup: use_all_dns_ips
                  properties-file: %s
                """.formatted(secrets));
        LoadedConfiguration loaded = ConfigurationLoader.read(
                Optional.of(file),
                Map.of("kafka.properties.sasl.mechanism", "SCRAM-SHA-512"),
                Map.of("JISU_LOGS_KAFKA_PROPERTIES_SSL_TRUSTSTORE_TYPE", "PEM"),
                SECTIONS);

        assertThat(loaded.configuration().kafka().properties())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "security.protocol", "SASL_SSL",
                        "client.dns.lookup", "use_all_dns_ips",
                        "sasl.jaas.config", "module required password=\"p${a}ss\";",
                        "sasl.mechanism", "SCRAM-SHA-512",
                        "ssl.truststore.type", "PEM"));
    }

    @Test
    void a_property_of_kafka_that_has_a_key_of_its_own_is_a_fault() {
        assertThat(faults(Map.of("kafka.properties.bootstrap.servers", "a:1")))
                .containsExactly(
                        "--set: kafka.properties.bootstrap.servers has no effect; set kafka.bootstrap-servers");
    }

    @Test
    void secrets_come_from_files_and_are_masked_wherever_they_come_from() throws IOException {
        Path password = Files.writeString(directory.resolve("password"), "s3cret\n");
        Path file = file("""
                sink.elasticsearch:
                  user: elastic
                  password-file: %s
                ingest.tls.key-password: t0p
                sink.elasticsearch.key-password: t0p
                kafka.properties:
                  sasl.jaas.config: login with hunter2
                  ssl.keystore.password: hunter2
                  ssl.keystore.key: hunter2
                  sasl.mechanism: PLAIN
                """.formatted(password));
        LoadedConfiguration loaded = ConfigurationLoader.read(Optional.of(file), Map.of(), Map.of(), SECTIONS);

        assertThat(loaded.configuration().sink().elasticsearch().password()).contains("s3cret");
        assertThat(loaded.shown()).noneMatch(each -> each.value().matches(".*(s3cret|t0p|hunter2).*"));
        assertThat(ConfigurationLoader.read(
                                Optional.empty(),
                                Map.of("sink.elasticsearch.url", "http://a:9,https://me:s3cret@b:9"),
                                Map.of(),
                                SECTIONS)
                        .shown())
                .contains(new Entry("sink.elasticsearch.url", "http://a:9,https://******@b:9", Origin.COMMAND_LINE));
        assertThat(loaded.shown())
                .contains(
                        new Entry("sink.elasticsearch.password", "******", Origin.file(password)),
                        new Entry("kafka.properties.sasl.jaas.config", "******", Origin.line(file.toString(), 7)),
                        new Entry("kafka.properties.sasl.mechanism", "PLAIN", Origin.line(file.toString(), 10)),
                        new Entry("ingest.port", "5044", Origin.DEFAULT));
    }

    @Test
    void a_secret_and_its_file_exclude_each_other_and_the_file_must_be_there() throws IOException {
        Path missing = directory.resolve("none");
        assertThat(faults(Map.of("sink.elasticsearch.api-key-file", missing.toString())))
                .containsExactly("--set: sink.elasticsearch.api-key-file: the file " + missing + " can not be read");
        assertThat(faults(Map.of("kafka.properties-file", missing.toString())))
                .containsExactly("--set: kafka.properties-file: the file " + missing + " can not be read");
        Path file = file("sink.elasticsearch.password: p\n");
        assertThat(faults(file, Map.of("sink.elasticsearch.password-file", missing.toString()), Map.of()))
                .containsExactly("--set: sink.elasticsearch.password-file and sink.elasticsearch.password exclude each"
                        + " other, and sink.elasticsearch.password is set, too (" + file + ":1)");
    }

    @Test
    void the_secrets_of_other_roles_need_not_be_there() {
        Configuration configuration = ConfigurationLoader.read(
                        Optional.empty(),
                        Map.of("sink.elasticsearch.password-file", "/none", "ingest.port", "1"),
                        Map.of(),
                        Set.of("ingest"))
                .configuration();
        assertThat(configuration.ingest().port()).isEqualTo(1);
        assertThat(configuration.sink().elasticsearch().password()).isEmpty();
    }

    @Test
    void lists_may_be_written_as_lists() throws IOException {
        Path file = file("sink:\n  elasticsearch:\n    url:\n      - http://a:9200\n      - http://b:9200\n");
        assertThat(TestConfiguration.load(Optional.of(file), Map.of())
                        .sink()
                        .elasticsearch()
                        .url())
                .containsExactly(URI.create("http://a:9200"), URI.create("http://b:9200"));
    }

    @Test
    void a_list_where_one_value_is_expected_is_a_fault() throws IOException {
        Path file = file("""
                admin:
                  host: [a, b]
                ingest.port:
                  - 5044
                kafka:
                  bootstrap-servers: [a:9092, b:9092]
                  properties:
                    interceptor.classes: [a, b]
                """);
        assertThat(faults(file, Map.of(), Map.of()))
                .containsExactly(
                        file + ":2: admin.host must be one value, not a list",
                        file + ":4: ingest.port must be one value, not a list");
    }

    @Test
    void every_key_of_several_values_takes_a_list() throws IOException {
        Set<String> typed = new TreeSet<>(keys("", Configuration.class, Set.of(List.class)));
        typed.add("kafka.bootstrap-servers"); // text for Kafka's clients
        String builtIn = Files.readString(Path.of("src/main/resources/jisu-logs.yml"));
        ConfigurationKeys keys = new ConfigurationKeys(YamlFile.read("built-in", builtIn, new Faults()));
        assertThat(keys.lists()).containsExactlyInAnyOrderElementsOf(typed);
    }

    @Test
    void a_file_in_another_encoding_is_named() throws IOException {
        Path file =
                Files.write(directory.resolve("latin.yml"), "sink.index: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(faults(file, Map.of(), Map.of()))
                .containsExactly("the configuration file " + file + " is no text in UTF-8");
    }

    @Test
    void a_file_that_is_no_yaml_is_named_with_the_line() throws IOException {
        Path file = file("ingest:\n  port: 1\n [\n");
        assertThat(faults(file, Map.of(), Map.of()))
                .singleElement()
                .asString()
                .startsWith(file + ":3: this is no YAML: ");
    }

    @Test
    void a_missing_file_is_named() {
        Path missing = directory.resolve("none.yml");
        assertThat(faults(missing, Map.of(), Map.of()))
                .containsExactly("the configuration file " + missing + " does not exist");
    }

    private static List<String> faults(Map<String, String> overrides) {
        return faults(null, overrides, Map.of());
    }

    private static List<String> faults(Path file, Map<String, String> overrides, Map<String, String> variables) {
        try {
            ConfigurationLoader.read(Optional.ofNullable(file), overrides, variables, SECTIONS);
            return List.of();
        } catch (ConfigurationException e) {
            return e.getMessage().lines().toList();
        }
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("jisu-logs.yml"), yaml);
    }
}
