package com.jisu.logs.parsers.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTextTest {

    private static final EventTree EVENT = new EventTree(Values.object("""
                    {"@timestamp":"2025-12-31T23:59:58.123456789Z","user":{"name":"amy","roles":["x",["y",2],null,{"k":1}],
                    "address":{"city":"B","n":1}},"n":5,"f":0.0000001,"g":123456789.123,"t":true,"z":null,"empty":[],"a.b":"dot","when":"2026-03-10"}
                    """.getBytes(StandardCharsets.UTF_8)), "id", 0);

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '`',
            value = {
                "plain § plain",
                "${user.name} § amy",
                "<${user.name}> ${n} § <amy> 5",
                "${[user][name]} § amy",
                "${[a.b]} § dot",
                "${user.roles.0} § x",
                "${[user][roles][-1]} § {\"k\":1}",
                "${user.roles} § x,y,2,,{k=1}",
                "${user.address} § {\"city\":\"B\",\"n\":1}",
                "${f} ${g} ${t} § 1.0E-7 1.23456789123E8 true",
                "<${nope}> <${z}> <${empty}> § <> <> <>",
                "<${nope:%{nope}}> § <%{nope}>",
                "<${z:none}> § <none>",
                "<${user.name:none}> § <amy>",
                "${@timestamp|yyyy.MM.dd} § 2025.12.31",
                "${@timestamp|xxxx.ww}/${@timestamp|YYYY.ww} § 2026.01/2025.01",
                "${@timestamp|HH:mm:ss.SSS} § 23:59:58.123",
                "${@timestamp|UNIX} ${@timestamp|UNIX_MS} § 1767225598 1767225598123",
                "${@timestamp|ISO8601} § 2025-12-31T23:59:58.123Z",
                "${when|yyyy.MM} § 2026.03",
                "[${user.name|yyyy}] § []",
                "[${nope|yyyy}] [${nope|yyyy|none}] [${nope|HH:mm|}] § [] [none] []",
                "$${user.name} § ${user.name}",
                "100% %{ %{} %{n ${n} § 100% %{ %{} %{n 5",
                "a $ b { c } § a $ b { c }",
            })
    void fields_stand_in_texts_as_logstash_writes_them(String text, String expected) {
        assertThat(FieldText.of(text).of(EVENT)).isEqualTo(expected);
    }

    @Test
    void a_name_of_which_a_part_is_missing_is_none() {
        assertThat(FieldText.of("${user.name}_${nope}").orNull(EVENT)).isNull();
        assertThat(FieldText.of("${user.name}_${nope:x}").orNull(EVENT)).isEqualTo("amy_x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${", "${a", "${}", "${a.}", "${a|}", "${a|bogus'}"})
    void what_is_no_text_with_fields_is_refused(String text) {
        assertThatThrownBy(() -> FieldText.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
