package com.jisu.logs.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.app.api.Role;
import com.jisu.logs.app.config.TestConfiguration;
import com.jisu.logs.ingest.api.IngestSettings;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsCheckTest {

    @TempDir
    private Path directory;

    @Test
    void the_defaults_are_right() {
        assertThat(faults()).isEmpty();
    }

    @Test
    void what_can_not_be_used_is_named_all_at_once() {
        assertThat(faults(
                        "ingest.port=9600",
                        "ingest.max-frame-bytes=2MiB",
                        "ingest.max-event-bytes=3MiB",
                        "ingest.tls.certificate=/none.pem",
                        "sink.elasticsearch.user=elastic",
                        "topics.raw=a b",
                        "kafka.bootstrap-servers=localhost"))
                .extracting(fault -> fault.split("[ :]")[0])
                .containsExactlyInAnyOrder(
                        "ingest.port",
                        "ingest.max-frame-bytes",
                        "ingest.tls.certificate",
                        "ingest.tls.key", // which is missing
                        "sink.elasticsearch.user",
                        "topics.raw",
                        "kafka.bootstrap-servers");
    }

    @Test
    void keys_of_lines_are_added_to_fields_of_the_table() {
        assertThat(faults("streams.keys.log.logger=my_logger,other")).isEmpty();
    }

    @Test
    void combinations_that_make_no_sense_are_faults() throws IOException {
        Path file = Files.writeString(directory.resolve("some.pem"), "pem");
        assertThat(faults("ingest.tls.key=" + file)).singleElement().asString().contains("ingest.tls.certificate");
        assertThat(faults("ingest.tls.certificate=" + file))
                .singleElement()
                .asString()
                .contains("ingest.tls.key");
        assertThat(faults("ingest.tls.client-auth=required"))
                .singleElement()
                .asString()
                .contains("ingest.tls.client-auth has no effect without ingest.tls.certificate");
        assertThat(faults(
                        "ingest.tls.certificate=" + file, "ingest.tls.key=" + file, "ingest.tls.client-auth=required"))
                .singleElement()
                .asString()
                .contains("ingest.tls.client-ca");
        assertThat(faults("ingest.tls.certificate=" + file, "ingest.tls.key=" + file, "ingest.tls.client-ca=" + file))
                .singleElement()
                .asString()
                .contains("ingest.tls.client-ca has no effect while ingest.tls.client-auth is none");
        assertThat(faults("sink.elasticsearch.user=a", "sink.elasticsearch.password=b", "sink.elasticsearch.api-key=c"))
                .singleElement()
                .asString()
                .contains("sink.elasticsearch.user and sink.elasticsearch.api-key exclude each other");
        assertThat(faults("sink.elasticsearch.ca-file=" + file))
                .singleElement()
                .asString()
                .contains("sink.elasticsearch.ca-file has no effect without an https:// URL");
        assertThat(faults("topics.dead=jisu-logs-raw"))
                .singleElement()
                .asString()
                .contains("three different topics");
        assertThat(faults("ingest.port=9600")).singleElement().asString().contains("ingest.port and admin.port");
    }

    @Test
    void lowering_a_limit_for_all_is_enough() {
        Map<String, String> lower = Map.of("ingest.max-connections", "500", "ingest.max-in-flight-bytes", "8MiB");
        IngestSettings.Limits limits =
                Settings.limits(TestConfiguration.load(Optional.empty(), lower).ingest());

        assertThat(limits.maxConnectionsPerAddress()).isEqualTo(500);
        assertThat(limits.maxConnectionInFlightBytes()).isEqualTo(8 << 20);
    }

    @Test
    void files_that_are_not_there_are_faults() {
        for (String key : List.of(
                "ingest.tls.certificate",
                "streams.geoip.city",
                "streams.geoip.asn",
                "sink.elasticsearch.ca-file",
                "sink.elasticsearch.certificate",
                "sink.elasticsearch.key")) {
            assertThat(faults(key + "=/none.file"))
                    .anyMatch(fault -> fault.startsWith(key) && fault.contains("/none.file"));
        }
    }

    @Test
    void client_certificates_are_for_https_and_go_with_their_keys() throws Exception {
        X509Bundle pair = new CertificateBuilder()
                .subject("CN=sink")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        X509Bundle other = new CertificateBuilder()
                .subject("CN=other")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        String file = "sink.elasticsearch.certificate="
                + Files.writeString(directory.resolve("sink.pem"), pair.getCertificatePEM());
        String key =
                "sink.elasticsearch.key=" + Files.writeString(directory.resolve("sink.key"), pair.getPrivateKeyPEM());
        String https = "sink.elasticsearch.url=https://es:9200";

        assertThat(faults(https, file, key)).isEmpty();
        assertThat(faults(https, file))
                .containsExactly("sink.elasticsearch.certificate and sink.elasticsearch.key go together:"
                        + " sink.elasticsearch.key is missing");
        assertThat(faults(https, key))
                .containsExactly("sink.elasticsearch.certificate and sink.elasticsearch.key go together:"
                        + " sink.elasticsearch.certificate is missing");
        assertThat(faults(https, "sink.elasticsearch.key-password=s3cret"))
                .containsExactly("sink.elasticsearch.key-password has no effect without sink.elasticsearch.certificate"
                        + " and sink.elasticsearch.key");
        assertThat(faults(file, key))
                .containsExactly("sink.elasticsearch.certificate and sink.elasticsearch.key have no effect without an"
                        + " https:// URL in sink.elasticsearch.url");

        Files.writeString(directory.resolve("sink.key"), other.getPrivateKeyPEM());
        assertThat(faults(https, file, key))
                .containsExactly("the private key " + directory.resolve("sink.key")
                        + " (sink.elasticsearch.key) does not belong to the certificate "
                        + directory.resolve("sink.pem") + " (sink.elasticsearch.certificate)");
        Files.writeString(directory.resolve("sink.key"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END");
        assertThat(faults(https, file, key))
                .containsExactly("cannot use " + directory.resolve("sink.key") + " (sink.elasticsearch.key):"
                        + " the private key is encrypted; set sink.elasticsearch.key-password");
    }

    @Test
    void rules_for_another_schema_and_folders_are_faults() throws IOException {
        Path rules = Files.writeString(directory.resolve("rules.yml"), "schema: logstash\nsteps: []\n");

        assertThat(faults("streams.rules=" + rules))
                .containsExactly(rules + ": it is written for schema logstash, but streams.schema is ecs; set that to"
                        + " logstash, as --set streams.schema=logstash does");
        assertThat(faults("streams.rules=" + rules, "streams.schema=logstash")).isEmpty();
        assertThat(faults("streams.rules=" + directory))
                .containsExactly("streams.rules: " + directory + " is a directory; name a file");
    }

    @Test
    void databases_that_can_not_be_used_are_faults() throws Exception {
        Path csv = Files.writeString(directory.resolve("a.csv"), "1.0.0.0,1.0.0.255,AU\n");
        assertThat(faults("streams.geoip.city=" + csv + ", /none.mmdb"))
                .containsExactly("streams.geoip.city: the file /none.mmdb does not exist or can not be read");
        assertThat(faults("streams.geoip.city=" + csv))
                .containsExactly(
                        "streams.geoip: the GeoIP database " + csv + ": it is a CSV; take the same database as .mmdb");
    }

    @Test
    void tls_files_that_the_server_could_not_use_are_faults() throws Exception {
        X509Bundle bundle = selfSigned();
        Path certificate = Files.writeString(directory.resolve("server.pem"), bundle.getCertificatePEM());
        Path key = Files.writeString(directory.resolve("server.key"), bundle.getPrivateKeyPEM());
        Path otherKey =
                Files.writeString(directory.resolve("other.key"), selfSigned().getPrivateKeyPEM());
        Path nonsense = Files.writeString(directory.resolve("some.pem"), "pem");

        assertThat(tlsFaults(certificate, key, certificate)).isEmpty();
        assertThat(tlsFaults(nonsense, key, certificate))
                .singleElement()
                .asString()
                .startsWith("cannot use " + nonsense + " (ingest.tls.certificate): ");
        assertThat(tlsFaults(certificate, nonsense, certificate))
                .singleElement()
                .asString()
                .startsWith("cannot use " + nonsense + " (ingest.tls.key): ");
        assertThat(tlsFaults(certificate, key, nonsense))
                .singleElement()
                .asString()
                .startsWith("cannot use " + nonsense + " (ingest.tls.client-ca): ");
        assertThat(tlsFaults(certificate, otherKey, certificate))
                .containsExactly("the private key " + otherKey + " (ingest.tls.key) does not belong to the certificate "
                        + certificate + " (ingest.tls.certificate)");
    }

    private static X509Bundle selfSigned() throws Exception {
        return new CertificateBuilder()
                .subject("CN=localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private static List<String> tlsFaults(Path certificate, Path key, Path clientCa) {
        return faults(
                "ingest.tls.certificate=" + certificate,
                "ingest.tls.key=" + key,
                "ingest.tls.client-auth=required",
                "ingest.tls.client-ca=" + clientCa);
    }

    @Test
    void only_the_keys_of_roles_that_run_are_checked() {
        assertThat(SettingsCheck.faults(
                        Set.of(Role.SINK),
                        TestConfiguration.load(Optional.empty(), Map.of("ingest.tls.key", "/none.pem"))))
                .isEmpty();
    }

    private static List<String> faults(String... settings) {
        Map<String, String> overrides = new LinkedHashMap<>();
        Arrays.stream(settings).forEach(each -> overrides.put(each.split("=", 2)[0], each.split("=", 2)[1]));
        return SettingsCheck.faults(EnumSet.allOf(Role.class), TestConfiguration.load(Optional.empty(), overrides));
    }
}
