package com.jisu.logs.parsers.loggers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.json.Leaf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelTest {

    private static Leaf leaf(String text) {
        return text.matches("-?[0-9.e+]+") ? Leaf.raw(Leaf.Kind.NUMBER, text.getBytes(UTF_8)) : Leaf.text(text);
    }

    @ParameterizedTest
    @CsvSource({
        "trace, trace finest FINER silly verbose All TRACE",
        "debug, debug fine CONFIG Debug",
        "info, info Information informational log http default INFO",
        "notice, notice NOTICE",
        "warn, warn WARNING Warning",
        "error, error ERR Severe",
        "critical, critical CRIT",
        "alert, ALERT",
        "emergency, emerg EMERGENCY",
        "fatal, fatal panic DPANIC",
        "audit, AUDIT audit",
        "success, success"
    })
    void words_have_one_spelling(String level, String spellings) {
        for (String spelling : spellings.split(" ")) {
            assertThat(Level.of(Leaf.text(spelling)).text()).isEqualTo(level);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10, trace",
        "15, trace",
        "20, debug",
        "30, info",
        "35, info",
        "39.9, info",
        "40, warn",
        "50, error",
        "59, error",
        "60, fatal",
        "61, 61",
        "9, 9",
        "3, 3",
        "0, 0",
        "-1, -1",
        "70, 70",
        "1e1, 1e1",
        "100, debug",
        "200, info",
        "250, notice",
        "300, warn",
        "400, error",
        "500, critical",
        "550, alert",
        "600, emergency",
        "700, 700",
        "20000, 20000"
    })
    void numbers_are_those_of_pino_bunyan_and_php(String number, String level) {
        Leaf named = Level.of(leaf(number));
        assertThat(named.isString()).isTrue();
        assertThat(named.text()).isEqualTo(level);
        assertThat(Level.of(Leaf.text(number)).text()).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({
        "0, emergency",
        "1, alert",
        "2, critical",
        "3, error",
        "4, warn",
        "5, notice",
        "6, info",
        "7, debug",
        "8, 8",
        "2.5, 2.5",
        "30, info"
    })
    void numbers_of_syslog(String number, String level) {
        assertThat(Level.ofSyslog(leaf(number)).text()).isEqualTo(level);
        assertThat(Level.ofSyslog(Leaf.text(number)).text()).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({"DEBUG1, debug", "DEBUG5, debug", "DEBUG6, debug6", "LOG, info", "WARNING, warn", "PANIC, fatal"})
    void words_of_a_database(String word, String level) {
        assertThat(Level.ofDatabase(Leaf.text(word)).text()).isEqualTo(level);
    }

    @Test
    void what_is_spelled_so_is_the_same_value() {
        Leaf level = Leaf.raw(Leaf.Kind.STRING, "\"info\"".getBytes(UTF_8));
        assertThat(Level.of(level)).isSameAs(level);
    }

    @Test
    void a_text_that_is_too_long_for_a_level_stays() {
        Leaf level = Leaf.text("A".repeat(65));
        assertThat(Level.of(level)).isSameAs(level);
    }
}
