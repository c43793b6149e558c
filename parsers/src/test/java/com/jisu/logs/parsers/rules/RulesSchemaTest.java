package com.jisu.logs.parsers.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.parsers.Fixtures;
import com.jisu.logs.parsers.Rules;
import com.jisu.logs.parsers.api.RulesException;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.steps.RegexWatch;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.tree.Values;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The JSON Schema of rules and what reads them agree on what is right and what is wrong. */
class RulesSchemaTest {

    private static final Path FILE = Path.of("../docs/rules.schema.json");
    private static final Path STEPS = Path.of("src/test/resources/steps");
    private static final Pattern BLOCK = Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final RegexWatch WATCH = new RegexWatch();
    private static final com.networknt.schema.Schema SCHEMA = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12)
            .getSchema(Rules.jsonSchema());

    @AfterAll
    static void close() {
        WATCH.close();
    }

    @Test
    void the_file_is_what_the_command_prints() throws IOException {
        assertThat(Files.readString(FILE))
                .as("./jisu-logs rules schema > docs/rules.schema.json")
                .isEqualTo(Fixtures.JSON
                                .writerWithDefaultPrettyPrinter()
                                .writeValueAsString(Fixtures.JSON.readTree(Rules.jsonSchema()))
                        + "\n");
    }

    @Test
    void it_is_a_schema() throws IOException {
        com.networknt.schema.Schema ofSchemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(com.networknt.schema.SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));
        assertThat(ofSchemas.validate(Fixtures.JSON.readTree(Rules.jsonSchema())))
                .isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> what_is_right_is_taken_by_both() throws IOException {
        Map<String, String> right = new LinkedHashMap<>();
        right.put("compose", Files.readString(Path.of("../compose/rules/rules.yml")));
        Map<?, ?> configMap = (Map<?, ?>) yaml(Files.readString(Path.of("../k8s/logging/base/rules.yaml")));
        right.put("k8s", ((Map<?, ?>) configMap.get("data")).get("rules.yml").toString());
        List<String> blocks = BLOCK.matcher(Files.readString(Path.of("../docs/rules.md")))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(blocks).hasSizeGreaterThan(40);
        for (String block : blocks) {
            right.put("docs/rules.md: " + block.lines().limit(4).toList(), block);
        }
        return Stream.concat(right.entrySet().stream(), ofSteps().entrySet().stream())
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> isRight(each.getValue())));
    }

    /** Each case of the steps' tables as a file of rules. */
    private static Map<String, String> ofSteps() throws IOException {
        Map<String, String> rules = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(STEPS)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".yml"))
                    .sorted()
                    .toList()) {
                for (Object each : (List<?>) yaml(Files.readString(file))) {
                    Map<?, ?> table = (Map<?, ?>) each;
                    Map<String, Object> made = new LinkedHashMap<>();
                    if (table.containsKey("schema")) {
                        made.put("schema", table.get("schema"));
                    }
                    made.put("steps", List.of(table.get("step")));
                    rules.put(file.getFileName() + ": " + table.get("name") + " (" + rules.size() + ")", json(made));
                }
            }
        }
        assertThat(rules).hasSizeGreaterThan(500);
        return rules;
    }

    private static Object yaml(String text) {
        return YamlValues.of(new Yaml(new LoaderOptions()).compose(new StringReader(text)));
    }

    private static String json(Object value) {
        return new String(JsonOutput.json(Values.json(value)), StandardCharsets.UTF_8);
    }

    private static void isRight(String rules) throws IOException {
        assertThat(faults(rules)).as("the reader, of %s", rules).isEmpty();
        assertThat(refusals(rules)).as("the schema, of %s", rules).isEmpty();
    }

    private static List<String> faults(String rules) {
        StepContext context =
                new StepContext(Schema.ECS, Map.of(), Fixtures.GEO_IP, Fixtures.USER_AGENTS, STEPS, WATCH);
        try {
            new RulesReader("rules.yml", Set.of("nginx", "application", "docker")).read(rules, context);
            return List.of();
        } catch (RulesException e) {
            return List.of(e.getMessage());
        }
    }

    private static List<Error> refusals(String rules) throws IOException {
        JsonNode tree = Fixtures.JSON.readTree(json(yaml(rules)));
        return new ArrayList<>(SCHEMA.validate(tree));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{schema: ecs, patterns: {A_1-b: x, N: 5}, types: {a: {as: none, steps: []}}, steps: [], tests: []}",
                "{patterns: , types: , steps: , tests: }",
                "{types: {nginx: , 'my type': {steps: }, billing: {as: application}}}",
                "{steps: [{drop: }, {drop: {}}, {drop: {percentage: 10}}]}",
                "{steps: [{if: a, name: n, tag: {add: x}, on_success: [{drop: {}}], on_failure: , ignore_failure: true}]}",
                "{steps: [{tag: {add: [a, 5, true]}, tag_on_failure: []}, {tag: {add: a}, tag_on_failure: x}]}",
                "{steps: [{group: {steps: [{group: {steps: }}], else: [{drop: {}}], stop_on_failure: true}, if: a, name: x}]}",
                "{steps: [{set: {field: a, value: {b: [1, null, {c: d}]}}}, {set: {field: a}}, {set: {fields: {a: null, b: 1}}}]}",
                "{steps: [{translate: {field: a, dictionary: {404: x, y: [1]}}}]}",
                "{steps: [{gsub: {fields: [[a, b, c], [d, 1, 2]]}}, {sample: {keep: 1}}, {sample: {keep: 0.25}}]}",
                "{steps: [{grok: {fields: {a: '%{WORD:b}', c: ['%{INT:d}', x]}, pattern_definitions: {X: 1}}}]}",
                "{steps: [{rename: {fields: {a: b, '[c][d]': e.f}}}, {kv: {default_keys: {a: b, c: 1}}}]}",
                "{tests: [{message: x, expect: {a: 1}}, {event: {a: 1}, dropped: true}, {name: 1, type: t, message: 5, expect: {}}]}",
                "{tests: [{event: {}, message: x, type: a, expect: {'[a][b]': null}, dropped: false}]}"
            })
    void right_forms_are_taken_by_both(String rules) throws IOException {
        isRight(rules);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "text",
                "{rules: []}",
                "{schema: v1}",
                "{schema: }",
                "{patterns: [a]}",
                "{patterns: {'a b': x}}",
                "{patterns: {a: }}",
                "{patterns: {a: [x]}}",
                "{types: [a]}",
                "{types: {' ': {steps: []}}}",
                "{types: {a: {as: ngnix}}}",
                "{types: {a: {as: }}}",
                "{types: {a: {like: nginx}}}",
                "{types: {a: [{drop: {}}]}}",
                "{types: {a: {drop: {}}}}",
                "{steps: {drop: {}}}",
                "{steps: [drop]}",
                "{steps: [[{drop: {}}]]}",
                "{steps: [{}]}",
                "{steps: [{if: a}]}",
                "{steps: [{dorp: {}}]}",
                "{steps: [{drop: {}, tag: {add: a}}]}",
                "{steps: [{drop: {}, group: {steps: []}}]}",
                "{steps: [{drop: {}, unless: a}]}",
                "{steps: [{drop: true}]}",
                "{steps: [{drop: [a]}]}",
                "{steps: [{drop: {percent: 10}}]}",
                "{steps: [{drop: {if: a}}]}",
                "{steps: [{drop: {}, percentage: 10}]}",
                "{steps: [{drop: {percentage: ten}}]}",
                "{steps: [{drop: {percentage: 1.5}}]}",
                "{steps: [{drop: {percentage: }}]}",
                "{steps: [{drop: {}, if: [a]}]}",
                "{steps: [{drop: {}, if: }]}",
                "{steps: [{drop: {}, name: [a]}]}",
                "{steps: [{drop: {}, name: }]}",
                "{steps: [{drop: {}, ignore_failure: 'true'}]}",
                "{steps: [{drop: {}, tag_on_failure: {a: b}}]}",
                "{steps: [{drop: {}, on_failure: {drop: {}}}]}",
                "{steps: [{drop: {}, on_success: [{dorp: {}}]}]}",
                "{steps: [{sample: }]}",
                "{steps: [{sample: {}}]}",
                "{steps: [{sample: {keep: half}}]}",
                "{steps: [{date: {field: a}}]}",
                "{steps: [{date: {field: [a, b], formats: UNIX}}]}",
                "{steps: [{date: {field: a, formats: {a: UNIX}}}]}",
                "{steps: [{date: {field: a, formats: [[UNIX]]}}]}",
                "{steps: [{json: {skip_on_invalid_json: 1}}]}",
                "{steps: [{json: {target: }}]}",
                "{steps: [{geoip: {field: a.ip, database: country}}]}",
                "{steps: [{rename: {fields: [a, b]}}]}",
                "{steps: [{rename: {fields: {a: [b]}}}]}",
                "{steps: [{rename: {fields: {a: }}}]}",
                "{steps: [{set: {fields: [a]}}]}",
                "{steps: [{gsub: {fields: [a, b, c]}}]}",
                "{steps: [{gsub: {fields: {a: b}}}]}",
                "{steps: [{grok: {fields: {a: {b: c}}}}]}",
                "{steps: [{kv: {default_keys: {a: [b]}}}]}",
                "{steps: [{remove: {fields: [a, null]}}]}",
                "{steps: [{split_event: {on_copies: []}}]}",
                "{steps: [{group: }]}",
                "{steps: [{group: {}}]}",
                "{steps: [{group: [{drop: {}}]}]}",
                "{steps: [{group: {steps: {drop: {}}}}]}",
                "{steps: [{group: {steps: [], if: a}}]}",
                "{steps: [{group: {steps: [], stop_on_failure: 'no'}}]}",
                "{steps: [{group: {steps: []}, on_failure: []}]}",
                "{steps: [{group: {steps: []}, ignore_failure: true}]}",
                "{steps: [{group: {steps: []}, name: [a]}]}",
                "{steps: [{keep: {fields: []}}]}",
                "{steps: [{redact: {fields: a, patterns: []}}]}",
                "{tests: {message: x}}",
                "{tests: [x]}",
                "{tests: [{message: x}]}",
                "{tests: [{message: x, dropped: false}]}",
                "{tests: [{message: x, dropped: 'true', expect: {}}]}",
                "{tests: [{message: x, expect: [a]}]}",
                "{tests: [{message: x, expect: }]}",
                "{tests: [{message: {a: b}, expect: {}}]}",
                "{tests: [{message: , expect: {}}]}",
                "{tests: [{event: , message: x, expect: {}}]}",
                "{tests: [{event: text, expect: {}}]}",
                "{tests: [{type: a, expect: {}}]}",
                "{tests: [{type: [a], message: x, expect: {}}]}",
                "{tests: [{line: x, message: x, expect: {}}]}"
            })
    void wrong_forms_are_refused_by_both(String rules) throws IOException {
        assertThat(faults(rules)).as("the reader").isNotEmpty();
        assertThat(refusals(rules)).as("the schema").isNotEmpty();
    }

    /** What names and kinds do not tell. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{steps: [{drop: {}, if: 'a ='}]}",
                "{steps: [{drop: {}, if: ''}]}",
                "{steps: [{drop: {percentage: 101}}]}",
                "{steps: [{remove: {fields: 'a..b'}}]}",
                "{steps: [{set: {field: a, value: '${b'}}]}",
                "{steps: [{rename: {field: a}}]}",
                "{steps: [{deliver: {}}]}",
                "{steps: [{grok: {patterns: '%{NOWHERE:a}'}}]}",
                "{steps: [{date: {field: a, formats: 'yyyy-qq'}}]}"
            })
    void what_stands_in_texts_only_the_reader_judges(String rules) throws IOException {
        assertThat(faults(rules)).as("the reader").isNotEmpty();
        assertThat(refusals(rules)).as("the schema").isEmpty();
    }
}
