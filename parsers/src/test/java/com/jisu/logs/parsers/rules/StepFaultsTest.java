package com.jisu.logs.parsers.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.jisu.logs.parsers.Fixtures;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.RegexWatch;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.steps.StepOptions;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the steps that decode and look up refuse, and what they say then. */
class StepFaultsTest {

    private static final RegexWatch WATCH = new RegexWatch();

    @AfterAll
    static void close() {
        WATCH.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "json | {field: 'a..b'} | field | between dots stand names",
                "csv | {separator: ''} | separator | must be at least one character",
                "csv | {quote_char: 'ab'} | quote_char | must be one character, not 'ab'",
                "csv | {convert: {a: int}} | convert | of a must be one of integer, float, boolean, date, date_time, not 'int'",
                "csv | {autodetect_column_names: true} | autodetect_column_names | must be false",
                "kv | {value_split: ''} | value_split | must not be empty",
                "kv | {field_split: ''} | field_split | must not be empty",
                "kv | {field_split_pattern: '('} | field_split_pattern | must be a regular expression",
                "kv | {value_split_pattern: '['} | value_split_pattern | must be a regular expression",
                "kv | {trim_value: '['} | trim_value | must be a regular expression",
                "url_decode | {charset: UTF-80} | charset | must be a character set such as UTF-8 or ISO-8859-1, not 'UTF-80'",
                "geoip | {field: ip} | target | must be there where the field is in no object",
                "geoip | {field: ip, layout: legacy, fields: [city]} | fields | must be of city_name, country_name",
                "translate | {field: a} | dictionary | must be there, or file, and not both",
                "translate | {field: a, dictionary: {x: y}, file: x.yml} | dictionary | must be there, or file, and not both",
                "translate | {field: a, dictionary: [x]} | dictionary | must be a map from texts to values",
                "translate | {field: a, regex: true, dictionary: {'(': x}} | dictionary | must be a regular expression, not '('",
                "translate | {field: a, file: codes.txt} | file | must end with .yml, .yaml, .json or .csv, not be codes.txt",
                "translate | {field: a, file: nowhere.yml} | file | must be a file that can be read",
                "translate | {field: a, file: files/list.yml} | file | it must hold keys and values",
                "fingerprint | {fields: a, method: SHA256, key: ''} | key | must not be empty",
                "fingerprint | {fields: a, method: IPV4_NETWORK} | key | must be the bits of a network, such as 24",
                "cidr | {address: '${a}'} | networks | must be there, or networks_file, and not both",
                "cidr | {address: '${a', networks: 10.0.0.0/8} | address | the brace of ${ is not closed",
                "cidr | {address: '${a}', networks: 10.0.0.0/33} | networks | must be networks such as 10.0.0.0/8 or fd00::/8, not '10.0.0.0/33'",
                "cidr | {address: '${a}', networks: 10.0.0.0/255.0.255.0} | networks | not '10.0.0.0/255.0.255.0'",
                "cidr | {address: '${a}', networks_file: files/numbers.json} | networks_file | there are no networks in it"
            })
    void a_fault_names_the_option_and_what_it_may_be(String step, String options, String option, String message) {
        Map<String, Object> values = new Yaml(new SafeConstructor(new LoaderOptions())).load(options);
        OptionFault fault = catchThrowableOfType(
                OptionFault.class,
                () -> StepTable.byNames()
                        .get(step)
                        .maker()
                        .make(
                                new StepOptions(values),
                                new StepContext(
                                        Schema.ECS,
                                        Map.of(),
                                        Fixtures.GEO_IP,
                                        Fixtures.USER_AGENTS,
                                        Path.of("src/test/resources/steps"),
                                        WATCH)));
        assertThat(fault).isNotNull();
        assertThat(fault.option()).isEqualTo(option);
        assertThat(fault.getMessage()).contains(message);
    }
}
