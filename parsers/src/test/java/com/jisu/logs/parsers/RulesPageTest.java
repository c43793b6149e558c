package com.jisu.logs.parsers;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.api.RulesException;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.api.TestResult;
import com.jisu.logs.parsers.condition.Condition;
import com.jisu.logs.parsers.rules.StepTable;
import com.jisu.logs.parsers.steps.RegexWatch;
import com.jisu.logs.parsers.steps.StepOption;
import com.jisu.logs.parsers.steps.StepOption.Kind;
import com.jisu.logs.parsers.steps.StepType;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.Values;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code docs/rules.md} says what the program does: its examples, the tables of the steps' options, and that of conditions. */
class RulesPageTest {

    private static final Path PAGE = Path.of("../docs/rules.md");
    private static final String TEXT = text();
    private static final Pattern BLOCK = Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("^\\| `(.+?)` \\|", Pattern.MULTILINE);

    private static final Map<Kind, String> KINDS = Map.ofEntries(
            Map.entry(Kind.FIELD, "field"),
            Map.entry(Kind.FIELDS, "field, or list of fields"),
            Map.entry(Kind.TEXT, "text"),
            Map.entry(Kind.TEXTS, "text, or list of texts"),
            Map.entry(Kind.TEMPLATE, "text with fields"),
            Map.entry(Kind.TEMPLATES, "text with fields, or list of them"),
            Map.entry(Kind.BOOLEAN, "`true` or `false`"),
            Map.entry(Kind.INTEGER, "whole number"),
            Map.entry(Kind.NUMBER, "number"),
            Map.entry(Kind.TEXT_MAP, "map of names to texts"),
            Map.entry(Kind.FIELD_MAP, "map of fields to fields"),
            Map.entry(Kind.VALUE_MAP, "map of fields to values"),
            Map.entry(Kind.TEXTS_MAP, "map of fields to texts, or to lists of texts"),
            Map.entry(Kind.TEXT_LISTS, "list of lists of texts"),
            Map.entry(Kind.VALUE, "any value"));

    private static String text() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> blocks(String markdown) {
        return BLOCK.matcher(markdown).results().map(found -> found.group(1)).toList();
    }

    private static List<String> examples(String markdown) {
        return blocks(markdown).stream()
                .filter(each -> each.lines().anyMatch(line -> line.startsWith("tests:")))
                .toList();
    }

    private static Map<String, String> sections() {
        int from = TEXT.indexOf("\n<!-- steps: ");
        int to = TEXT.indexOf("<!-- /steps -->");
        assertThat(from).isPositive().isLessThan(to);
        Map<String, String> sections = new LinkedHashMap<>();
        String[] parts = TEXT.substring(from, to).split("\n### ");
        for (int i = 1; i < parts.length; i++) {
            sections.put(parts[i].substring(0, parts[i].indexOf('\n')), parts[i]);
        }
        return sections;
    }

    @TestFactory
    Stream<DynamicTest> each_example_is_rules_whose_tests_pass() {
        return examples(TEXT).stream()
                .map(yaml ->
                        DynamicTest.dynamicTest(yaml.lines().limit(4).toList().toString(), () -> {
                            try (Rules rules = rules(yaml)) {
                                List<TestResult> results = rules.test(Fixtures.settings(Schema.ECS));
                                assertThat(results).isNotEmpty();
                                assertThat(results.stream().flatMap(each -> each.faults().stream()))
                                        .as(yaml)
                                        .isEmpty();
                            }
                        }));
    }

    private static Rules rules(String yaml) throws RulesException {
        byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
        return Rules.of("rules.yml", bytes, PAGE.toAbsolutePath().getParent(), Fixtures.settings(Schema.ECS));
    }

    @Test
    void every_other_block_is_marked_as_something_else() {
        assertThat(blocks(TEXT)).hasSameSizeAs(examples(TEXT));
    }

    @Test
    void there_is_a_section_for_each_step_in_their_order() {
        assertThat(List.copyOf(sections().keySet()))
                .isEqualTo(List.copyOf(StepTable.byNames().keySet()));
    }

    @TestFactory
    Stream<DynamicTest> each_section_has_what_the_step_takes_and_an_example() {
        Map<String, String> sections = sections();
        return StepTable.byNames().values().stream()
                .map(type -> DynamicTest.dynamicTest(type.name(), () -> check(type, sections.get(type.name()))));
    }

    private static void check(StepType type, String section) throws RulesException {
        assertThat(section).contains("\n\n" + cell(type.text()) + "\n\n");
        String table = table(type);
        assertThat(section).as("the table is to be\n%s", table).contains("\n\n" + table + "\n");
        List<String> tags = new ArrayList<>(type.failureTags());
        if (type.timeoutTag() != null) {
            tags.add(type.timeoutTag());
        }
        for (String tag : tags) {
            assertThat(section).contains("`" + tag + "`");
        }
        List<String> used = new ArrayList<>();
        for (String yaml : examples(section)) {
            try (Rules rules = rules(yaml)) {
                rules.counts().forEach(each -> used.add(each.step()));
            }
        }
        assertThat(used).as("steps in its examples").contains(type.name());
    }

    /** All that a step takes, as the page has it. */
    private static String table(StepType type) {
        StringBuilder table = new StringBuilder("| option | kind | without it | |\n|---|---|---|---|\n");
        for (StepOption option : type.options()) {
            table.append("| `").append(option.name()).append("` | ").append(kind(option));
            table.append(" | ").append(option.required() ? "**required**" : cell(option.byDefault()));
            table.append(" | ").append(cell(option.text())).append(" |\n");
        }
        return table.toString();
    }

    private static String kind(StepOption option) {
        return option.kind() == Kind.CHOICE
                ? "`" + String.join("`, `", option.choices()) + "`"
                : KINDS.getOrDefault(option.kind(), option.kind().name());
    }

    /** Markdown that shows a text as it is. */
    private static String cell(String text) {
        return text.replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("*", "\\*")
                .replace("<", "&lt;")
                .replace("$", "&#36;");
    }

    @Test
    void what_every_step_takes_is_listed() throws Exception {
        List<String> keys = new ArrayList<>();
        Fixtures.JSON
                .readTree(Rules.jsonSchema())
                .at("/$defs/step/properties")
                .fieldNames()
                .forEachRemaining(keys::add);
        keys.removeAll(StepTable.byNames().keySet());
        keys.remove("group");
        assertThat(firstColumn("| key | meaning |").map(each -> each.replaceAll(":.*", "")))
                .containsExactlyInAnyOrderElementsOf(keys);
    }

    /** The code in the first column of the table that begins so. */
    private static Stream<String> firstColumn(String head) {
        int from = TEXT.indexOf(head);
        assertThat(from).as(head).isPositive();
        return ROW.matcher(TEXT.substring(from, TEXT.indexOf("\n\n", from)))
                .results()
                .map(MatchResult::group)
                .map(row -> row.substring("| `".length(), row.length() - "` |".length()));
    }

    /** What is said of an expression, on an event. */
    private record Said(String condition, String event, boolean holds) {}

    private static Said yes(String condition, String event) {
        return new Said(condition, event, true);
    }

    private static Said no(String condition, String event) {
        return new Said(condition, event, false);
    }

    /** By the first column of the table of expressions. */
    private static Map<String, List<Said>> conditions() {
        Map<String, List<Said>> conditions = new LinkedHashMap<>();
        conditions.put("a", ofField());
        conditions.put("a == b", ofEquals());
        conditions.put("a < b`, `<=`, `>`, `>=", ofOrder());
        conditions.put(
                "a in b",
                List.of(
                        yes("a in b", "{\"a\":\"x\",\"b\":[\"y\",\"x\"]}"),
                        no("a in b", "{\"a\":\"x\",\"b\":[\"xy\"]}"),
                        no("a in b", "{\"a\":1,\"b\":[\"1\"]}"),
                        yes("a in b", "{\"a\":\"x\",\"b\":\"axe\"}"),
                        no("a in b", "{\"a\":\"x\",\"b\":\"none\"}"),
                        yes("a in [200, 404]", "{\"a\":404}"),
                        no("a in [200, 404]", "{}")));
        conditions.put(
                "a =~ \"regex\"",
                List.of(
                        yes("a =~ \"^/api/v\\d+\"", "{\"a\":\"/api/v1/x\"}"),
                        no("a =~ \"^/api\"", "{\"a\":\"/web/api\"}"),
                        yes("a =~ \"^b\"", "{\"a\":\"a\\nb\"}"),
                        no("a =~ \"4\"", "{\"a\":404}"),
                        no("a =~ \"x\"", "{\"a\":[\"x\"]}"),
                        no("a =~ \"\"", "{}")));
        conditions.put(
                "a != b`, `not in`, `!~",
                List.of(
                        yes("a != b", "{\"a\":1,\"b\":\"1\"}"),
                        no("a != b", "{\"a\":1,\"b\":1.0}"),
                        no("a != null", "{}"),
                        yes("a not in b", "{\"a\":\"x\",\"b\":[]}"),
                        no("a not in b", "{\"a\":\"x\",\"b\":[\"x\"]}"),
                        yes("a !~ \"x\"", "{\"a\":[\"x\"]}"),
                        yes("a !~ \"x\"", "{}"),
                        no("a !~ \"x\"", "{\"a\":\"axe\"}")));
        return conditions;
    }

    private static List<Said> ofField() {
        return List.of(
                yes("a", "{\"a\":\"x\"}"),
                no("a", "{}"),
                no("a", "{\"a\":null}"),
                no("a", "{\"a\":false}"),
                no("a", "{\"a\":\"\"}"),
                yes("a", "{\"a\":\"false\"}"),
                yes("a", "{\"a\":0}"),
                yes("a", "{\"a\":[]}"),
                yes("a", "{\"a\":{}}"),
                yes("[a][b]", "{\"a\":{\"b\":true}}"));
    }

    private static List<Said> ofEquals() {
        return List.of(
                yes("a == b", "{\"a\":1,\"b\":1.0}"),
                yes("a == b", "{\"a\":\"x\",\"b\":\"x\"}"),
                no("a == b", "{\"a\":1,\"b\":\"1\"}"),
                no("a == b", "{\"a\":true,\"b\":\"true\"}"),
                yes("a == null", "{}"),
                yes("a == b", "{\"a\":null}"),
                no("a == \"\"", "{}"));
    }

    private static List<Said> ofOrder() {
        return List.of(
                yes("a < b", "{\"a\":9,\"b\":10}"),
                no("a < b", "{\"a\":\"9\",\"b\":\"10\"}"),
                yes("a <= b", "{\"a\":1,\"b\":1.0}"),
                yes("a > 1.5", "{\"a\":2}"),
                yes("a >= \"b\"", "{\"a\":\"b\"}"),
                no("a < b", "{\"a\":1,\"b\":\"2\"}"),
                no("a > b", "{\"a\":1,\"b\":\"0\"}"),
                no("a < 1", "{}"),
                no("a >= 1", "{\"a\":null}"),
                no("a <= a", "{\"a\":[1]}"));
    }

    @TestFactory
    Stream<DynamicTest> each_kind_of_condition_holds_where_it_says() {
        Map<String, List<Said>> conditions = conditions();
        assertThat(firstColumn("| expression | holds |")).containsExactlyElementsOf(conditions.keySet());
        return conditions.values().stream()
                .flatMap(List::stream)
                .map(said -> DynamicTest.dynamicTest(said.toString(), () -> {
                    try (RegexWatch watch = new RegexWatch()) {
                        Condition condition = Condition.of(said.condition(), watch);
                        EventTree event =
                                new EventTree(Values.object(said.event().getBytes(StandardCharsets.UTF_8)), "id", 0);
                        assertThat(condition.holds(event)).isEqualTo(said.holds());
                    }
                }));
    }
}
