package com.jisu.logs.parsers.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.jisu.logs.parsers.Fixtures;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.document.FieldTypes.Node;
import com.jisu.logs.parsers.document.FieldTypes.Type;
import com.jisu.logs.parsers.json.Key;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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
    @CsvSource({
        "clientip, source.ip",
        "geoip.location, source.geo.location",
        "geoip.ip, source.ip",
        "geoip.country_code2, source.geo.country_iso_code",
        "geoip.country_name, source.geo.country_name",
        "geoip.continent_code, source.geo.continent_code",
        "geoip.region_name, source.geo.region_name",
        "geoip.city_name, source.geo.city_name",
        "geoip.postal_code, source.geo.postal_code",
        "geoip.timezone, source.geo.timezone",
        "level, log.level",
        "severity, log.level",
        "loglevel, log.level",
        "logger, log.logger",
        "logger_name, log.logger",
        "thread, process.thread.name",
        "thread_name, process.thread.name",
        "stack_trace, error.stack_trace",
        "stacktrace, error.stack_trace",
        "trace_id, trace.id",
        "traceId, trace.id",
        "span_id, span.id",
        "spanId, span.id",
        "msg, message",
        "container_name, container.name",
        "container_id, container.id"
    })
    void old_names_are_aliases_of_fields_that_there_are(String alias, String path) {
        assertThat(node(keys(alias)).type()).isEqualTo(Type.ALIAS);
        assertThat(node(keys(alias)).aliasPath()).containsExactlyElementsOf(keys(path));
        assertThat(node(keys(path)).type()).isNotIn(Type.OBJECT, Type.ALIAS);
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
