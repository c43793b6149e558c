package com.jisu.logs.parsers;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.ParserObserver;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.parsers.api.Schema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A document that rules get from the parser as it is becomes what one becomes that was written and read again. */
class UnwrittenDocumentTest {

    private static final long ARRIVAL = Instant.parse("2026-11-30T10:00:00Z").toEpochMilli();
    private static final RawPosition POSITION = new RawPosition("raw", 0, 7);
    private static final int EVENTS = 3000;

    private static final String RULES = """
            types:
              own:
                steps:
                  - grok: {field: message, patterns: ['%{WORD:word} %{INT:number:int}']}
                  - if: word != 'x'
                    set: {field: labels.team, value: '${message}'}
                  - rename: {field: a, to: b.c}
                    ignore_failure: true
                  - copy: {field: b, to: again}
                    ignore_failure: true
                  - remove: {fields: [ecs.version, '@version', c.d]}
                  - lowercase: {fields: [d]}
                    ignore_failure: true
                  - append: {field: host.names, value: '${host.name:nobody}'}
                    ignore_failure: true
            """;

    private static List<String> texts(List<ParsedEvent> documents) {
        return documents.stream()
                .map(each -> new String(each.id(), StandardCharsets.UTF_8) + " " + each.time() + " " + each.tags() + " "
                        + new String(each.document(), StandardCharsets.UTF_8))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Schema.class)
    void it_becomes_the_same(Schema schema) throws Exception {
        Random random = Fixtures.random("it_becomes_the_same");
        RandomJson json = new RandomJson(random);
        ParserSettings settings = Fixtures.settings(schema);
        int unwritten = 0;
        int compared = 0;
        try (Rules rules = Rules.of("rules.yml", RULES.getBytes(StandardCharsets.UTF_8), Path.of("."), settings)) {
            RuledParser parser = new RuledParser(settings, rules, ParserObserver.NONE);
            RuledParser other = new RuledParser(settings, rules, ParserObserver.NONE);
            for (int i = 0; i < EVENTS; i++) {
                String members = json.object().strip().substring(1).strip();
                String event =
                        "{\"@timestamp\":\"2026-11-30T09:59:59.000Z\",\"host\":{\"name\":\"web-1\"},\"message\":\""
                                + (random.nextBoolean() ? "worker " + i : "x") + "\",\"a\":" + json.object()
                                + ",\"d\":\"UP\",\"fields\":{\"logtype\":\"own\"}"
                                + (members.equals("}") ? members : "," + members);
                byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
                ParsedEvent parsed = parser.parser().parse(bytes, POSITION, ARRIVAL);
                unwritten += parsed.document().length == 0 ? 1 : 0;
                List<String> expected = texts(
                        other.change(other.parser().parseByRules(bytes, POSITION, ARRIVAL, null), bytes, ARRIVAL));
                // With more fields than there may be, others may be the ones that overflow.
                if (expected.stream().noneMatch(text -> text.contains("\"overflow\":{"))) {
                    assertThat(texts(parser.change(parsed, bytes, ARRIVAL)))
                            .as(event)
                            .isEqualTo(expected);
                    compared++;
                }
            }
        }
        assertThat(unwritten).isGreaterThan(EVENTS / 5);
        assertThat(compared).isGreaterThan(EVENTS / 10);
    }
}
