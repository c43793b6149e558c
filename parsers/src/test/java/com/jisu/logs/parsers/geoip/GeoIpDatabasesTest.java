package com.jisu.logs.parsers.geoip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.parsers.Fixtures;
import com.jisu.logs.parsers.MmdbWriter;
import com.jisu.logs.parsers.api.GeoIpDatabase;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonOutput;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeoIpDatabasesTest {

    private static final byte[] CLIENT = {8, 8, 8, 8};

    private static final int ADDRESSES = 20_000;

    @TempDir
    private Path directory;

    @Test
    void every_place_is_what_maxminds_own_reader_reads() throws Exception {
        Random random = Fixtures.random("every_place_is_what_maxminds_own_reader_reads");
        int found = 0;
        try (Reader reader = reader("/GeoLite2-City.mmdb")) {
            for (int i = 0; i < ADDRESSES; i++) {
                byte[] address = address(random);
                JsonNode record = Fixtures.JSON.valueToTree(reader.get(InetAddress.getByAddress(address), Map.class));
                GeoCity city = Fixtures.GEO_IP.find(address).city();
                JsonNode expected = ecs(record);
                assertThat(city == null ? null : Fixtures.json(geo(city)))
                        .as("the place of %s", InetAddress.getByAddress(address))
                        .isEqualTo(expected.isEmpty() ? null : expected);
                if (city != null) {
                    assertLogstash(city, address, record);
                    found++;
                }
            }
        }
        assertThat(found).isGreaterThan(ADDRESSES / 4);
    }

    @Test
    void every_network_is_what_maxminds_own_reader_reads() throws Exception {
        Random random = Fixtures.random("every_network_is_what_maxminds_own_reader_reads");
        int found = 0;
        try (Reader reader = reader("/GeoLite2-ASN.mmdb")) {
            for (int i = 0; i < ADDRESSES; i++) {
                byte[] address = address(random);
                Map<?, ?> record = reader.get(InetAddress.getByAddress(address), Map.class);
                GeoAutonomousSystem system = Fixtures.GEO_IP.find(address).autonomousSystem();
                assertThat(system == null).isEqualTo(record == null);
                if (system != null) {
                    JsonNode json = Fixtures.json(system.ecs().text());
                    assertThat(json.get("number").longValue())
                            .isEqualTo(((Number) record.get("autonomous_system_number")).longValue());
                    assertThat(json.at("/organization/name").textValue())
                            .isEqualTo(record.get("autonomous_system_organization"));
                    found++;
                }
            }
        }
        assertThat(found).isGreaterThan(ADDRESSES / 4);
    }

    @Test
    void an_address_that_comes_again_is_where_it_was() throws Exception {
        Random random = Fixtures.random("an_address_that_comes_again_is_where_it_was");
        GeoIp asked = GeoIpDatabases.open(List.of(), List.of());
        List<byte[]> addresses = new ArrayList<>(List.of(new byte[4], new byte[16]));
        while (addresses.size() < 200_000) { // more than are remembered
            addresses.add(address(random));
        }
        List<GeoPlace> places = addresses.stream().map(asked::find).toList();
        for (int i = 0; i < ADDRESSES; i++) {
            int again = random.nextInt(addresses.size());
            assertThat(texts(asked.find(addresses.get(again)))).isEqualTo(texts(places.get(again)));
        }
    }

    private static List<String> texts(GeoPlace place) {
        return List.of(
                place.city() == null ? "" : place.city().ecs().text(),
                place.autonomousSystem() == null
                        ? ""
                        : place.autonomousSystem().ecs().text());
    }

    private static Reader reader(String resource) throws IOException {
        try (InputStream in = GeoIpDatabasesTest.class.getResourceAsStream(resource)) {
            return new Reader(in);
        }
    }

    private static ObjectNode ecs(JsonNode record) {
        ObjectNode place = Fixtures.JSON.createObjectNode();
        JsonNode region =
                record.path("subdivisions").path(record.path("subdivisions").size() - 1);
        set(place, "continent_code", record.at("/continent/code"));
        set(place, "continent_name", record.at("/continent/names/en"));
        set(place, "country_iso_code", record.at("/country/iso_code"));
        set(place, "country_name", record.at("/country/names/en"));
        if (region.has("iso_code")) {
            place.put(
                    "region_iso_code",
                    record.at("/country/iso_code").textValue() + "-"
                            + region.get("iso_code").textValue());
        }
        set(place, "region_name", region.at("/names/en"));
        set(place, "city_name", record.at("/city/names/en"));
        set(place, "postal_code", record.at("/postal/code"));
        set(place, "timezone", record.at("/location/time_zone"));
        if (record.at("/location").has("latitude")) {
            place.putObject("location")
                    .put("lat", new BigDecimal(record.at("/location/latitude").asText()))
                    .put("lon", new BigDecimal(record.at("/location/longitude").asText()));
        }
        return place;
    }

    private static void set(ObjectNode target, String name, JsonNode value) {
        if (!value.isMissingNode()) {
            target.set(name, value);
        }
    }

    private static void assertLogstash(GeoCity city, byte[] address, JsonNode record) throws Exception {
        JsonObject geoip = new JsonObject();
        city.putLogstash(geoip, address);
        JsonOutput json = new JsonOutput(256);
        json.object(geoip);
        JsonNode logstash = Fixtures.json(new String(json.toByteArray(), UTF_8));
        assertThat(logstash.get("ip").textValue())
                .isEqualTo(InetAddress.getByAddress(address).getHostAddress());
        assertThat(logstash.path("country_code3")).isEqualTo(record.at("/country/iso_code"));
        assertThat(logstash.path("dma_code").asText())
                .isEqualTo(record.at("/location/metro_code").asText());
        JsonNode region =
                record.path("subdivisions").path(record.path("subdivisions").size() - 1);
        assertThat(logstash.path("region_code")).isEqualTo(region.path("iso_code"));
        assertThat(logstash.path("latitude").asText())
                .isEqualTo(record.at("/location/latitude").asText());
    }

    private static byte[] address(Random random) {
        byte[] address = new byte[random.nextInt(4) > 0 ? 4 : 16];
        random.nextBytes(address);
        if (address.length == 16) {
            // Where addresses are given out: 2000::/12 and a little around it.
            address[0] = (byte) (random.nextInt(10) > 0 ? 0x20 + random.nextInt(10) : random.nextInt(256));
            address[1] = (byte) random.nextInt(16);
        }
        return address;
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 28, 32})
    void databases_of_all_record_sizes_are_read(int bits) throws Exception {
        Path file = write("city.mmdb", city(bits, "Here"));
        GeoIp geoIp = GeoIpDatabases.open(List.of(file), List.of());
        assertThat(geo(geoIp.find(CLIENT).city()))
                .contains("\"city_name\":\"Here\"")
                .contains("\"lat\":1.5,\"lon\":-2.25");
        assertThat(geoIp.find(new byte[] {9, 9, 9, 9}).city()).isNull();
        assertThat(geo(geoIp.find(InetAddress.getByName("2001:db8::1").getAddress())
                        .city()))
                .contains("There");
    }

    @Test
    void the_embedded_databases_are_used_where_no_file_is_given() {
        GeoIpDatabases databases = (GeoIpDatabases) Fixtures.GEO_IP;
        assertThat(databases.databases())
                .extracting(GeoIpDatabase::type, GeoIpDatabase::source)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("GeoLite2-City", "embedded"),
                        org.assertj.core.groups.Tuple.tuple("GeoLite2-ASN", "embedded"));
        assertThat(databases.databases().get(0).built()).isBetween("2019-11-01T00:00:00Z", "2019-12-01T00:00:00Z");
        assertThat(databases.refresh()).isFalse();
    }

    @Test
    void a_changed_file_replaces_the_database() throws Exception {
        Path file = write("city.mmdb", city(24, "Before"));
        GeoIpDatabases databases = (GeoIpDatabases) GeoIpDatabases.open(List.of(file), List.of());
        assertThat(geo(databases.find(CLIENT).city())).contains("Before");
        assertThat(databases.refresh()).isFalse();
        write("city.mmdb", city(28, "After, and longer"));
        assertThat(databases.refresh()).isTrue();
        assertThat(geo(databases.find(CLIENT).city())).contains("After");
    }

    @Test
    void a_file_of_the_same_size_but_another_time_has_changed() throws Exception {
        Path file = write("city.mmdb", city(24, "One"));
        GeoIpDatabases databases = (GeoIpDatabases) GeoIpDatabases.open(List.of(file), List.of());
        write("city.mmdb", city(24, "Two"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
        assertThat(databases.refresh()).isTrue();
        assertThat(geo(databases.find(CLIENT).city())).contains("Two");
    }

    @Test
    void a_file_that_cannot_be_used_is_refused_and_the_old_database_stays() throws Exception {
        byte[] good = city(24, "Good");
        Path file = write("city.mmdb", good);
        GeoIpDatabases databases = (GeoIpDatabases) GeoIpDatabases.open(List.of(file), List.of());
        for (byte[] bad : List.of(
                new byte[0],
                "not a database".getBytes(UTF_8),
                java.util.Arrays.copyOf(good, good.length - 1),
                java.util.Arrays.copyOfRange(good, good.length / 2, good.length),
                new MmdbWriter("GeoLite2-ASN", 24)
                        .put(ipv4(8), Map.of("x", "y"))
                        .toByteArray())) {
            write("city.mmdb", bad);
            assertThat(databases.refresh()).isFalse();
            assertThat(databases.refresh()).isFalse();
            assertThat(geo(databases.find(CLIENT).city())).contains("Good");
        }
        Files.delete(file);
        assertThat(databases.refresh()).isFalse();
        write("city.mmdb", city(24, "Better now"));
        assertThat(databases.refresh()).isTrue();
        assertThat(geo(databases.find(CLIENT).city())).contains("Better now");
    }

    @Test
    void a_file_that_cannot_be_opened_is_named() throws Exception {
        Path missing = directory.resolve("missing.mmdb");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> GeoIpDatabases.open(List.of(missing), List.of()))
                .withMessageContaining("missing.mmdb");
        Path asn = write(
                "asn.mmdb",
                new MmdbWriter("GeoLite2-ASN", 24)
                        .put(ipv4(8), Map.of("x", "y"))
                        .toByteArray());
        assertThatExceptionOfType(InvalidDatabaseException.class)
                .isThrownBy(() -> GeoIpDatabases.open(List.of(asn), List.of()))
                .withMessageContaining("asn.mmdb")
                .withMessageContaining("GeoLite2-ASN");
    }

    @Test
    void a_broken_record_is_found_before_the_database_is_used() throws Exception {
        byte[] file = city(24, "Good");
        int name = new String(file, ISO_8859_1).indexOf("Good");
        file[name - 1] = 0; // a value of type 'G'
        Path broken = write("city.mmdb", file);
        assertThatExceptionOfType(InvalidDatabaseException.class)
                .isThrownBy(() -> GeoIpDatabases.open(List.of(broken), List.of()));
    }

    @ParameterizedTest
    @CsvSource({"0.01, 0.02", "0.01, 0.5", "0.3, 0.301", "0.6, 0.7", "0.75, 0.9", "0.9, 0.95"})
    void a_file_with_a_hole_is_refused(double from, double to) throws Exception {
        byte[] file;
        try (InputStream in = GeoIpDatabases.class.getResourceAsStream("/GeoLite2-ASN.mmdb")) {
            file = in.readAllBytes();
        }
        java.util.Arrays.fill(file, (int) (from * file.length), (int) (to * file.length), (byte) 0);
        Path broken = write("asn.mmdb", file);
        assertThatExceptionOfType(InvalidDatabaseException.class)
                .isThrownBy(() -> GeoIpDatabases.open(List.of(), List.of(broken)))
                .withMessageContaining("asn.mmdb: it is broken: ");
    }

    private static byte[] city(int recordBits, String name) {
        Map<String, Object> here = Map.of(
                "city", Map.of("names", Map.of("en", name, "de", "Hier")),
                "location", Map.of("latitude", 1.5, "longitude", -2.25),
                "subdivisions", List.of());
        MmdbWriter writer = new MmdbWriter("GeoLite2-City", recordBits);
        for (int first = 0; first < 9; first++) {
            writer.put(ipv4(first), here);
        }
        return writer.put(
                        new byte[] {0x20, 0x01, 0x0d, (byte) 0xb8},
                        Map.of("city", Map.of("names", Map.of("en", "There".repeat(100)))))
                .toByteArray();
    }

    /** All IPv4 addresses with this first byte. */
    private static byte[] ipv4(int first) {
        byte[] prefix = new byte[13];
        prefix[12] = (byte) first;
        return prefix;
    }

    private static String geo(GeoCity city) {
        return city.ecs().text();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }
}
