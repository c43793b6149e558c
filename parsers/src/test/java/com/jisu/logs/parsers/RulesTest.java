package com.jisu.logs.parsers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.parsers.api.Delivery;
import com.jisu.logs.parsers.api.FieldOrigin;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.ParserObserver;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.parsers.api.RulesException;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.api.StepCount;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rules do with events, from the file to the documents. */
class RulesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ParserSettings ECS = Fixtures.settings(Schema.ECS);
    private static final long ARRIVAL = Instant.parse("2026-11-30T10:00:00Z").toEpochMilli();
    private static final RawPosition POSITION = new RawPosition("raw", 0, 7);

    @TempDir
    private Path folder;

    private static Rules rules(String yaml) throws RulesException {
        return Rules.of("rules.yml", yaml.getBytes(StandardCharsets.UTF_8), Path.of("."), ECS);
    }

    private static List<ParsedEvent> parse(Rules rules, String event) throws Exception {
        RuledParser parser = new RuledParser(ECS, rules, ParserObserver.NONE);
        return parser.parse(event.getBytes(StandardCharsets.UTF_8), POSITION, ARRIVAL);
    }

    private static List<JsonNode> documents(String yaml, String event) throws Exception {
        List<JsonNode> documents = new ArrayList<>();
        for (ParsedEvent each : parse(rules(yaml), event)) {
            documents.add(JSON.readTree(each.document()));
        }
        return documents;
    }

    private static JsonNode document(String yaml, String event) throws Exception {
        List<JsonNode> all = documents(yaml, event);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static String event(String type, String members) {
        return "{\"@timestamp\":\"2026-11-30T09:59:59.000Z\",\"fields\":{\"logtype\":\"" + type + "\"}," + members
                + "}";
    }

    @Test
    void an_event_of_a_type_without_steps_is_the_same_document_by_the_same_way() throws Exception {
        Rules rules = rules("types: {other: {steps: [{drop: {}}]}}");
        byte[] event = event("nginx", "\"message\":\"x\"").getBytes(StandardCharsets.UTF_8);
        RuledParser with = new RuledParser(ECS, rules, ParserObserver.NONE);
        EventParser without = new EventParser(ECS);
        for (int i = 0; i < 5; i++) {
            assertThat(with.parse(event, POSITION, ARRIVAL).get(0).document())
                    .isEqualTo(without.parse(event, POSITION, ARRIVAL).document());
        }
        assertThat(with.parser().eventsByTemplate()).isEqualTo(without.eventsByTemplate());
    }

    @Test
    void the_steps_of_a_type_come_before_those_of_all() throws Exception {
        JsonNode document = document("""
                types: {a: {steps: [{set: {field: x, value: type}}]}}
                steps: [{set: {field: y, value: 'behind ${x}'}}]
                """, event("a", "\"message\":\"m\""));
        assertThat(document.path("y").asText()).isEqualTo("behind type");
    }

    @Test
    void a_type_is_parsed_as_the_built_in_one_that_it_names() throws Exception {
        String line = "\"message\":\"{\\\"level\\\":\\\"warn\\\",\\\"message\\\":\\\"hello\\\"}\"";
        assertThat(document("types: {billing: {as: application}}", event("billing", line))
                        .path("message")
                        .asText())
                .isEqualTo("hello");
        assertThat(document("types: {billing: {}}", event("billing", line))
                        .path("message")
                        .asText())
                .startsWith("{");
        assertThat(document("types: {application: {}}", event("application", line))
                        .path("message")
                        .asText())
                .isEqualTo("hello");
        assertThat(document("types: {application: {as: none}}", event("application", line))
                        .path("message")
                        .asText())
                .startsWith("{");
    }

    @Test
    void a_group_asks_once_and_the_others_take_else() throws Exception {
        String yaml = """
                steps:
                  - if: 'state == "error"'
                    group:
                      steps: [{set: {field: state, value: info}}, {set: {field: x, value: 1}}]
                      else: [{set: {field: x, value: 2}}]
                """;
        assertThat(document(yaml, event("a", "\"state\":\"error\"")).path("x").asInt())
                .isEqualTo(1);
        assertThat(document(yaml, event("a", "\"state\":\"info\"")).path("x").asInt())
                .isEqualTo(2);
    }

    @Test
    void a_group_that_stops_passes_the_rest_over_and_what_is_behind_goes_on() throws Exception {
        JsonNode document = document("""
                steps:
                  - group:
                      stop_on_failure: true
                      steps:
                        - set: {field: a, value: 1}
                        - convert: {field: message, type: integer}
                          on_success: [{set: {field: never, value: 1}}]
                        - set: {field: b, value: 1}
                        - group: {steps: [{set: {field: c, value: 1}}]}
                  - set: {field: d, value: 1}
                """, event("a", "\"message\":\"no number\""));
        assertThat(document.has("a")).isTrue();
        assertThat(document.has("b")).isFalse();
        assertThat(document.has("c")).isFalse();
        assertThat(document.has("d")).isTrue();
        assertThat(document.has("never")).isFalse();
        assertThat(document.path("tags").toString()).isEqualTo("[\"_mutate_error\"]");
    }

    @Test
    void what_happens_on_failure_is_the_rules_to_say() throws Exception {
        String step = "steps: [{convert: {field: message, type: integer}, %s}, {set: {field: behind, value: 1}}]";
        String event = event("a", "\"message\":\"no number\"");
        JsonNode tagged = document(step.formatted("tag_on_failure: [t, u]"), event);
        assertThat(tagged.path("tags").toString()).isEqualTo("[\"t\",\"u\"]");
        assertThat(tagged.has("behind")).isTrue();
        assertThat(document(step.formatted("tag_on_failure: []"), event).has("tags"))
                .isFalse();
        assertThat(document(step.formatted("ignore_failure: true"), event).has("tags"))
                .isFalse();
        JsonNode handled = document(step.formatted("on_failure: [{set: {field: h, value: 1}}]"), event);
        assertThat(handled.path("h").asInt()).isEqualTo(1);
        assertThat(handled.path("tags").toString()).isEqualTo("[\"_mutate_error\"]");
    }

    @Test
    void on_success_is_not_for_a_step_that_had_nothing_to_do() throws Exception {
        String yaml = "steps: [{rename: {field: a, to: b}, on_success: [{set: {field: done, value: true}}]}]";
        assertThat(document(yaml, event("a", "\"a\":1")).has("done")).isTrue();
        assertThat(document(yaml, event("a", "\"c\":1")).has("done")).isFalse();
    }

    @Test
    void a_dropped_event_is_no_document() throws Exception {
        String yaml = "steps: [{drop: {}, if: 'message == \"x\"'}]";
        assertThat(documents(yaml, event("a", "\"message\":\"x\""))).isEmpty();
        assertThat(documents(yaml, event("a", "\"message\":\"y\""))).hasSize(1);
    }

    @Test
    void events_made_of_one_have_ids_of_their_own_that_a_replay_makes_again() throws Exception {
        String yaml =
                "steps: [{split_event: {field: items, target: item}}, {split_event: {field: item.parts, target: part}}]";
        String event = event("a", "\"items\":[{\"parts\":[1,2]},{\"parts\":[3,4]},{\"parts\":[5]}]");
        List<String> ids = parse(rules(yaml), event).stream()
                .map(each -> new String(each.id(), StandardCharsets.UTF_8))
                .toList();
        assertThat(ids).hasSize(5).doesNotHaveDuplicates();
        assertThat(parse(rules(yaml), event).stream()
                        .map(each -> new String(each.id(), StandardCharsets.UTF_8))
                        .toList())
                .isEqualTo(ids);
    }

    @Test
    void of_events_made_of_one_those_of_a_groups_condition_come_first() throws Exception {
        List<JsonNode> all = documents("""
                steps:
                  - split_event: {field: n, target: n}
                  - if: 'n == 2'
                    group: {steps: [{set: {field: x, value: 1}}]}
                """, event("a", "\"n\":[1,2,3]"));
        assertThat(all.stream().map(each -> each.path("n").asInt()).toList()).containsExactly(2, 1, 3);
    }

    @Test
    void a_document_goes_where_the_last_deliver_says() throws Exception {
        Rules rules = rules("""
                steps:
                  - deliver: {index: 'a-${@timestamp|yyyy.MM.dd}'}
                  - deliver: {index: 'B ${service.name}', id: '${k}', pipeline: p, routing: r}
                    if: 'k'
                """);
        assertThat(parse(rules, event("a", "\"message\":\"m\"")).get(0).delivery())
                .isEqualTo(new Delivery("a-2026.11.30", null, null, null));
        ParsedEvent other = parse(rules, event("a", "\"k\":\"7\",\"service\":{\"name\":\"S\"}"))
                .get(0);
        assertThat(other.delivery()).isEqualTo(new Delivery("b_s", "7", "p", "r"));
        assertThat(new String(other.id(), StandardCharsets.UTF_8)).isEqualTo("7");
    }

    @Test
    void a_copy_is_delivered_as_it_was_also_of_an_event_that_is_dropped_then() throws Exception {
        Rules rules = rules("""
                steps:
                  - deliver: {index: one, copy: true}
                  - set: {field: message, value: later}
                  - deliver: {index: two, copy: true}
                  - drop: {}
                """);
        List<ParsedEvent> all = parse(rules, event("a", "\"message\":\"first\""));
        assertThat(all.stream().map(each -> each.delivery().index()).toList()).containsExactly("one", "two");
        assertThat(JSON.readTree(all.get(0).document()).path("message").asText())
                .isEqualTo("first");
        assertThat(JSON.readTree(all.get(1).document()).path("message").asText())
                .isEqualTo("later");
        assertThat(all.get(0).id()).isNotEqualTo(all.get(1).id());
    }

    @Test
    void what_was_sent_before_and_what_was_copied_have_ids_of_their_own() throws Exception {
        Rules rules = rules("""
                steps:
                  - split_event: {copies: [x, y, z]}
                  - deliver: {index: one, copy: true}
                  - deliver: {index: two, copy: true}
                """);
        List<String> ids = parse(rules, event("a", "\"message\":\"first\"")).stream()
                .map(each -> new String(each.id(), StandardCharsets.UTF_8).substring(22))
                .toList();
        assertThat(ids)
                .containsExactly("", ".1", ".2", "-0", "-0.1", "-0.2", "-1", "-1.1", "-1.2", "-2", "-2.1", "-2.2");
    }

    @Test
    void what_the_index_can_not_take_is_placed_as_that_of_applications() throws Exception {
        JsonNode document = document(
                "steps: [{set: {field: source.ip, value: nonsense}}, {set: {field: 'host', value: flat}}]",
                event("a", "\"message\":\"m\""));
        assertThat(document.toString()).contains("nonsense", "flat");
        assertThat(document.at("/source/ip").isMissingNode()).isTrue();
        assertThat(document.path("tags").toString()).contains("_fieldconflict");
    }

    @Test
    void a_time_that_a_step_sets_chooses_the_day() throws Exception {
        ParsedEvent parsed = parse(
                        rules("steps: [{set: {field: '@timestamp', value: '2026-11-12T13:14:15.678Z'}}]"),
                        event("a", "\"message\":\"m\""))
                .get(0);
        assertThat(parsed.time())
                .isEqualTo(Instant.parse("2026-11-12T13:14:15.678Z").toEpochMilli());
    }

    @Test
    void metadata_is_there_for_steps_and_in_no_document() throws Exception {
        JsonNode document = document(
                "steps: [{set: {field: x, value: '${@metadata.beat}'}}, {set: {field: '@metadata.y', value: 1}}]",
                event("a", "\"@metadata\":{\"beat\":\"filebeat\"}"));
        assertThat(document.path("x").asText()).isEqualTo("filebeat");
        assertThat(document.has("@metadata")).isFalse();
    }

    @Test
    void copies_of_long_texts_hold_nothing_that_was_redacted() throws Exception {
        String secret = "amy@example.com";
        String text = "word ".repeat(400) + secret;
        JsonNode document = document(
                "steps: [{redact: {fields: [note], patterns: [email]}}]", event("a", "\"note\":\"" + text + "\""));
        assertThat(document.toString()).doesNotContain(secret).contains("***");
        assertThat(document.at("/application/text").toString()).contains("***");
    }

    @Test
    void each_field_is_explained_by_the_step_that_made_it() throws Exception {
        Rules rules = rules("steps:\n  - set: {field: x, value: 1}\n    name: first\n  - set: {field: y, value: 2}\n");
        RuledParser parser = new RuledParser(ECS, rules, ParserObserver.NONE);
        parser.parser().explain();
        byte[] event = event("a", "\"message\":\"m\"").getBytes(StandardCharsets.UTF_8);
        ParsedEvent parsed = parser.parser().parse(event, POSITION, ARRIVAL);
        List<FieldOrigin> fields = parser.explain(parsed, event, ARRIVAL).get(0);
        assertThat(fields)
                .contains(
                        new FieldOrigin("x", "1", "rules.yml:2 set (first)"),
                        new FieldOrigin("y", "2", "rules.yml:4 set"),
                        new FieldOrigin("message", "\"m\"", "as it was shipped"));
    }

    @Test
    void steps_count_what_they_do() throws Exception {
        Rules rules = rules("""
                steps:
                  - convert: {field: n, type: integer}
                  - drop: {}
                    if: 'n == 3'
                """);
        for (String n : List.of("1", "2", "3", "x")) {
            parse(rules, event("a", "\"n\":\"" + n + "\""));
        }
        List<StepCount> counts = rules.counts();
        assertThat(counts.get(0).events()).isEqualTo(4);
        assertThat(counts.get(0).failures()).isEqualTo(1);
        assertThat(counts.get(0).line()).isEqualTo(2);
        assertThat(counts.get(1).events()).isEqualTo(1);
        assertThat(counts.get(1).dropped()).isEqualTo(1);
    }

    @Test
    void all_faults_are_told_at_once_with_their_lines() {
        assertThatThrownBy(() -> rules("""
                        typs: {}
                        patterns: {'A B': x}
                        types:
                          foo:
                            as: ngin
                            grok: {}
                        steps:
                          - gruop: {steps: []}
                          - grok: {field: message, pattern: ['x']}
                            iff: x
                          - drop
                          - if: 'a = b'
                            drop: {}
                          - set: {field: a, value: 1, if: 'x'}
                          - set: {value: 1}
                          - rename: {field: a, to: b}
                            remove: {fields: c}
                          - date: {field: a, formats: [nonsense-qq]}
                          - if: 'x'
                          - grok: {field: message, patterns: ['%{NUMBR:x}']}
                          - sample: {keep: lots}
                          - set: {field: 'a..b', value: 1}
                        tests:
                          - {mesage: x, expect: {}}
                        """))
                .isInstanceOfSatisfying(
                        RulesException.class,
                        e -> assertThat(e.faults())
                                .anyMatch(each ->
                                        each.equals("rules.yml:1: 'typs' is unknown here; did you mean 'types'?"))
                                .anyMatch(each -> each.startsWith("rules.yml:2: patterns must be names"))
                                .anyMatch(
                                        each -> each.contains("rules.yml:5:") && each.contains("did you mean 'nginx'?"))
                                .anyMatch(each ->
                                        each.contains("rules.yml:6:") && each.contains("steps stand below 'steps:'"))
                                .anyMatch(each -> each.equals("rules.yml:8: 'gruop' is no step; did you mean 'group'?"))
                                .anyMatch(each -> each.equals(
                                        "rules.yml:9: grok has no option 'pattern'; did you mean 'patterns'?"))
                                .anyMatch(each -> each.equals(
                                        "rules.yml:10: 'iff' is no option that every step has; did you mean 'if'?"))
                                .anyMatch(
                                        each -> each.equals(
                                                "rules.yml:11: 'drop' lacks its options; write 'drop: {}' where there are none"))
                                .anyMatch(each -> each.equals(
                                        "rules.yml:12: if, at character 3: '=' is no operator; did you mean ==?"))
                                .anyMatch(each ->
                                        each.equals("rules.yml:14: 'if' belongs beside 'set', not into its braces"))
                                .anyMatch(each -> each.startsWith("rules.yml:15: set"))
                                .anyMatch(each -> each.startsWith("rules.yml:16: 'rename' and 'remove' are two steps"))
                                .anyMatch(each -> each.startsWith("rules.yml:18: date"))
                                .anyMatch(each ->
                                        each.startsWith("rules.yml:19: the step that this belongs to is missing"))
                                .anyMatch(each -> each.startsWith("rules.yml:20: grok") && each.contains("NUMBER"))
                                .anyMatch(each -> each.equals("rules.yml:21: sample.keep must be a number, not 'lots'"))
                                .anyMatch(each -> each.startsWith("rules.yml:22: ") && each.contains("a..b"))
                                .anyMatch(each -> each.startsWith(
                                        "rules.yml:24: 'mesage' is unknown in a test; did you mean 'message'?")));
    }

    @Test
    void what_is_no_yaml_and_no_file_is_said_in_one_line() {
        assertThatThrownBy(() -> rules("a: ["))
                .isInstanceOf(RulesException.class)
                .hasMessageContaining("rules.yml:1: this is no YAML");
        assertThatThrownBy(() -> rules("- a")).hasMessageContaining("rules are expected");
        assertThatThrownBy(() -> Rules.read(folder.resolve("none.yml"), ECS)).hasMessageContaining("there is no file");
    }

    @Test
    void yaml_that_unfolds_without_end_is_refused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n");
        }
        assertThatThrownBy(() -> rules(bomb + "steps: *a39\n")).isInstanceOf(RulesException.class);
        assertThatThrownBy(() -> rules("steps: &s\n  - group: {steps: *s}\n")).isInstanceOf(RulesException.class);
    }

    @Test
    void a_test_that_fails_names_the_field() throws Exception {
        Rules rules = rules("""
                steps: [{set: {field: a.b, value: 1}}]
                tests:
                  - {name: right, message: m, expect: {a.b: 1, c: null}}
                  - {name: wrong, message: m, expect: {a.b: 2}}
                  - {name: kept, message: m, dropped: true}
                """);
        assertThat(rules.test(ECS).stream()
                        .map(each -> each.name() + each.passed())
                        .toList())
                .containsExactly("righttrue", "wrongfalse", "keptfalse");
        assertThatThrownBy(() -> rules.check(ECS))
                .isInstanceOfSatisfying(
                        RulesException.class,
                        e -> assertThat(e.faults())
                                .containsExactly(
                                        "rules.yml:4: test 'wrong': a.b is 1, not 2",
                                        "rules.yml:5: test 'kept': it is not dropped"));
    }

    @Test
    void a_file_that_changed_has_another_hash() throws Exception {
        Path file = folder.resolve("rules.yml");
        Files.writeString(file, "steps: []");
        String hash = Rules.read(file, ECS).hash();
        assertThat(Rules.hashOf(file)).isEqualTo(hash).hasSize(12);
        Files.writeString(file, "steps: [] ");
        assertThat(Rules.hashOf(file)).isNotEqualTo(hash);
    }
}
