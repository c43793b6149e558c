package com.jisu.logs.parsers.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RubyTextTest {

    @ParameterizedTest
    @CsvSource({
        "1.5, 1.5",
        "17, 17.0",
        "-0.0, -0.0",
        "0.0001, 0.0001",
        "0.00001, 1.0e-05",
        "123456789012345, 123456789012345.0",
        "1e16, 1.0e+16",
        "1.25e300, 1.25e+300"
    })
    void floats_are_written_as_in_ruby(double number, String ruby) {
        assertThat(RubyText.text(number)).isEqualTo(ruby);
    }

    @Test
    void values_are_written_as_in_ruby() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", 1L);
        map.put("b", null);
        map.put("c", List.of("x", true));
        assertThat(RubyText.text(null)).isEmpty();
        assertThat(RubyText.text("a\"b")).isEqualTo("a\"b");
        assertThat(RubyText.text(BigInteger.TEN.pow(20))).isEqualTo("100000000000000000000");
        assertThat(RubyText.text(map)).isEqualTo("{\"a\"=>1, \"b\"=>nil, \"c\"=>[\"x\", true]}");
        assertThat(RubyText.text(Arrays.asList(null, Map.of()))).isEqualTo("[nil, {}]");
        assertThat(RubyText.text(List.of())).isEqualTo("[]");
    }

    @Test
    void what_has_a_meaning_in_rubys_quotes_is_escaped() {
        assertThat(RubyText.inspect("é\t\"#{x} # \\ \u0001\u007f\u001b"))
                .isEqualTo("\"é\\t\\\"\\#{x} # \\\\ \\u0001\\x7F\\e\"");
    }

    @ParameterizedTest
    @CsvSource({
        "c3a9, é, true",
        "ff41, \\xFFA, false",
        "e282, \\xE2\\x82, false",
        "c080, \\xC0\\x80, false",
        "eda080, \\xED\\xA0\\x80, false",
        "f09f9880, \uD83D\uDE00, true",
        "f5808080, \\xF5\\x80\\x80\\x80, false"
    })
    void bytes_that_are_no_utf_8_are_written_one_by_one(String hex, String text, boolean utf8) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(RubyText.insideQuotes(bytes)).isEqualTo(text);
        assertThat(RubyText.isUtf8(bytes)).isEqualTo(utf8);
        assertThat(new String(bytes, StandardCharsets.UTF_8).indexOf('\uFFFD') < 0)
                .isEqualTo(utf8);
    }
}
