package com.jisu.logs.parsers;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.api.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogTypeTest {

    @Test
    void types_are_named_as_events_name_them() {
        assertThat(LogType.names()).containsExactly("nginx", "application", "docker");
        assertThat(LogType.choice()).isEqualTo("nginx, application or docker");
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
