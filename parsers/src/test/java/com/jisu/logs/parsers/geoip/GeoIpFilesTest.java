package com.jisu.logs.parsers.geoip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.jisu.logs.parsers.MmdbWriter;
import com.jisu.logs.parsers.api.GeoIpDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files as those who publish them make them: small ones here, with the same types, names and kinds of values. */
class GeoIpFilesTest {

    private static final String CLIENT = "81.2.69.142";

    @TempDir
    private Path directory;

    /** The type, a record, and what documents get of it as place and as network; an empty text is nothing. */
    static Stream<Arguments> records() {
        Map<String, Object> england = Map.of("names", Map.of("en", "England"), "geoname_id", 6_269_131L);
        Map<String, Object> continent = Map.of("code", "EU", "names", Map.of("en", "Europe", "de", "Europa"));
        Map<String, Object> country = Map.of("iso_code", "GB", "names", Map.of("en", "United Kingdom"));
        return Stream.of(
                Arguments.of(
                        "GeoLite2-Country",
                        Map.of("continent", continent, "country", country),
                        "{'continent_code':'EU','continent_name':'Europe','country_iso_code':'GB','country_name':'United Kingdom'}",
                        ""),
                Arguments.of(
                        "GeoIP2-Enterprise",
                        Map.of(
                                "country", country,
                                "city", Map.of("names", Map.of("en", "London"), "confidence", 50L),
                                "location", Map.of("latitude", 51.5, "longitude", -0.25, "metro_code", 7L),
                                "subdivisions", List.of(Map.of("iso_code", "ENG", "names", Map.of("en", "England"))),
                                "traits",
                                        Map.of(
                                                "autonomous_system_number",
                                                20712L,
                                                "autonomous_system_organization",
                                                "A&A")),
                        "{'country_iso_code':'GB','country_name':'United Kingdom','region_iso_code':'GB-ENG','region_name':'England',"
                                + "'city_name':'London','location':{'lat':51.5,'lon':-0.25}}",
                        "{'number':20712,'organization':{'name':'A&A'}}"),
                Arguments.of(
                        "DBIP-City-Lite",
                        Map.of(
                                "continent", continent,
                                "country", country,
                                "city", Map.of("names", Map.of("en", "London")),
                                "location", Map.of("latitude", 51.5074f, "longitude", -0.127758f),
                                "subdivisions", List.of(england)),
                        "{'continent_code':'EU','continent_name':'Europe','country_iso_code':'GB','country_name':'United Kingdom',"
                                + "'region_name':'England','city_name':'London','location':{'lat':51.5074,'lon':-0.127758}}",
                        ""),
                Arguments.of(
                        "city ipv4",
                        Map.of(
                                "country_code",
                                "GB",
                                "city",
                                "London",
                                "state1",
                                "England",
                                "state2",
                                "",
                                "postcode",
                                "",
                                "timezone",
                                "",
                                "latitude",
                                51.5143f,
                                "longitude",
                                -0.0912244f),
                        "{'country_iso_code':'GB','region_name':'England','city_name':'London','location':{'lat':51.5143,'lon':-0.0912244}}",
                        ""),
                Arguments.of(
                        "city ipv4",
                        Map.of(
                                "country_code",
                                "GB",
                                "city",
                                "",
                                "state1",
                                "England",
                                "state2",
                                "Bracknell Forest",
                                "postcode",
                                "RG12",
                                "timezone",
                                "Europe/London",
                                "latitude",
                                51.4036f,
                                "longitude",
                                -0.7618f),
                        "{'country_iso_code':'GB','region_name':'Bracknell Forest','postal_code':'RG12','timezone':'Europe/London',"
                                + "'location':{'lat':51.4036,'lon':-0.7618}}",
                        ""),
                Arguments.of("country ipvAll", Map.of("country_code", "GB"), "{'country_iso_code':'GB'}", ""),
                Arguments.of(
                        "asn ipv4",
                        Map.of("autonomous_system_number", 20712L, "autonomous_system_organization", "A&A"),
                        "",
                        "{'number':20712,'organization':{'name':'A&A'}}"),
                Arguments.of(
                        "GeoIP2-ISP",
                        Map.of(
                                "autonomous_system_number",
                                20712L,
                                "autonomous_system_organization",
                                "A&A",
                                "isp",
                                "Andrews",
                                "organization",
                                "Somebody"),
                        "",
                        "{'number':20712,'organization':{'name':'A&A'}}"),
                Arguments.of(
                        "ipinfo generic_lite_free_country_asn.mmdb",
                        Map.of(
                                "asn",
                                "AS20712",
                                "as_name",
                                "A&A",
                                "as_domain",
                                "aa.net.uk",
                                "continent",
                                "Europe",
                                "continent_code",
                                "EU",
                                "country",
                                "United Kingdom",
                                "country_code",
                                "GB"),
                        "{'continent_code':'EU','continent_name':'Europe','country_iso_code':'GB','country_name':'United Kingdom'}",
                        "{'number':20712,'organization':{'name':'A&A'}}"),
                Arguments.of(
                        "ipinfo country_asn.mmdb",
                        Map.of(
                                "asn",
                                "",
                                "as_name",
                                "",
                                "as_domain",
                                "",
                                "continent",
                                "EU",
                                "continent_name",
                                "Europe",
                                "country",
                                "GB",
                                "country_name",
                                "United Kingdom"),
                        "{'continent_code':'EU','continent_name':'Europe','country_iso_code':'GB','country_name':'United Kingdom'}",
                        ""),
                Arguments.of(
                        "ipinfo standard_location.mmdb",
                        Map.of(
                                "city",
                                "Abingdon",
                                "country",
                                "GB",
                                "region",
                                "England",
                                "region_code",
                                "ENG",
                                "lat",
                                "51.67109",
                                "lng",
                                "-1.28278",
                                "postal_code",
                                "OX14",
                                "timezone",
                                "Europe/London",
                                "geoname_id",
                                "2657780"),
                        "{'country_iso_code':'GB','region_iso_code':'GB-ENG','region_name':'England','city_name':'Abingdon',"
                                + "'postal_code':'OX14','timezone':'Europe/London','location':{'lat':51.67109,'lon':-1.28278}}",
                        ""),
                Arguments.of(
                        "ipinfo asn.mmdb",
                        Map.of(
                                "asn",
                                "AS20712",
                                "name",
                                "A&A",
                                "domain",
                                "aa.net.uk",
                                "route",
                                "81.2.64.0/18",
                                "type",
                                "isp"),
                        "",
                        "{'number':20712,'organization':{'name':'A&A'}}"),
                Arguments.of(
                        "of one's own",
                        Map.of(
                                "country_code",
                                "US",
                                "region_code",
                                "US-CA",
                                "postal",
                                94035,
                                "loc",
                                "37.4,-122.1",
                                "asn",
                                7),
                        "{'country_iso_code':'US','region_iso_code':'US-CA','postal_code':'94035','location':{'lat':37.4,'lon':-122.1}}",
                        "{'number':7}"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void what_a_file_is_good_for_follows_from_its_records(
            String type, Map<String, Object> record, String place, String network) throws Exception {
        Path file = write("x.mmdb", file(type, record));
        GeoIpFile opened = GeoIpFile.open(file);
        assertThat(opened.description().places()).isEqualTo(!place.isEmpty());
        assertThat(opened.description().networks()).isEqualTo(!network.isEmpty());
        List<Path> here = List.of(file);
        GeoIp geoIp = GeoIpDatabases.open(place.isEmpty() ? List.of() : here, network.isEmpty() ? List.of() : here);
        for (String client : List.of(CLIENT, "64:ff9b::81.2.69.142", "::ffff:81.2.69.142")) {
            GeoPlace found = geoIp.find(address(client));
            if (!place.isEmpty()) {
                assertThat(found.city().ecs().text()).isEqualTo(place.replace('\'', '"'));
            }
            if (!network.isEmpty()) {
                assertThat(found.autonomousSystem().ecs().text()).isEqualTo(network.replace('\'', '"'));
            }
        }
        assertThat(geoIp.find(address("203.0.113.1")).city()).isNull();
    }

    /** What a file says that cannot be meant is left out. */
    @Test
    void what_cannot_be_is_not_taken() throws Exception {
        for (Map<String, Object> odd : List.<Map<String, Object>>of(
                Map.of("latitude", "north", "longitude", "1"),
                Map.of("latitude", 91f, "longitude", 1f),
                Map.of("latitude", 1f),
                Map.of("loc", "1.2.3,4"),
                Map.of("asn", "AS0"),
                Map.of("asn", "AS4294967296"),
                Map.of("asn", "none", "name", "x"))) {
            Map<String, Object> record = new java.util.HashMap<>(odd);
            record.put("country_code", "GB");
            GeoIpFile file = GeoIpFile.open(write("x.mmdb", file("odd", record)));
            GeoPlace found = file.find(address(CLIENT));
            assertThat(found.city().ecs().text()).isEqualTo("{\"country_iso_code\":\"GB\"}");
            assertThat(found.autonomousSystem()).isNull();
        }
    }

    @Test
    void a_file_of_ipv4_answers_nothing_for_ipv6_but_where_an_ipv4_address_is_in_it() throws Exception {
        Path file = write(
                "x.mmdb",
                new MmdbWriter("country ipv4", 24)
                        .ipVersion(4)
                        .put(new byte[] {(byte) 0x20}, Map.of("country_code", "HK"))
                        .put(new byte[] {81}, Map.of("country_code", "GB"))
                        .toByteArray());
        GeoIpFile opened = GeoIpFile.open(file);
        assertThat(opened.description().ipVersions()).containsExactly(4);
        assertThat(country(opened, "2001:db8::1")).isNull();
        assertThat(country(opened, "32.1.2.3")).contains("HK");
        assertThat(country(opened, "::ffff:81.2.69.142")).contains("GB");
        assertThat(country(opened, "64:ff9b::5102:458e")).contains("GB");
        assertThat(country(opened, "64:ff9b:1::5102:458e")).contains("GB");
        assertThat(country(opened, "64:ff9b:1:64:0:7:5102:458e")).contains("GB");
        assertThat(country(opened, "64:ff9b:2::5102:458e")).isNull();
        assertThat(country(opened, "64:ff9b::1:5102:458e")).isNull();
    }

    @Test
    void a_file_of_ipv6_only_is_one() throws Exception {
        GeoIpFile opened = GeoIpFile.open(write(
                "x.mmdb",
                new MmdbWriter("country ipv6", 28)
                        .languages("en", "de")
                        .put(new byte[] {0x20}, Map.of("country_code", "DE"))
                        .toByteArray()));
        GeoIpDatabase description = opened.description();
        assertThat(description.ipVersions()).containsExactly(6);
        assertThat(description.languages()).containsExactly("en", "de");
        assertThat(country(opened, CLIENT)).isNull();
        assertThat(country(opened, "2001:db8::1")).contains("DE");
    }

    @Test
    void of_several_files_the_first_that_knows_an_address_wins() throws Exception {
        Path four = write(
                "4.mmdb",
                new MmdbWriter("city ipv4", 24)
                        .ipVersion(4)
                        .put(new byte[] {81}, Map.of("country_code", "GB", "city", "London"))
                        .put(new byte[] {82}, Map.of("country_code", "", "city", ""))
                        .toByteArray());
        Path six = write(
                "6.mmdb",
                new MmdbWriter("city ipv6", 24)
                        .put(new byte[] {0x20}, Map.of("country_code", "DE"))
                        .toByteArray());
        Path countries = write(
                "c.mmdb",
                new MmdbWriter("country ipvAll", 24)
                        .put(ipv4(81), Map.of("country_code", "FR"))
                        .put(ipv4(82), Map.of("country_code", "FR"))
                        .put(new byte[] {0x20}, Map.of("country_code", "FR"))
                        .toByteArray());
        GeoIpDatabases geoIp = (GeoIpDatabases) GeoIpDatabases.open(List.of(four, six, countries), List.of());
        assertThat(city(geoIp, CLIENT)).contains("London");
        assertThat(city(geoIp, "82.1.1.1")).contains("FR");
        assertThat(city(geoIp, "2001:db8::1")).contains("DE");
        assertThat(geoIp.find(address("83.1.1.1")).city()).isNull();

        // Each is replaced by itself, and one that cannot be used keeps nobody else.
        Files.write(six, "no database".getBytes(UTF_8));
        Files.write(
                countries,
                new MmdbWriter("country ipvAll", 24)
                        .put(ipv4(82), Map.of("country_code", "ES"))
                        .toByteArray());
        Files.setLastModifiedTime(countries, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
        assertThat(geoIp.refresh()).isTrue();
        assertThat(city(geoIp, CLIENT)).contains("London");
        assertThat(city(geoIp, "82.1.1.1")).contains("ES");
        assertThat(city(geoIp, "2001:db8::1")).contains("DE");
        assertThat(geoIp.refresh()).isFalse();
        assertThat(geoIp.databases())
                .extracting(GeoIpDatabase::type)
                .containsExactly("city ipv4", "city ipv6", "country ipvAll", "GeoLite2-ASN");
    }

    @Test
    void a_file_for_both_is_in_memory_once_and_serves_both() throws Exception {
        Path both = write("x.mmdb", file("lite", Map.of("country_code", "GB", "asn", "AS5", "as_name", "x")));
        GeoIpDatabases geoIp = (GeoIpDatabases) GeoIpDatabases.open(List.of(both), List.of(both));
        assertThat(geoIp.databases()).hasSize(1);
        GeoIpDatabases told = (GeoIpDatabases) GeoIpDatabases.open(List.of(both));
        for (GeoIpDatabases each : List.of(geoIp, told)) {
            assertThat(city(each, CLIENT)).contains("GB");
            assertThat(each.find(address(CLIENT)).autonomousSystem().number()).isEqualTo(5);
        }
        // A new one that has only one of the two is refused.
        Files.write(both, file("less", Map.of("country_code", "FR")));
        assertThat(geoIp.refresh()).isFalse();
        assertThat(city(geoIp, CLIENT)).contains("GB");
    }

    @Test
    void what_gzip_packed_is_unpacked_whatever_it_is_called() throws Exception {
        byte[] bytes = file("country ipv4", Map.of("country_code", "GB"));
        Path file = write("x.mmdb", gzip(bytes));
        assertThat(country(GeoIpFile.open(file), CLIENT)).contains("GB");
        assertThat(GeoIpFile.open(file).description().bytes()).isEqualTo(bytes.length);
        assertThatExceptionOfType(InvalidDatabaseException.class)
                .isThrownBy(() -> GeoIpFile.open(file, bytes.length - 1))
                .withMessageContaining("it unpacks to more than " + (bytes.length - 1) + " bytes");
        byte[] packed = gzip(bytes);
        assertRefused(Arrays.copyOf(packed, packed.length - 9), "it cannot be unpacked, or is cut off");
        packed[packed.length - 6]++; // of the check sum
        assertRefused(packed, "it cannot be unpacked, or is cut off");
    }

    @Test
    void what_is_refused_says_what_would_do() throws Exception {
        assertRefused(
                file("GeoIP2-Anonymous-IP", Map.of("is_anonymous", true)),
                "it is of type GeoIP2-Anonymous-IP and has neither places nor networks; city needs one such as"
                        + " GeoLite2-City, DBIP-City-Lite or city ipv4, asn one such as GeoLite2-ASN, DBIP-ASN-Lite or asn ipv4");
        assertRefused("1.0.0.0,1.0.0.255,AU\n".getBytes(UTF_8), "it is a CSV; take the same database as .mmdb");
        assertRefused(gzip("\"1\",\"2\",\"Zürich\"\n".getBytes(UTF_8)), "it is a CSV; take the same database as .mmdb");
        assertRefused("PK\u0003\u0004\0\0".getBytes(UTF_8), "it is a zip archive; unpack the .mmdb that is in it");
        byte[] tar = new byte[1024];
        System.arraycopy("ustar".getBytes(UTF_8), 0, tar, 257, 5);
        assertRefused(gzip(tar), "it is a tar archive (.tar, .tar.gz); unpack the .mmdb that is in it");
        assertRefused(
                "\n<!DOCTYPE html>\n<html>".getBytes(UTF_8),
                "it is a page of HTML, as a download that failed leaves it; download the .mmdb again");
        assertRefused(
                "Invalid license key\n".getBytes(UTF_8),
                "it is a text (Invalid license key), as a download that failed leaves it; download the .mmdb again");
        assertRefused(new byte[0], "it is empty");
        assertRefused(new byte[] {0, 1, 2}, "it is no MaxMind DB, or is cut off: there is no metadata");
    }

    @Test
    void a_file_for_the_other_use_says_where_it_belongs() throws Exception {
        Path networks = write("n.mmdb", file("DBIP-ASN-Lite", Map.of("autonomous_system_number", 5L)));
        assertThatExceptionOfType(InvalidDatabaseException.class)
                .isThrownBy(() -> GeoIpDatabases.open(List.of(networks), List.of()))
                .withMessage(
                        "the GeoIP database " + networks
                                + ": it is of type DBIP-ASN-Lite, which has networks and no places:"
                                + " it belongs to streams.geoip.asn; city needs one such as GeoLite2-City, DBIP-City-Lite or city ipv4");
        Path places = write("p.mmdb", file("country ipv4", Map.of("country_code", "GB")));
        assertThatExceptionOfType(InvalidDatabaseException.class)
                .isThrownBy(() -> GeoIpDatabases.open(List.of(), List.of(places)))
                .withMessageContaining("it belongs to streams.geoip.city; asn needs one such as GeoLite2-ASN");
    }

    @Test
    void records_that_share_the_room_are_found_again() throws Exception {
        byte[] bytes = file("country ipv4", Map.of("country_code", "GB"));
        GeoIpFile file = GeoIpFile.open(write("x.mmdb", bytes));
        for (int files : List.of(1, 2, 3, 4, 1_000_000)) {
            RecentRecords records = file.records(GeoIpFile.Use.CITY, files);
            int place = file.mmdb().find(address(CLIENT));
            assertThat(records.get(place)).isSameAs(records.get(place));
        }
    }

    private void assertRefused(byte[] bytes, String reason) throws IOException {
        Path file = write("refused.mmdb", bytes);
        assertThatExceptionOfType(InvalidDatabaseException.class)
                .isThrownBy(() -> GeoIpFile.open(file))
                .withMessageStartingWith("the GeoIP database " + file + ": " + reason);
    }

    private static byte[] file(String type, Map<String, Object> record) {
        return new MmdbWriter(type, 28).put(ipv4(81), record).toByteArray();
    }

    private static byte[] ipv4(int first) {
        byte[] prefix = new byte[13];
        prefix[12] = (byte) first;
        return prefix;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] address(String text) {
        byte[] ascii = text.getBytes(UTF_8);
        return IpAddress.parse(ascii, 0, ascii.length);
    }

    private static String country(GeoIpFile file, String client) {
        GeoCity city = file.find(address(client)).city();
        return city == null ? null : city.ecs().text();
    }

    private static String city(GeoIp geoIp, String client) {
        return geoIp.find(address(client)).city().ecs().text();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }
}
