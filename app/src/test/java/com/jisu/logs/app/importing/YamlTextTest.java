package com.jisu.logs.app.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class YamlTextTest {

    private static final String SIGNS = "ab1 \t\n\r'\"\\:#-?,[]{}&*!|>%@`=~$\u0000\u0007\u0085\u00a0\u2028\ufeffü😀.";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a",
                "a: b",
                "a #b",
                "# a",
                "- a",
                "yes",
                "No",
                "null",
                "~",
                "1",
                "1.5",
                "0x1F",
                "1e3",
                "2026-03-10",
                "12:30",
                "it's",
                "\"",
                "\\",
                "\\n",
                "a\nb",
                "a\n",
                "\ta",
                "a\r\nb",
                "%{a}",
                "@a",
                "`a`",
                "[a]",
                "{a}",
                "&a",
                "*a",
                "!a",
                "|",
                ">",
                "${a:%{a}}",
                "grün",
                "😀",
                "\u0000",
                "\u0085",
                "\u2028",
                "\ufeffa",
                "=",
                "<<",
                "a,b",
                ":",
                "::",
                "a:",
                ".inf",
                "/",
                "y"
            })
    void each_text_comes_back(String text) {
        assertThat(load("a: " + YamlText.flow(text))).isEqualTo(Map.of("a", text));
        assertThat(load("a: " + YamlText.flow(List.of(text, Map.of(text, text)))))
                .isEqualTo(Map.of("a", List.of(text, Map.of(text, text))));
    }

    @Test
    void texts_by_chance_come_back() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int[] signs = SIGNS.codePoints().toArray();
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                text.appendCodePoint(signs[random.nextInt(signs.length)]);
            }
            assertThat(load("a: " + YamlText.flow(List.of(text.toString()))))
                    .as("seed " + seed)
                    .isEqualTo(Map.of("a", List.of(text.toString())));
        }
    }

    @Test
    void what_is_no_text_stays_what_it_is() {
        assertThat(load("a: " + YamlText.flow(List.of(1L, 1.5, true, Map.of("b", List.of())))))
                .isEqualTo(Map.of("a", List.of(1, 1.5, true, Map.of("b", List.of()))));
    }

    private static Object load(String yaml) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    }
}
