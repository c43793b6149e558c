package com.jisu.logs.parsers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.api.Tag;
import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.geoip.GeoIpDatabases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who gets the tag of clients without a place: one rule, whatever the line looks like; docs/fields.md has it. */
class GeoIpTagTest {

    private static final String LOCATED = "81.0.0.1";
    private static final String NO_POINT = "82.0.0.1"; // a country, but no point, in a file that has points
    private static final String NETWORK_ONLY = "83.0.0.1"; // as anycast is
    private static final String UNKNOWN = "84.0.0.1";
    private static final String PRIVATE = "10.0.0.1";
    private static final String NAME = "web.example.org";

    @TempDir
    private static Path directory;

    private static GeoIp both;

    @BeforeAll
    static void write() throws Exception {
        MmdbWriter city = new MmdbWriter("city", 24).put(ipv4(82), Map.of("country_code", "FR"));
        for (int first : new int[] {81, 90}) {
            city.put(ipv4(first), Map.of("country_code", "GB", "latitude", 1.5, "longitude", 2.5));
        }
        MmdbWriter asn = new MmdbWriter("asn", 24);
        for (int first = 81; first < 84; first++) {
            asn.put(ipv4(first), Map.of("asn", "AS" + first));
        }
        both = GeoIpDatabases.open(
                List.of(Files.write(directory.resolve("city.mmdb"), city.toByteArray())),
                List.of(Files.write(directory.resolve("asn.mmdb"), asn.toByteArray())));
    }

    private static byte[] ipv4(int first) {
        byte[] prefix = new byte[13];
        prefix[12] = (byte) first;
        return prefix;
    }

    /** Lines with a client, which is {@code %s}. */
    static Stream<Arguments> lines() {
        List<String> lines = List.of(
                "%s - - [06/May/2024:07:08:09 +0000] \"GET / HTTP/1.1\" 200 12 \"-\" \"-\"",
                "{\"remote_addr\":\"%s\",\"request\":\"GET / HTTP/1.1\",\"status\":200}",
                "2024/05/06 07:08:09 [error] 1#1: *1 x, client: %s, server: _, request: \"GET / HTTP/1.1\"",
                "[Sun Nov 29 15:20:54.937174 2026] [ssl:info] [pid 1:tid 2] [client %s:50964] AH01964: x");
        return lines.stream()
                .flatMap(line -> Stream.of(
                        Arguments.of(line, LOCATED, true, true),
                        Arguments.of(line, "64:ff9b::81.0.0.1", true, true),
                        Arguments.of(line, NO_POINT, true, true),
                        Arguments.of(line, NETWORK_ONLY, false, true),
                        Arguments.of(line, UNKNOWN, false, false),
                        Arguments.of(line, PRIVATE, false, false),
                        Arguments.of(line, NAME, false, false)));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void a_client_without_a_place_has_the_tag_and_one_with_a_place_has_not(
            String line, String client, boolean place, boolean network) throws Exception {
        ObjectNode event = Fixtures.event("nginx", String.format(line, client));
        EventParser used = parser(Schema.ECS, both);
        for (int i = 0; i < 3; i++) { // by the rules, and then by a template of them
            JsonNode document = Fixtures.document(Fixtures.parse(used, event.toString()));
            assertThat(document.at("/source/address").textValue())
                    .as(document.toString())
                    .isEqualTo(client);
            assertThat(document.at("/source/geo").isObject()).isEqualTo(place);
            assertThat(document.at("/source/as").isObject()).isEqualTo(network);
            assertThat(isTagged(document)).isEqualTo(!place);
        }
        for (String other : List.of(LOCATED, NETWORK_ONLY, UNKNOWN, NAME, NO_POINT)) {
            byte[] next = Fixtures.event("nginx", String.format(line, other))
                    .toString()
                    .getBytes(UTF_8);
            Fixtures.assertByRules(used, parser(Schema.ECS, both), next);
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void without_a_database_of_places_nobody_has_it(String line, String client, boolean place, boolean network)
            throws Exception {
        ObjectNode event = Fixtures.event("nginx", String.format(line, client));
        JsonNode document = Fixtures.document(Fixtures.parse(parser(Schema.ECS, GeoIp.none()), event.toString()));
        assertThat(document.at("/source/address").textValue()).isEqualTo(client);
        assertThat(isTagged(document)).isFalse();
    }

    @Test
    void a_line_without_a_client_has_it_not() {
        for (String line : List.of(
                "2024/05/06 07:08:09 [notice] 1#1: signal process started",
                "[Sun Nov 29 15:20:54.937174 2026] [mpm:notice] [pid 1:tid 2] AH00489: resuming normal operations",
                "{\"request\":\"GET / HTTP/1.1\",\"status\":200}")) {
            JsonNode document = Fixtures.document(Fixtures.parse(
                    parser(Schema.ECS, both), Fixtures.event("nginx", line).toString()));
            assertThat(isTagged(document)).as(line).isFalse();
        }
    }

    /** The one exception: the lines of real servers that are so broken have no tag. */
    @Test
    void a_line_that_is_almost_json_has_the_place_but_never_the_tag() {
        for (String client : List.of(LOCATED, UNKNOWN)) {
            String line = "{\"remote_addr\":\"" + client
                    + "\",\"request\":\"GET / HTTP/1.1\",\"status\":200,\"up\":,\"x\":-}";
            JsonNode document = Fixtures.document(Fixtures.parse(
                    parser(Schema.ECS, both), Fixtures.event("nginx", line).toString()));
            assertThat(document.at("/source/geo").isObject()).isEqualTo(client.equals(LOCATED));
            assertThat(isTagged(document)).isFalse();
        }
    }

    /** Logstash tells nothing of a record without a point. */
    @Test
    void in_the_schema_of_logstash_a_place_is_a_point() {
        for (String client : List.of(LOCATED, NO_POINT, NETWORK_ONLY, UNKNOWN, PRIVATE, NAME)) {
            String line = client + " - - [06/May/2024:07:08:09 +0000] \"GET / HTTP/1.1\" 200 12 \"-\" \"-\"";
            JsonNode document = Fixtures.document(Fixtures.parse(
                    parser(Schema.LOGSTASH, both), Fixtures.event("nginx", line).toString()));
            assertThat(document.path("geoip").isObject()).as(client).isEqualTo(client.equals(LOCATED));
            assertThat(isTagged(document)).as(client).isEqualTo(!client.equals(LOCATED));
        }
    }

    private static EventParser parser(Schema schema, GeoIp geoIp) {
        return new EventParser(ParserSettings.defaults(new ReferenceData(Fixtures.TYPES, geoIp, Fixtures.USER_AGENTS))
                .withSchema(schema));
    }

    private static boolean isTagged(JsonNode document) {
        for (JsonNode tag : document.path("tags")) {
            if (tag.textValue().equals(Tag.GEOIP_FAILURE)) {
                return true;
            }
        }
        return false;
    }
}
