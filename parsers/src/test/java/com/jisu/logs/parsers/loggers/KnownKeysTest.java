package com.jisu.logs.parsers.loggers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.Fixtures;
import com.jisu.logs.parsers.api.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KnownKeysTest {

    private static final Path DOCS = Path.of("../docs/fields.md");

    /** Aliases of what the nginx and docker rules make. */
    private static final Set<String> OTHER_ALIASES = Set.of("clientip", "container_id", "container_name");

    private static String shown(KnownKey row) {
        String keys = row.keys().stream()
                .map(key -> '`' + KnownKeys.withoutMark(key) + '`' + (key.endsWith(KnownKeys.ALIAS) ? " \\*" : ""))
                .collect(Collectors.joining(", "));
        String field = row.field().equals("-") ? "" : '`' + row.field() + '`';
        String form = row.form().name().toLowerCase().replace('_', ' ');
        return "| "
                + String.join(
                        " | ",
                        field,
                        keys,
                        form,
                        row.place().toString(),
                        row.beside().toString()) + " |";
    }

    @Test
    void the_documentation_shows_the_table() throws IOException {
        List<String> shown = Files.readAllLines(DOCS, UTF_8).stream()
                .map(line -> line.strip().replaceAll("\\s+\\|", " |").replaceAll("\\|\\s+", "| "))
                .toList();
        List<String> rows = KnownKeys.table().stream()
                .map(KnownKeysTest::shown)
                .map(line -> line.replaceAll("\\s+\\|", " |").replaceAll("\\|\\s+", "| "))
                .toList();
        assertThat(shown).containsSequence(rows);
    }

    @Test
    void the_keys_with_a_mark_are_those_that_the_index_has_aliases_for() throws IOException {
        JsonNode properties =
                Fixtures.json(Files.readString(Fixtures.MAPPINGS, UTF_8)).at("/template/mappings/properties");
        Set<String> aliases = new TreeSet<>();
        properties.properties().forEach(field -> {
            if (field.getValue().path("type").asText().equals("alias")) {
                aliases.add(field.getKey());
            }
        });
        aliases.removeAll(OTHER_ALIASES);
        assertThat(marked()).isEqualTo(aliases);
    }

    private static Set<String> marked() {
        return KnownKeys.table().stream()
                .flatMap(row -> row.keys().stream())
                .filter(key -> key.endsWith(KnownKeys.ALIAS))
                .map(KnownKeys::withoutMark)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void a_user_can_add_keys() {
        EventParser parser = new EventParser(Fixtures.settings(Schema.ECS)
                .withKeys(Map.of("log.logger", List.of("my_logger"), "log.level", List.of("my.level"))));
        JsonNode document = Fixtures.document(Fixtures.parse(
                parser,
                Fixtures.event(
                                "application",
                                "{\"my_logger\":\"a\",\"my\":{\"level\":\"WARNING\",\"x\":1},\"message\":\"m\"}")
                        .toString()));
        assertThat(document.at("/log/logger").textValue()).isEqualTo("a");
        assertThat(document.at("/log/level").textValue()).isEqualTo("warn");
        assertThat(document.get("my").toString()).isEqualTo("{\"x\":1}");
        assertThat(document.has("my_logger")).isFalse();
    }

    @Test
    void keys_of_a_user_count_less_than_those_that_are_known() {
        EventParser parser =
                new EventParser(Fixtures.settings(Schema.ECS).withKeys(Map.of("log.logger", List.of("my_logger"))));
        JsonNode document = Fixtures.document(Fixtures.parse(
                parser,
                Fixtures.event("application", "{\"my_logger\":\"a\",\"channel\":\"b\"}")
                        .toString()));
        assertThat(document.at("/log/logger").textValue()).isEqualTo("b");
        assertThat(document.get("my_logger").textValue()).isEqualTo("a");
    }

    @Test
    void a_field_that_keys_can_not_be_added_to_is_refused_with_those_that_they_can() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KnownKeys.check(Map.of("log.lever", List.of("x"))))
                .withMessageContaining("log.lever")
                .withMessageContaining("log.level, log.logger");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KnownKeys.check(Map.of("log.level", List.of("a", " "))))
                .withMessageContaining("streams.keys.log.level");
    }
}
