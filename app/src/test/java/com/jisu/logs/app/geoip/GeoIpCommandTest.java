package com.jisu.logs.app.geoip;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.app.RunInProcess;
import com.jisu.logs.parsers.MmdbWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeoIpCommandTest {

    private static final Instant YESTERDAY = Instant.now().minus(Duration.ofDays(1));

    @TempDir
    private Path directory;

    @Test
    void without_a_file_the_embedded_ones_are_told() {
        RunInProcess run = RunInProcess.of("geoip");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .hasSize(2)
                .anyMatch(
                        line -> line.matches(
                                "embedded  GeoLite2-City  2019-11-\\d\\d \\(old\\)  [\\d.]+ MB  IPv4, IPv6  [\\w,-]*de,en,[\\w,-]*  places"))
                .anyMatch(line -> line.matches(
                        "embedded  GeoLite2-ASN   2019-11-\\d\\d \\(old\\)  +[\\d.]+ MB +IPv4, IPv6  en +networks"));
    }

    @Test
    void each_file_is_a_line() throws Exception {
        Path four = four();
        Path lite = lite();
        RunInProcess run = RunInProcess.of("geoip", four.toString(), lite.toString());
        String day = YESTERDAY.toString().substring(0, 10);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines().map(line -> line.replaceAll(" {2,}", "  ")))
                .containsExactly(
                        four + "  city ipv4  " + day + "  0.0 MB  IPv4  -  places",
                        lite + "  lite  " + day + "  0.0 MB  IPv4, IPv6  en  places, networks");
    }

    @Test
    void of_an_address_each_database_tells_the_fields_that_documents_get() throws Exception {
        Path four = four();
        Path lite = lite();
        String day = YESTERDAY.toString().substring(0, 10);
        RunInProcess run = RunInProcess.of(
                "geoip",
                four.toString(),
                "81.2.69.142",
                lite.toString(),
                "2001:db8::1",
                "64:ff9b::81.2.69.142",
                "10.0.0.1");
        assertThat(run.exitCode()).isZero();
        String ofFour = "  city ipv4 of " + day + " (" + four + ")";
        String ofLite = "  lite of " + day + " (" + lite + ")";
        assertThat(run.out().lines())
                .containsExactly(
                        "81.2.69.142",
                        ofFour,
                        "    source.geo.country_iso_code  GB",
                        "    source.geo.city_name         London",
                        "    source.geo.location.lat      51.5143",
                        "    source.geo.location.lon      -0.25",
                        ofLite + ": nothing: it is not in the database",
                        "2001:db8::1",
                        ofFour + ": nothing: the file is of IPv4 only",
                        ofLite,
                        "    source.geo.country_iso_code  DE",
                        "    source.as.number             5",
                        "    source.as.organization.name  Ä \"B\"",
                        "64:ff9b::81.2.69.142",
                        ofFour,
                        "    source.geo.country_iso_code  GB",
                        "    source.geo.city_name         London",
                        "    source.geo.location.lat      51.5143",
                        "    source.geo.location.lon      -0.25",
                        ofLite + ": nothing: it is not in the database",
                        "10.0.0.1",
                        ofFour + ": nothing: it is a private address, or one of a link, a host or a group",
                        ofLite + ": nothing: it is a private address, or one of a link, a host or a group");
    }

    @Test
    void an_address_alone_is_looked_up_in_the_embedded_ones() {
        assertThat(RunInProcess.of("geoip", "81.2.69.142").out())
                .contains("source.geo.country_iso_code ", "GB", "source.as.number ", "20712");
    }

    @Test
    void what_is_neither_file_nor_address_is_named() {
        RunInProcess run = RunInProcess.of("geoip", "none.mmdb");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("jisu-logs: there is no file none.mmdb, and it is no address\n");
    }

    @Test
    void a_file_that_can_not_be_used_is_named_with_the_reason() throws Exception {
        Path csv = Files.writeString(directory.resolve("a.csv"), "1.0.0.0,1.0.0.255,AU\n");
        RunInProcess run = RunInProcess.of("geoip", csv.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo("jisu-logs: the GeoIP database " + csv + ": it is a CSV; take the same database as .mmdb\n");
        RunInProcess folder = RunInProcess.of("geoip", directory.toString());
        assertThat(folder.exitCode()).isEqualTo(2);
        assertThat(folder.err()).contains("it is a directory");
        RunInProcess parse = RunInProcess.of("parse", "--geoip", csv.toString(), csv.toString());
        assertThat(parse.exitCode()).isEqualTo(2);
        assertThat(parse.err()).startsWith("jisu-logs: --geoip: the GeoIP database " + csv + ": it is a CSV");
    }

    private Path four() throws Exception {
        return Files.write(
                directory.resolve("4.mmdb"),
                new MmdbWriter("city ipv4", 24)
                        .ipVersion(4)
                        .built(YESTERDAY)
                        .put(
                                new byte[] {81},
                                Map.of(
                                        "country_code",
                                        "GB",
                                        "city",
                                        "London",
                                        "latitude",
                                        51.5143f,
                                        "longitude",
                                        -0.25f))
                        .toByteArray());
    }

    private Path lite() throws Exception {
        return Files.write(
                directory.resolve("lite.mmdb"),
                new MmdbWriter("lite", 24)
                        .languages("en")
                        .built(YESTERDAY)
                        .put(new byte[] {0x20}, Map.of("country_code", "DE", "asn", "AS5", "as_name", "Ä \"B\""))
                        .put(new byte[13], Map.of("country_code", "", "asn", ""))
                        .toByteArray());
    }
}
