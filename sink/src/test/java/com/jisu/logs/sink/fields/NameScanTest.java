package com.jisu.logs.sink.fields;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.sink.Fixture;
import com.jisu.logs.sink.elasticsearch.Elasticsearch;
import com.jisu.logs.sink.fields.NameScan.Finding;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New names in bytes, looked for without a tree. */
class NameScanTest {

    private static final List<String> NAMES = List.of(
            "a",
            "b",
            "message",
            "host",
            "name",
            "host.name",
            "a.b",
            "labels",
            "log",
            "level",
            "tags",
            "a\"b",
            "ä",
            "aa",
            "a_name_longer_than_a_word",
            "source.geo",
            "n\\u");

    private final FieldNames names =
            IndexMapping.expected(new Elasticsearch().componentsOfAnIndex()).names();
    private final NameScan scan = new NameScan();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            {}                                                        | KNOWN
            {"message":"m","host":{"name":"h"}}                       | KNOWN
            {"host.name":"h","log.file":{"path":"p"}}                 | KNOWN
            { "message" : "m" , "host" : { "name" : "h" } }           | KNOWN
            {"message":"a \\" \\\\","host":{"name":"\\\\"},"tags":[]} | KNOWN
            {"mess\\u0061ge":"m"}                                     | KNOWN
            {"labels":{"any":{"thing":[1,{"x":"}"}]}}}                | KNOWN
            {"clientip":"alias","source":{"geo":{"location":{"lat":1,"lon":2}}}} | KNOWN
            {"host":"no object","log":[1,2]}                          | KNOWN
            {"new":null,"also":[],"host":{"new":null}}                | KNOWN
            {"log":[{"level":"i"},[{"level":"w"}]]}                   | KNOWN
            {"new":1}                                                 | NEW
            {"new":{}}                                                | NEW
            {"new":[null]}                                            | NEW
            {"host":{"new":""}}                                       | NEW
            {"host.new":true}                                         | NEW
            {"messag":1}                                              | NEW
            {"message2":1}                                            | NEW
            {"log":[{"level":"i"},[{"new":"w"}]]}                     | NEW
            {"new"                                                    | UNREADABLE
            {"message":"m"                                            | UNREADABLE
            {"message":"m}                                            | UNREADABLE
            {"message" "m"}                                           | UNREADABLE
            {"host":{"name":}}                                        | UNREADABLE
            []                                                        | UNREADABLE
            """)
    void a_document_is_known_or_has_a_new_name(String document, Finding finding) {
        assertThat(scan.scan(Fixture.bytes(document), names)).as(document).isEqualTo(finding);
    }

    @Test
    void nesting_without_end_is_no_error_of_ours() {
        for (String open : List.of("[", "{\"host\":", "{\"new\":")) {
            byte[] deep = Fixture.bytes("{\"host\":" + open.repeat(100_000));
            assertThat(scan.scan(deep, names)).isEqualTo(Finding.UNREADABLE);
        }
    }

    @Test
    void it_finds_what_a_tree_shows() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int found = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] document = Fixture.bytes(object(random, 0).toString());
            IndexNames closed = new IndexNames(0);
            closed.read(new IndexMapping(names, 0, 1_000_000, ""), 0);
            boolean moves = new DocumentFit(document, closed, "", 0)
                    .fitted(Instant.EPOCH)
                    .isPresent();
            assertThat(scan.scan(document, names))
                    .as("seed %d: %s", seed, new String(document, UTF_8))
                    .isEqualTo(moves ? Finding.NEW : Finding.KNOWN);
            found += moves ? 1 : 0;
        }
        assertThat(found).isBetween(2_000, 19_000);
    }

    private static ObjectNode object(Random random, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            object.set(NAMES.get(random.nextInt(NAMES.size())), value(random, depth + 1));
        }
        return object;
    }

    private static JsonNode value(Random random, int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (random.nextInt(depth < 4 ? 7 : 5)) {
            case 0 -> nodes.numberNode(random.nextInt());
            case 1 -> nodes.nullNode();
            case 2 -> nodes.textNode("x".repeat(random.nextInt(20)) + "\"\\");
            case 3 -> nodes.booleanNode(true);
            case 4 -> {
                ArrayNode array = nodes.arrayNode();
                for (int i = random.nextInt(3); i > 0 && depth < 6; i--) {
                    array.add(value(random, depth + 1));
                }
                yield array;
            }
            default -> object(random, depth);
        };
    }
}
