package com.jisu.logs.parsers.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.jisu.logs.parsers.Fixtures;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.application.ApplicationParser;
import com.jisu.logs.parsers.container.DockerParser;
import com.jisu.logs.parsers.document.Arrival;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.FieldFit;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.JsonScanner;
import com.jisu.logs.parsers.json.JsonSyntaxException;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.KeyTable;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.nginx.JsonAccess;
import com.jisu.logs.parsers.time.IsoTime;
import com.jisu.logs.parsers.time.Moment;
import com.jisu.logs.parsers.useragent.RecentUserAgents;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of documents by template where a rule looks at values, and does not say so. */
class RulesThatLookTest {

    private static final Key CODE = new Key("code", false);
    private static final Key MOVED = new Key("moved", false);
    private static final Key COUNT = new Key("count", false);

    private final ParserSettings settings = Fixtures.settings(Schema.ECS);
    private final KeyTable keys = new KeyTable(Fixtures.TYPES.keys());
    private final JsonScanner scanner = new JsonScanner(keys, settings.maxDepth() + 1, JsonScanner.ANY_NESTING);
    private final Document document = new Document(Schema.ECS, Fixtures.TYPES, settings.limits(), scanner, keys);
    private final Arrival arrival = new Arrival(false);
    private final TemplateMaker maker = new TemplateMaker(
            scanner, new TrieReader(scanner), Fixtures.TYPES, new FieldFit(settings.maxDepth()), arrival);
    private final JsonAccess access =
            new JsonAccess(Fixtures.GEO_IP, new RecentUserAgents(Fixtures.USER_AGENTS), scanner);
    private final ApplicationParser application = new ApplicationParser(access, keys, Map.of());
    private final DockerParser docker = new DockerParser(application, null, access);

    /** Whether a template is made of such events, sooner or later, if this rule comes behind those for applications. */
    private boolean isTemplateMade(Consumer<Document> rule) throws JsonSyntaxException {
        boolean made = false;
        for (int i = 0; i < 5 && !made; i++) {
            made = isTemplateMade(rule, i);
        }
        return made;
    }

    private boolean isTemplateMade(Consumer<Document> rule, int number) throws JsonSyntaxException {
        byte[] event = ("{\"@timestamp\":\"2024-05-06T07:00:00.123Z\",\"host\":{\"name\":\"web-1\"},"
                        + "\"fields\":{\"logtype\":\"x\"},\"message\":\"{\\\"n\\\":" + number + "}\",\"code\":\"a"
                        + number
                        + "\",\"count\":" + number + "}")
                .getBytes(UTF_8);
        maker.begin(event, document);
        JsonObject root = (JsonObject) scanner.event(event);
        maker.take(root);
        Moment time = new Moment();
        Leaf shipped = root.leaf(Keys.known("@timestamp"));
        new IsoTime().parseCommon(shipped.bytes(), shipped.from() + 1, shipped.to() - 1, time);
        document.begin(root, time, Fixtures.ARRIVAL);
        application.parse(document);
        rule.accept(document);
        JsonOutput out = new JsonOutput(1024);
        out.object(document.finish());
        maker.end(document);
        return maker.make(
                document,
                new ParsedEvent(new byte[22], out.toByteArray(), time.millis(), "x", List.of(), null, 0),
                docker);
    }

    private static Leaf leaf(Document document, Key key) {
        return document.root().leaf(key);
    }

    private static void move(Document document) {
        JsonValue value = document.root().remove(CODE);
        document.root().put(MOVED, value);
    }

    private static void moveIf(Document document, boolean condition) {
        if (condition) {
            move(document);
        }
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                arguments("does nothing", rule(each -> {}), true),
                arguments("moves a value", rule(RulesThatLookTest::move), true),
                arguments(
                        "looks at a value's kind",
                        rule(each -> moveIf(each, leaf(each, CODE).isString())),
                        true),
                arguments(
                        "looks at what each event has in common",
                        rule(each -> moveIf(
                                each,
                                each.root()
                                        .object(Keys.known("fields"))
                                        .leaf(Keys.known("logtype"))
                                        .isText("x"))),
                        true),
                arguments(
                        "reads a string",
                        rule(each -> moveIf(each, leaf(each, CODE).isText("a1"))),
                        false),
                arguments(
                        "decodes a string",
                        rule(each -> moveIf(each, leaf(each, CODE).text().isEmpty())),
                        false),
                arguments(
                        "measures a string",
                        rule(each -> moveIf(each, leaf(each, CODE).length() > 9)),
                        false),
                arguments(
                        "writes a string",
                        rule(each -> moveIf(each, JsonOutput.json(leaf(each, CODE)).length > 9)),
                        false),
                arguments(
                        "reads a number",
                        rule(each -> moveIf(each, leaf(each, COUNT).bytes()[0] == '1')),
                        false),
                arguments(
                        "looks into the host",
                        rule(each -> moveIf(
                                each,
                                each.root()
                                        .object(Keys.known("host"))
                                        .leaf(Keys.known("name"))
                                        .isText("web-2"))),
                        false),
                arguments(
                        "looks at the line",
                        rule(each -> moveIf(
                                each,
                                each.lines()
                                        .of(leaf(each, Keys.known("message")))
                                        .isText("{\"n\":1}"))),
                        false));
    }

    private static Consumer<Document> rule(Consumer<Document> rule) {
        return rule;
    }

    @ParameterizedTest(name = "a rule that {0}")
    @MethodSource("rules")
    void get_no_template_where_the_document_may_depend_on_what_they_see(
            String rule, Consumer<Document> what, boolean template) throws JsonSyntaxException {
        assertThat(isTemplateMade(what)).as(rule).isEqualTo(template);
    }
}
