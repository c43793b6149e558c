package com.jisu.logs.parsers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.jisu.logs.parsers.api.MalformedEventException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Events that look real are changed at all levels, and each is repeated with other values, so that templates are made and
 * used: what one parser makes of all of them is what the rules make. More of them with {@code -Djisu.logs.rounds}.
 */
class MutatedEventsTest {

    private static final int ROUNDS = Integer.getInteger("jisu.logs.rounds", 10);

    private final Random random = Fixtures.random("MutatedEventsTest");
    private final RandomEvents events = new RandomEvents(random);
    private EventParser used;
    private EventParser rules;

    private void compare(byte[] event) {
        try {
            Fixtures.assertByRules(used, rules, event);
        } catch (MalformedEventException e) {
            assertThatExceptionOfType(MalformedEventException.class)
                    .as(new String(event, UTF_8))
                    .isThrownBy(() -> rules.parseByRules(event, Fixtures.POSITION, Fixtures.ARRIVAL, null))
                    .withMessage(e.getMessage());
            assertThatExceptionOfType(MalformedEventException.class)
                    .as(new String(event, UTF_8))
                    .isThrownBy(() -> used.parse(event, Fixtures.POSITION, Fixtures.ARRIVAL));
        }
    }

    private void makeParsers() {
        int maxFields = one(3) ? 5 + random.nextInt(20) : 512;
        int maxDepth = one(4) ? 2 + random.nextInt(4) : 16;
        ParserSettings settings = Fixtures.ecs(maxDepth, maxFields).withIngested();
        used = new EventParser(settings);
        rules = new EventParser(settings);
    }

    @Test
    void make_the_documents_that_the_rules_make() {
        long known = 0;
        for (int round = 0; round < ROUNDS; round++) {
            makeParsers();
            for (int family = 0; family < 220; family++) {
                compareFamily();
            }
            known += used.eventsByTemplate();
        }
        assertThat(known).as("events that were known").isGreaterThan(50L * ROUNDS);
    }

    private void compareFamily() {
        RandomEvents.Node event = events.event();
        for (int i = random.nextInt(8) - 3; i > 0; i--) {
            event = events.mutated(event);
        }
        events.chooseStyle();
        String template = events.write(event);
        int repeats = 4 + random.nextInt(6);
        for (int i = 0; i < repeats; i++) {
            byte[] bytes = events.filled(template, i < 4 && !one(4) ? 0 : random.nextInt(3))
                    .getBytes(UTF_8);
            if (one(40)) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            if (one(60)) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 3));
            }
            compare(bytes);
        }
        // As above, but with one more mutation: near to a shape that is known.
        if (one(2)) {
            compare(events.filled(events.write(events.mutated(event)), 0).getBytes(UTF_8));
        }
    }

    private boolean one(int of) {
        return random.nextInt(of) == 0;
    }
}
