package com.jisu.logs.parsers.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.Fixtures;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ua_parser.Client;
import ua_parser.Parser;

/** The same as uap-java, which tries each rule. */
class AgentRulesTest {

    private static final AgentRules RULES = AgentRules.open();
    private static final Parser UAP_JAVA = new Parser();

    private static final RealAgents AGENTS = new RealAgents(Fixtures.random("AgentRulesTest"));

    @Test
    void some_of_uap_cores_own_cases_are_taken_apart_as_uap_java_does_it() {
        for (int i = 0; i < 500; i++) {
            assertSame(AGENTS.next());
        }
    }

    @Test
    void user_agents_made_of_others_are_taken_apart_as_uap_java_does_it() {
        for (int i = 0; i < 1000; i++) {
            assertSame(AGENTS.changed());
        }
    }

    @Tag("long")
    @Test
    void all_of_uap_cores_own_cases_are_taken_apart_as_uap_java_does_it() {
        assertThat(AGENTS.all()).hasSizeGreaterThan(30_000);
        AGENTS.all().forEach(AgentRulesTest::assertSame);
    }

    @Tag("long")
    @Test
    void a_hundred_thousand_user_agents_made_of_others_are_taken_apart_as_uap_java_does_it() {
        for (int i = 0; i < 100_000; i++) {
            assertSame(AGENTS.changed());
        }
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void a_hostile_user_agent_is_taken_apart_as_uap_java_does_it(String agent) {
        assertSame(agent);
    }

    static Stream<String> hostile() {
        return Stream.of(
                "",
                " ",
                "$1",
                "\\",
                "\n",
                "x".repeat(UserAgents.MAX_LENGTH),
                "bot".repeat(170),
                "; ".repeat(256),
                "; SM-".repeat(100),
                "Build/".repeat(85),
                "$1$2$3 Build/".repeat(39),
                "Mobile Android iPhone Windows Phone bot Linux Build/ Mozilla/5.0 ".repeat(7),
                "Mozilla/5.0 (Linux; Android 9; $2 $1 Build/X) AppleWebKit/537.36",
                "Mozilla/5.0 (Linux; Android 4.4; LG-$1\\ Build/KOT49I) Chrome/30.0.0.0 Mobile Safari/537.36",
                "\u212Aindle/1.0 \u017Fafari/1.0 ANDRO\u0130D/1.0",
                "\uD83D\uDE00".repeat(200) + " Chrome/1.2.3.4");
    }

    @Test
    void user_agents_full_of_words_of_others_are_taken_apart_as_uap_java_does_it() {
        for (int i = 0; i < 100; i++) {
            StringBuilder words = new StringBuilder();
            while (words.length() < UserAgents.MAX_LENGTH) {
                String[] some = AGENTS.next().split("(?<=[ ;()])");
                words.append(some[some.length / 2]);
            }
            assertSame(words.toString());
        }
    }

    private static void assertSame(String agent) {
        String text = agent.substring(0, Math.min(agent.length(), UserAgents.MAX_LENGTH));
        assertThat(parts(RULES.parse(text))).as(text).isEqualTo(parts(UAP_JAVA.parse(text)));
    }

    private static List<String> parts(AgentParts parts) {
        return Stream.of(
                        Stream.of(parts.name()),
                        Arrays.stream(parts.version()),
                        Stream.of(parts.os()),
                        Arrays.stream(parts.osVersion()),
                        Stream.of(parts.device()))
                .flatMap(each -> each)
                .toList();
    }

    private static List<String> parts(Client client) {
        return Arrays.asList(
                client.userAgent.family,
                client.userAgent.major,
                client.userAgent.minor,
                client.userAgent.patch,
                client.os.family,
                client.os.major,
                client.os.minor,
                client.os.patch,
                client.os.patchMinor,
                client.device.family);
    }
}
