package com.jisu.logs.parsers;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.api.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogTypeTest {

    private static final Pattern CHOICE =
            Pattern.compile("`fields\\.logtype` chooses the rules: ([^.]+), written exactly so\\.");

    @Test
    void docs_fields_names_the_types_as_events_name_them_and_in_their_order() throws IOException {
        String page = Files.readString(Path.of("../docs/fields.md"));
        Matcher choice = CHOICE.matcher(page);
        assertThat(choice.find()).isTrue();
        assertThat(LogType.choice()).isEqualTo(choice.group(1).replace("`", ""));
        assertThat(LogType.names())
                .containsExactly(LogType.choice().split(", | or "))
                .contains("nginx", "application", "docker")
                .allSatisfy(type -> assertThat(page).containsIgnoringCase("\n### " + type + "\n"));
    }

    @ParameterizedTest
    @EnumSource(LogType.class)
    void each_registered_type_has_cases_of_its_rules(LogType type) {
        assertThat(Path.of("src/test/resources/ecs", type + ".cases")).isNotEmptyFile();
    }

    @Test
    void what_is_not_known_goes_by_one_name() {
        assertThat(List.of("nginx", "Nginx", "postgres", ""))
                .map(LogType::known)
                .containsExactly("nginx", "other", "other", "other");
    }

    @ParameterizedTest
    @EnumSource(LogType.class)
    void each_registered_type_is_parsed(LogType type) {
        String event =
                "{'fields':{'logtype':'%s'},'message':'{'}".formatted(type).replace('\'', '"');
        String other = event.replace(type.toString(), "of no parser");
        EventParser parser = new EventParser(Fixtures.settings(Schema.ECS));
        assertThat(Fixtures.parse(parser, event).tags()).isNotEmpty();
        assertThat(Fixtures.parse(parser, other).tags()).isEmpty();
    }
}
