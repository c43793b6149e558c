package com.jisu.logs.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.servers.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is otherwise on OpenSearch, on a real node of it in every build. All other tests of the module run on one by {@code
 * -Popensearch}.
 */
@ExtendWith(Servers.Extension.class)
class OpenSearchTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TIME = "\"@timestamp\":\"2026-11-23T12:00:00Z\",";

    private static final String LONG = "begin " + "é\\\"x ".repeat(8_000) + " end";
    private static final String DIGITS = "7".repeat(1_200);

    /** 32,766 bytes, with the dotted name, is what a flat_object takes. With each document where something short of it stays. */
    private static final List<String[]> TOO_LONG = List.of(
            new String[] {"\"labels\":{\"short\":\"s\",\"long\":\"LONG\"}", "labels.short"},
            new String[] {"\"labels\":{\"short\":\"s\",\"deep\":{\"er\":[\"a\",\"LONG\"]}}", "labels.short"},
            new String[] {"\"labels\":{\"list\":[{\"x\":\"LONG\"},{\"y\":\"s\"}]}", "labels.list.y"},
            new String[] {
                "\"kubernetes\":{\"annotations\":{\"short\":\"s\",\"a.b/c\":\"LONG\"}}", "kubernetes.annotations.short"
            },
            new String[] {
                "\"application\":{\"overflow\":{\"short\":\"s\",\"long.key\":\"LONG\"}}", "application.overflow.short"
            },
            new String[] {
                "\"application\":{\"text\":\"t\",\"overflow\":{\"short\":\"s\",\"long\":\"LONG\"}}",
                "application.overflow.short"
            },
            new String[] {
                "\"application\":{\"text\":{\"no\":\"text\"},\"overflow\":{\"short\":\"s\",\"long\":\"LONG\"}}",
                "application.overflow.short"
            },
            new String[] {
                "\"event\":{\"kind\":{\"short\":\"s\",\"long\":\"LONG\"}}", "application.overflow.event.kind.short"
            });

    /** Each with a leaf that is refused where it is; not all errors name it. */
    private static final List<String> REFUSED = List.of(
            "\"a\":\"leaf\",\"\":\"leaf\"",
            "\"a\":{\"\":\"leaf\"}",
            "\".\":\"leaf\"",
            "\"x..y\":{\"b\":\"leaf\"}",
            "\".z\":\"leaf\"",
            "\"a\":{\" \":\"leaf\"}",
            "\"x. .y\":\"leaf\"",
            "\"message\":{\"a\":\"leaf\"}",
            "\"source.ip.x\":\"leaf\"",
            "\"level.x\":\"leaf\"",
            "\"http\":[\"leaf\"]",
            "\"é😀\":\"😀\",\"x\":\"leaf\",\"x\":\"leaf\"",
            "\"labels\":{\"x\":\"leaf\",\"x\":\"leaf\"}",
            "\"labels\":\"leaf\"",
            "\"a\":[{\"b\":\"leaf\"},\"leaf\"]");

    /** At some 1,000 levels in a flat_object the node's thread overflows its stack: nothing that deep may be sent. */
    private static final List<String[]> DEEP = List.of(
            new String[] {"\"x\":" + nested("{\"k\":", "}", 25), "application.overflow"},
            new String[] {"\"labels\":" + nested("{\"k\":", "}", 50), "labels"},
            new String[] {"\"labels\":" + nested("{\"k\":", "}", 300), "application.overflow"},
            new String[] {"\"labels\":{\"q\":" + nested("[", "]", 300) + "}", "application.overflow"},
            new String[] {"\"labels\":" + nested("[{\"k\":", "}]", 150), "application.overflow"},
            new String[] {"\"x\":" + nested("{\"k\":", "}", 1_800), "application.overflow"},
            new String[] {"\"application\":{\"overflow\":" + nested("{\"k\":", "}", 1_500) + "}", "application.overflow"
            });

    private static final int NAMES = 3_000;

    private static Servers servers;
    private static Fixture fixture;

    /** All documents but those of the restart, through one sink. */
    @BeforeAll
    static void start(Servers shared, @TempDir Path directory) {
        servers = shared.with(TestServer.opensearch(directory));
        fixture = new Fixture(servers);
        fixture.newFieldsPerService = 100_000;
        fixture.startSink();
        IntStream.range(0, TOO_LONG.size()).forEach(i -> send("long-" + i, TOO_LONG.get(i)[0].replace("LONG", LONG)));
        IntStream.range(0, REFUSED.size()).forEach(i -> send("refused-" + i, REFUSED.get(i)));
        IntStream.range(0, DEEP.size()).forEach(i -> send("deep-" + i, DEEP.get(i)[0]));
        send("too-deep", "\"labels\":" + nested("{\"k\":", "}", 5_000));
        send("digits-0", "\"x\":{\"y\":[%s]},\"labels\":{\"l\":\"stays\"}".formatted(DIGITS));
        send("digits-1", "\"labels\":{\"n\":-0.%s}".formatted(DIGITS));
        send("digits-2", "\"application\":{\"overflow\":{\"n\":[{\"m\":%s}]}}".formatted(DIGITS));
        fixture.flush();
        fixture.awaitCount(TOO_LONG.size() + REFUSED.size() + DEEP.size() + 4);
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
        servers.close();
    }

    @Test
    void each_line_is_there_once_though_the_node_is_killed_under_way() throws Exception {
        Fixture restarted = new Fixture(servers);
        restarted.startSink();
        restarted.sendNumbered(300);
        restarted.awaitCount(300);
        servers.killElasticsearch();
        for (int i = 0; i < 100; i++) {
            String shape = List.of("{\"a\":1}", "\"x\"", "[1,{\"b\":2}]", "7").get(i % 4);
            restarted.send(
                    "more-" + i,
                    "{" + TIME + "\"message\":\"more\",\"shape\":" + shape + ",\"labels\":{\"n.m\":\"v" + i + "😀\"}}",
                    Fixture.DAY_1);
        }
        restarted.flush();
        servers.startElasticsearch();
        restarted.awaitCount(400);
        assertThat(hits(restarted, "{\"term\":{\"labels.n.m\":\"v42😀\"}}")).isOne();
        assertThat(restarted.deadLetters()).isZero();
        assertThat(restarted.metric("documents", "result", "minimal")).isZero();
        restarted.close();
    }

    @Test
    void a_component_for_changes_is_made_and_never_touched_again() throws Exception {
        String path = "/_component_template/jisu-logs@custom";
        String pointer = "/component_templates/0/component_template/template";
        assertThat(fixture.request("GET", path, "").at(pointer).isObject()).isTrue();
        fixture.request("PUT", path, "{\"template\":{\"settings\":{\"index.priority\":7}}}");
        try (ElasticsearchSetup setup = ElasticsearchSetup.of(fixture.settings())) {
            assertThat(setup.install()).isEmpty();
        }
        assertThat(fixture.request("GET", path, "")
                        .at(pointer + "/settings/index/priority")
                        .asInt())
                .isEqualTo(7);
        fixture.request("PUT", path, "{\"template\":{}}");
    }

    static Stream<Arguments> tooLong() {
        return IntStream.range(0, TOO_LONG.size()).mapToObj(i -> arguments("long-" + i, TOO_LONG.get(i)[1]));
    }

    @ParameterizedTest
    @MethodSource("tooLong")
    void a_value_that_is_too_long_for_a_flat_object_is_in_the_text(String id, String left) throws Exception {
        assertIsFound(id, "{\"term\":{\"%s\":\"s\"}}".formatted(left));
        assertIsFound(id, "{\"query_string\":{\"query\":\"begin AND end\"}}");
        JsonNode stored = assertIsRepaired(id);
        JsonNode texts = stored.at("/application/text");
        assertThat(texts.get(texts.size() - 1).asText())
                .contains(": begin é\"x ")
                .endsWith(" end")
                .hasSizeGreaterThan(32_000);
    }

    static Stream<String> refused() {
        return IntStream.range(0, REFUSED.size()).mapToObj(i -> "refused-" + i);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void what_is_refused_goes_to_the_overflow_whether_the_error_names_it_or_not(String id) throws Exception {
        assertIsFound(id, in("application.overflow", "leaf"));
        assertIsRepaired(id);
    }

    @Test
    void a_number_that_no_reader_takes_is_a_string_in_the_overflow() throws Exception {
        String term = "{\"term\":{\"application.overflow.%s\":\"%s\"}}";
        assertIsFound("digits-0", term.formatted("x.y", DIGITS));
        assertIsFound("digits-0", "{\"term\":{\"labels.l\":\"stays\"}}");
        assertIsFound("digits-1", term.formatted("labels.n", "-0." + DIGITS));
        assertIsFound("digits-2", term.formatted("n.m", DIGITS));
        assertIsRepaired("digits-0");
    }

    static Stream<Arguments> deep() {
        return IntStream.range(0, DEEP.size()).mapToObj(i -> arguments("deep-" + i, DEEP.get(i)[1]));
    }

    @ParameterizedTest
    @MethodSource("deep")
    void what_is_deep_is_found_all_the_same(String id, String field) throws Exception {
        assertIsFound(id, in(field, "leaf"));
    }

    /** It is one of those that Elasticsearch takes in no other form either; no other document of all above is. */
    @Test
    void what_is_too_deep_to_be_taken_apart_is_a_text_and_a_dead_letter() throws Exception {
        assertThat(fixture.document(Fixture.DAY_1, "too-deep")
                        .at("/event/original")
                        .asText())
                .hasSizeGreaterThan(25_000);
        assertThat(fixture.deadLetters()).isOne();
        fixture.awaitMetric(1, "documents", "result", "minimal");
    }

    @Test
    void of_three_thousand_names_some_go_to_the_overflow_and_each_value_is_found() throws Exception {
        ObjectNode document = JSON.createObjectNode();
        document.put("@timestamp", "2026-11-24T12:00:00Z");
        for (int i = 0; i < NAMES; i++) {
            document.put("name" + i, "v" + i);
        }
        fixture.send("names", document.toString(), Fixture.DAY_2);
        fixture.flush();
        fixture.awaitCount(fixture.index(Fixture.DAY_2), 1);
        for (int i = 0; i < NAMES; i += 100) {
            String query =
                    "{\"multi_match\":{\"query\":\"v%d\",\"fields\":[\"name%d\",\"application.overflow.name%d\"]}}";
            assertThat(fixture.request(
                                    "POST",
                                    "/" + fixture.index(Fixture.DAY_2) + "/_search",
                                    "{\"query\":" + query.formatted(i, i, i) + "}")
                            .at("/hits/total/value")
                            .asInt())
                    .isOne();
        }
        assertThat(fixture.document(Fixture.DAY_2, "names").path("tags").toString())
                .contains("_field_limit");
    }

    private static String nested(String open, String close, int levels) {
        return open.repeat(levels) + "\"leaf\"" + close.repeat(levels);
    }

    private static String in(String field, String word) {
        return "{\"query_string\":{\"query\":\"%s\",\"fields\":[\"%s\"]}}".formatted(word, field);
    }

    private static void send(String id, String members) {
        fixture.send(id, "{" + TIME + members + "}", Fixture.DAY_1);
    }

    private static JsonNode assertIsRepaired(String id) throws Exception {
        JsonNode stored = fixture.document(Fixture.DAY_1, id);
        assertThat(stored.path("tags").toString()).as("%s", stored).contains("_mapping_conflict");
        assertThat(stored.at("/event/original").isMissingNode()).isTrue();
        return stored;
    }

    private static void assertIsFound(String id, String query) throws Exception {
        String both = "{\"bool\":{\"filter\":[{\"ids\":{\"values\":[\"%s\"]}},%s]}}".formatted(id, query);
        assertThat(hits(fixture, both)).as(query).isOne();
    }

    private static int hits(Fixture of, String query) throws Exception {
        JsonNode answer = of.request(
                "POST", "/" + of.index(Fixture.DAY_1) + "/_search?_source=false", "{\"query\":" + query + "}");
        return answer.at("/hits/total/value").asInt(-1);
    }
}
