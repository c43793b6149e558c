package com.jisu.logs.parsers.extract;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.steps.RegexWatch;
import com.jisu.logs.parsers.tree.FieldPath;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrokLibraryTest {

    private static final int MOST = 10_000;
    private static final RegexWatch WATCH = new RegexWatch();
    private static final List<String> KEPT = List.of("timestamp", "message");
    private static final Pattern CAPTURE = Pattern.compile("%\\{\\w+:([^}:]+)");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void each_pattern_can_be_used(boolean ecs) throws Exception {
        Map<String, String> patterns = GrokLibrary.patterns(ecs);
        assertThat(patterns).hasSizeGreaterThan(300);
        GrokPattern.Reading reading = new GrokPattern.Reading(patterns, true, null, List.of(), false, WATCH, MOST);
        byte[] text = "no such line".getBytes();
        for (String name : patterns.keySet()) {
            GrokPattern.of("patterns", "%{" + name + "}", reading).find(text, 0, text.length);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMBINEDAPACHELOG",
                "HAPROXYHTTP",
                "SYSLOG5424LINE",
                "NAGIOSLOGLINE",
                "ZEEK_CONN",
                "ELB_ACCESS_LOG"
            })
    void with_ecs_all_fields_are_inside_of_others(String name) throws Exception {
        GrokPattern.Reading reading =
                new GrokPattern.Reading(GrokLibrary.patterns(true), true, null, List.of(), false, WATCH, MOST);
        assertThat(Arrays.stream(GrokPattern.of("patterns", "%{" + name + "}", reading)
                                .captures())
                        .map(GrokCapture::field)
                        .filter(each -> each.length() == 1)
                        .map(FieldPath::text))
                .isSubsetOf(KEPT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true})
    void no_pattern_has_an_older_name_with_ecs(boolean ecs) {
        GrokLibrary.patterns(ecs)
                .forEach((name, pattern) -> CAPTURE.matcher(pattern)
                        .results()
                        .map(each -> each.group(1))
                        .filter(field -> !field.startsWith("["))
                        .forEach(field ->
                                assertThat(field).as(name + ": " + pattern).isIn(KEPT)));
    }
}
