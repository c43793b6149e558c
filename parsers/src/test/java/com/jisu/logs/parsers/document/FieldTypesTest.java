package com.jisu.logs.parsers.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.parsers.Fixtures;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.document.FieldTypes.Node;
import com.jisu.logs.parsers.document.FieldTypes.Type;
import com.jisu.logs.parsers.json.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTypesTest {

    @ParameterizedTest
    @EnumSource(Field.class)
    void the_mappings_have_every_field_that_a_parser_makes(Field field) {
        List<Key> path = List.of(field.path(Schema.ECS));
        if (!path.isEmpty()) {
            assertThat(node(path)).as("the mapping of %s", path).isNotNull();
            assertThat(node(path).type()).isNotIn(Type.ALIAS, Type.RESERVED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agent",
                "cloud",
                "container",
                "ecs",
                "error",
                "event",
                "fields",
                "host",
                "http",
                "input",
                "kubernetes",
                "log",
                "process",
                "service",
                "source",
                "span",
                "trace",
                "transaction",
                "url",
                "user",
                "user_agent",
                "nginx",
                "application"
            })
    void objects_are_objects(String name) {
        assertThat(node(keys(name)).type()).isEqualTo(Type.OBJECT);
    }

    @ParameterizedTest
    @CsvSource({
        "message, TEXT",
        "environment, TEXT",
        "stream, TEXT",
        "tags, TEXT",
        "source.ip, IP",
        "source.geo.location, GEO_POINT",
        "http.response.status_code, LONG",
        "http.response.body.bytes, LONG",
        "source.as.number, LONG",
        "event.created, DATE",
        "@timestamp, DATE",
        "labels, FLATTENED",
        "container.labels, FLATTENED",
        "application.overflow, FLATTENED"
    })
    void fields_have_their_types(String path, Type type) {
        assertThat(node(keys(path)).type()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({"level, log.level", "geoip.country_code2, source.geo.country_iso_code"})
    @MethodSource
    void old_names_are_aliases_of_fields_that_there_are(String alias, String path) {
        assertThat(node(keys(alias)).type()).isEqualTo(Type.ALIAS);
        assertThat(node(keys(alias)).aliasPath()).containsExactlyElementsOf(keys(path));
        assertThat(node(keys(path)).type()).isNotIn(Type.OBJECT, Type.ALIAS);
    }

    /** All of the mappings. */
    static Stream<Arguments> old_names_are_aliases_of_fields_that_there_are() throws IOException {
        return aliases("", Fixtures.json(Files.readString(Fixtures.MAPPINGS)).at("/template/mappings"));
    }

    private static Stream<Arguments> aliases(String prefix, JsonNode object) {
        return object.path("properties").properties().stream()
                .flatMap(field -> field.getValue().path("type").asText().equals("alias")
                        ? Stream.of(arguments(
                                prefix + field.getKey(),
                                field.getValue().path("path").asText()))
                        : aliases(prefix + field.getKey() + ".", field.getValue()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"template\":{}}",
                "{\"template\":{\"mappings\":{\"properties\":{\"a\":1}}}}",
                "{\"template\":{\"mappings\":{\"properties\":{\"a\":{\"type\":\"vector\"}}}}}"
            })
    void what_are_no_mappings_is_refused(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> FieldTypes.fromMappings(json.getBytes(UTF_8)));
    }

    @Test
    void names_that_the_mappings_do_not_have_are_unknown() {
        assertThat(node(keys("nobody.knows"))).isNull();
    }

    private static List<Key> keys(String path) {
        return Arrays.stream(path.split("\\."))
                .map(name -> new Key(name, false))
                .toList();
    }

    private static Node node(List<Key> path) {
        Node node = Fixtures.TYPES.root();
        for (Key key : path) {
            node = node == null ? null : node.child(key);
        }
        return node;
    }
}
