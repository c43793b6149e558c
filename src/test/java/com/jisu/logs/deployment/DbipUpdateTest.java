package com.jisu.logs.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.jisu.logs.parsers.AddressDatabase;
import com.jisu.logs.parsers.MmdbWriter;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that fetches DB-IP's databases, against a server on loopback that has files of the same names. */
class DbipUpdateTest {

    private static final Path SCRIPT = Manifests.FOLDER.resolve("components/geoip-dbip/dbip-update.sh");
    private static final YearMonth NOW = YearMonth.now(ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private final Map<String, byte[]> served = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        assumeTrue(
                CommandLine.exists("curl"), "NOT TESTED: the script for DB-IP's databases, because there is no curl");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/free/", exchange -> {
            String name = exchange.getRequestURI().getPath().substring("/free/".length());
            asked.add(name);
            byte[] body = served.get(name);
            exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
            if (body != null) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void the_newest_month_is_fetched_once_and_kept_until_the_next() throws Exception {
        publish(NOW.minusMonths(1), "OLD");
        CommandLine first = update(Map.of());
        assertThat(first.exitCode()).as(first.stderr()).isZero();
        assertThat(asked).contains("dbip-city-lite-" + NOW + ".mmdb.gz", "dbip-asn-lite-" + NOW + ".mmdb.gz");
        assertThat(city()).isEqualTo("OLD");
        assertThat(AddressDatabase.open(folder.resolve("dbip-asn-lite.mmdb.gz")).fields(new byte[] {81, 0, 0, 1}))
                .containsEntry("source.as.number", "5");

        assertThat(update(Map.of()).exitCode()).isZero();
        assertThat(asked).hasSize(6); // this month is asked for again, the one that is there is not

        publish(NOW, "NEW");
        assertThat(update(Map.of()).exitCode()).isZero();
        assertThat(city()).isEqualTo("NEW");
        asked.clear();
        assertThat(update(Map.of()).exitCode()).isZero();
        assertThat(asked).isEmpty();
    }

    @Test
    void what_is_not_whole_is_not_used_and_the_old_file_stays() throws Exception {
        publish(NOW.minusMonths(1), "OLD");
        assertThat(update(Map.of()).exitCode()).isZero();
        String name = "dbip-city-lite-" + NOW + ".mmdb.gz";
        publish(NOW, "NEW");
        byte[] good = served.get(name);
        byte[] damaged = good.clone();
        damaged[damaged.length - 6]++; // of gzip's check sum
        for (byte[] bad : List.of(Arrays.copyOf(good, good.length / 2), damaged, "<html>".getBytes())) {
            served.put(name, bad);
            CommandLine run = update(Map.of());
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.stderr()).contains("what came is no gzip file, or is cut off", name + " is not used");
            assertThat(city()).isEqualTo("OLD");
        }
        try (var left = Files.list(folder)) {
            assertThat(left.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "dbip-city-lite.mmdb.gz",
                            "dbip-city-lite.month",
                            "dbip-asn-lite.mmdb.gz",
                            "dbip-asn-lite.month");
        }
    }

    @Test
    void a_sha_256_that_is_given_must_be_the_files() throws Exception {
        publish(NOW, "NEW");
        String right = HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256").digest(served.get("dbip-city-lite-" + NOW + ".mmdb.gz")));
        CommandLine wrong = update(Map.of("DBIP_MONTH", NOW.toString(), "DBIP_CITY_SHA256", "0".repeat(64)));
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.stderr()).contains("what came has not the SHA-256 000");
        assertThat(folder.resolve("dbip-city-lite.mmdb.gz")).doesNotExist();
        assertThat(update(Map.of("DBIP_MONTH", NOW.toString(), "DBIP_CITY_SHA256", right))
                        .exitCode())
                .isZero();
        assertThat(city()).isEqualTo("NEW");
        Map<String, String> upper =
                Map.of("DBIP_MONTH", NOW.toString(), "DBIP_CITY_SHA256", right.toUpperCase(Locale.ROOT));
        assertThat(update(upper).exitCode()).isZero();
        CommandLine pinnedLater = update(Map.of("DBIP_MONTH", NOW.toString(), "DBIP_CITY_SHA256", "0".repeat(64)));
        assertThat(pinnedLater.exitCode()).isEqualTo(1);
        assertThat(pinnedLater.stderr()).contains("what came has not the SHA-256 000");
    }

    @Test
    void nothing_there_and_nobody_there_are_failures() throws Exception {
        CommandLine nothing = update(Map.of());
        assertThat(nothing.exitCode()).isEqualTo(1);
        assertThat(nothing.stderr()).contains("there is no dbip-city-lite-" + NOW + ".mmdb.gz at");
        server.stop(0);
        CommandLine nobody = update(Map.of());
        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(nobody.stderr()).contains("curl");
        assertThat(folder).isEmptyDirectory();
    }

    private CommandLine update(Map<String, String> variables) throws Exception {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("DBIP_URL", "http://127.0.0.1:" + server.getAddress().getPort() + "/free");
        return CommandLine.run(folder, environment, List.of("sh", SCRIPT.toString(), folder.toString()));
    }

    private String city() throws IOException {
        return AddressDatabase.open(folder.resolve("dbip-city-lite.mmdb.gz"))
                .fields(new byte[] {81, 0, 0, 1})
                .get("source.geo.city_name");
    }

    private void publish(YearMonth month, String city) throws IOException {
        byte[] prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 81};
        served.put(
                "dbip-city-lite-" + month + ".mmdb.gz",
                gzip(new MmdbWriter("DBIP-City-Lite", 24)
                        .put(prefix, Map.of("city", Map.of("names", Map.of("en", city))))
                        .toByteArray()));
        served.put(
                "dbip-asn-lite-" + month + ".mmdb.gz",
                gzip(new MmdbWriter("DBIP-ASN-Lite", 24)
                        .put(prefix, Map.of("autonomous_system_number", 5L))
                        .toByteArray()));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
