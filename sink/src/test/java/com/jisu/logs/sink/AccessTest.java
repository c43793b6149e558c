package com.jisu.logs.sink;

import static com.jisu.logs.sink.ElasticsearchProxy.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.sink.api.SinkSettings.Access;
import com.jisu.logs.sink.api.TlsFiles;
import com.jisu.logs.sink.bulk.BulkBody;
import com.jisu.logs.sink.document.Delivery;
import com.jisu.logs.sink.document.Intake;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection;
import com.jisu.logs.sink.index.DailyIndex;
import com.jisu.logs.sink.kafka.Progress;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** TLS and authentication; the embedded node has neither, so the proxy before it asks for them. */
@ExtendWith(Servers.Extension.class)
class AccessTest {

    private static final String NODES = "/_nodes/_local";

    @TempDir
    Path directory;

    @Test
    void a_user_is_known_by_name_and_password(Servers servers) throws Exception {
        Access access = new Access(Optional.of("writer"), Optional.of("päss:word"), Optional.empty(), TlsFiles.NONE);
        assertThat(statusWith(servers, access, "Basic d3JpdGVyOnDDpHNzOndvcmQ="))
                .isEqualTo(200);
        assertThat(statusWith(servers, access, "Basic other")).isEqualTo(401);
    }

    @Test
    void an_api_key_is_sent_as_it_is(Servers servers) throws Exception {
        Access access = new Access(Optional.empty(), Optional.empty(), Optional.of("a2V5"), TlsFiles.NONE);
        assertThat(statusWith(servers, access, "ApiKey a2V5")).isEqualTo(200);
    }

    @Test
    void a_server_is_trusted_by_the_configured_ca_only(Servers servers) throws Exception {
        SSLContext tls = serverTls();
        try (ElasticsearchProxy proxy =
                        new ElasticsearchProxy(servers.elasticsearch().url(), Optional.of(tls));
                ElasticsearchConnection trusting = connect(proxy.url(), ca(directory.resolve("ca.pem")));
                ElasticsearchConnection plain = connect(proxy.url(), TestSettings.OPEN)) {
            assertThat(trusting.ask("GET", NODES).status()).isEqualTo(200);
            assertThat(plain.ask("GET", NODES).failure()).isPresent();
            assertThat(plain.ask("GET", NODES).describe()).contains("certification path");
        }
    }

    @Test
    void a_server_without_tls_is_told_from_one_that_is_away(Servers servers) throws Exception {
        URI https = URI.create(servers.elasticsearch().url().toString().replaceFirst("^http:", "https:"));
        try (ElasticsearchConnection connection = connect(https, TestSettings.OPEN)) {
            assertThat(connection.ask("GET", NODES).describe())
                    .isEqualTo("it answers without TLS; the URL there begins with http://, not https://");
        }
    }

    @Test
    void a_ca_file_that_is_none_is_refused_by_its_key() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        Path garbage = Files.writeString(directory.resolve("garbage.pem"), "-----BEGIN CERTIFICATE-----\nx\n");
        for (Path file : List.of(empty, garbage, directory.resolve("missing.pem"))) {
            assertThatThrownBy(() -> connect(URI.create("https://127.0.0.1:1"), ca(file)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("sink.elasticsearch.ca-file")
                    .hasMessageContaining(file.toString());
        }
    }

    /** The client ends for good when one of its I/O threads meets an exception, and Elasticsearch is there. */
    @Test
    void an_error_on_an_io_thread_ends_one_request_and_not_the_sink(Servers servers) throws Exception {
        try (ElasticsearchConnection connection =
                connect(servers.elasticsearch().url(), TestSettings.OPEN)) {
            assertThat(connection.ask("GET", NODES).status()).isEqualTo(200);
            CountDownLatch answered = new CountDownLatch(1);
            connection.bulk(BulkBody.of(documentsThatFailWhenSent()), reply -> {
                assertThat(reply.failure()).isPresent();
                answered.countDown();
            });
            assertThat(answered.await(30, TimeUnit.SECONDS)).isTrue();
            await().untilAsserted(() ->
                    assertThat(connection.ask("GET", NODES).status()).isEqualTo(200));
        }
    }

    /** One that has a length, as the request is made, and can not be read on the thread that sends it. */
    private static List<Delivery> documentsThatFailWhenSent() {
        Thread here = Thread.currentThread();
        Delivery delivery = new Intake(DailyIndex.parse(DailyIndex.DEFAULT_PATTERN))
                .delivery(
                        new ConsumerRecord<>("parsed", 0, 0, null, "{}".getBytes(UTF_8)),
                        new Progress(new TopicPartition("parsed", 0)).begin(1, 1));
        return new AbstractList<>() {
            @Override
            public Delivery get(int index) {
                if (Thread.currentThread() != here) {
                    throw new IllegalStateException("of the test");
                }
                return delivery;
            }

            @Override
            public int size() {
                return 1;
            }
        };
    }

    private static int statusWith(Servers servers, Access access, String accepted) throws Exception {
        try (ElasticsearchProxy proxy =
                        new ElasticsearchProxy(servers.elasticsearch().url());
                ElasticsearchConnection connection = connect(proxy.url(), access)) {
            proxy.standIn((exchange, body) ->
                    !accepted.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                            && answer(exchange, 401, "{}"));
            return connection.ask("GET", NODES).status();
        }
    }

    private static ElasticsearchConnection connect(URI url, Access access) {
        return ElasticsearchConnection.to(TestSettings.of(access, url));
    }

    private static Access ca(Path file) {
        return new Access(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new TlsFiles(Optional.of(file), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /** A self-signed certificate for 127.0.0.1, made by the JDK's keytool; also as ca.pem. */
    private SSLContext serverTls() throws Exception {
        Path store = directory.resolve("server.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "server",
                "-file",
                directory.resolve("ca.pem").toString(),
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
    }
}
