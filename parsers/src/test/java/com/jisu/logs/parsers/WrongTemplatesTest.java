package com.jisu.logs.parsers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.ParserObserver;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.template.Difference;
import com.jisu.logs.parsers.template.DocumentTemplate;
import com.jisu.logs.parsers.template.TemplateParser;
import com.jisu.logs.parsers.template.TrieNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Templates that are not what the rules make: as a fault in the program would have them. */
class WrongTemplatesTest {

    private static final int EVENTS = 3 * TemplateParser.CHECKED;

    /** Takes note of what it is told. */
    private static final class Notes implements ParserObserver {
        private int byTemplate;
        private int byRules;
        private int checked;
        private final List<String> differences = new ArrayList<>();
        private final List<RuntimeException> failures = new ArrayList<>();

        @Override
        public void madeByTemplate() {
            byTemplate++;
        }

        @Override
        public void madeByRules() {
            byRules++;
        }

        @Override
        public void checked() {
            checked++;
        }

        @Override
        public void differs(RawPosition position, String difference) {
            differences.add(position.offset() + ": " + difference);
        }

        @Override
        public void templateFailed(RawPosition position, RuntimeException failure) {
            failures.add(failure);
        }
    }

    private final Notes notes = new Notes();
    private final EventParser parser = new EventParser(Fixtures.settings(Schema.ECS), notes);
    private final EventParser rules = Fixtures.ecs();

    private static byte[] event(int number) {
        return Fixtures.event("application", "{\"level\":\"info\",\"message\":\"order " + number + "\"}")
                .toString()
                .getBytes(UTF_8);
    }

    private static RawPosition position(int number) {
        return new RawPosition("raw", 0, number);
    }

    private ParsedEvent parse(int number) throws MalformedEventException {
        return parser.parse(event(number), position(number), Fixtures.ARRIVAL);
    }

    private boolean isByRules(ParsedEvent parsed, int number) throws MalformedEventException {
        ParsedEvent expected = rules.parseByRules(event(number), position(number), Fixtures.ARRIVAL, null);
        return Difference.of(parsed, expected) == null;
    }

    /** Parses such events until there is a template for them. */
    private void learn() throws MalformedEventException {
        while (parser.trie().read(event(0)) == null) {
            parse(0);
        }
        notes.byRules = 0;
    }

    /** Makes the parser learn of an event, and spoils what it has learned. */
    private void spoil(UnaryOperator<DocumentTemplate> fault) throws MalformedEventException {
        learn();
        TrieNode event = end(parser.trie().events());
        TrieNode line = end(parser.trie().lines());
        event.setTemplate(line, fault.apply(event.template(line)));
    }

    private static TrieNode end(TrieNode begin) {
        TrieNode node = begin;
        while (!node.next().isEmpty()) {
            node = node.next().get(0);
        }
        return node;
    }

    private static DocumentTemplate with(DocumentTemplate template, byte[][] constants) {
        return new DocumentTemplate(
                constants,
                template.places(),
                template.longTexts(),
                template.asked(),
                template.zone(),
                template.objects(),
                template.otherLeaves(),
                template.eventTime(),
                template.time(),
                template.id(),
                template.logType(),
                template.engineLine(),
                template.access());
    }

    private static DocumentTemplate wrong(DocumentTemplate template) {
        byte[][] constants = template.constants().clone();
        for (int i = 0; i < constants.length; i++) {
            constants[i] = new String(constants[i], UTF_8)
                    .replace("\"level\"", "\"lever\"")
                    .getBytes(UTF_8);
        }
        return with(template, constants);
    }

    @Test
    void right_ones_are_checked_now_and_then() throws Exception {
        learn();
        for (int i = 1; i <= EVENTS; i++) {
            assertThat(isByRules(parse(i), i)).isTrue();
        }
        assertThat(notes.checked).isEqualTo(3);
        assertThat(notes.byRules).isZero();
        assertThat(notes.byTemplate).isEqualTo(EVENTS);
        assertThat(notes.differences).isEmpty();
    }

    @Test
    void are_found_within_1024_events_and_the_document_of_the_rules_is_sent_from_then_on() throws Exception {
        spoil(WrongTemplatesTest::wrong);
        int first = 0;
        for (int i = 1; i <= EVENTS; i++) {
            boolean right = isByRules(parse(i), i);
            first = first == 0 && right ? i : first;
            assertThat(right).isEqualTo(first > 0);
        }
        assertThat(first).isEqualTo(TemplateParser.CHECKED);
        assertThat(notes.differences).hasSize(1);
        assertThat(notes.differences.get(0))
                .startsWith("1024: the field log.level, byte ")
                .doesNotContain("order", "info");
        assertThat(notes.byTemplate).isEqualTo(TemplateParser.CHECKED - 1);
    }

    @Test
    void that_fail_are_used_no_more_and_the_rules_make_the_document() throws Exception {
        spoil(template -> with(template, Arrays.copyOf(template.constants(), 1)));
        for (int i = 1; i <= EVENTS; i++) {
            assertThat(isByRules(parse(i), i)).isTrue();
        }
        assertThat(notes.failures).hasSize(1).first().isInstanceOf(ArrayIndexOutOfBoundsException.class);
        assertThat(notes.byTemplate).isZero();
        assertThat(notes.byRules).isEqualTo(EVENTS);
    }

    @Test
    void do_not_keep_right_ones_from_being_used() throws Exception {
        spoil(template -> with(template, Arrays.copyOf(template.constants(), 1)));
        parse(1);
        byte[] other = Fixtures.event("application", "{\"severity\":\"info\",\"message\":\"order\"}")
                .toString()
                .getBytes(UTF_8);
        for (int i = 0; i < 10; i++) {
            parser.parse(other, position(i), Fixtures.ARRIVAL);
        }
        assertThat(notes.failures).hasSize(1);
        assertThat(notes.byTemplate).isPositive();
    }
}
