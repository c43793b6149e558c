package com.jisu.logs.sink.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.sink.index.StreamName;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamFieldsTest {

    private static final Instant TIME = Instant.parse("2026-11-30T12:00:00Z");
    private static final StreamName STREAM = new StreamName("web", "prod");
    private static final String MEMBER =
            "\"data_stream\":{\"type\":\"logs\",\"dataset\":\"web\",\"namespace\":\"prod\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "{}; -; -",
                "{\"event\":{\"dataset\":\"a\"},\"environment\":\"b\"}; a; b",
                "{ \"x\" : [1, {\"event\":1}] , \"event.dataset\" : \"a\" , \"fields\" : {\"environment\":\"b\"} }; a; b",
                "{\"fields\":{\"environment\":\"c\"},\"environment\":\"b\"}; -; b",
                "{\"data_stream\":{\"dataset\":\"a\",\"namespace\":\"b\"}}; a; b",
                "{\"data_stream\":{\"dataset\":\"c\"},\"event\":{\"dataset\":\"a\"}}; a; -",
                "{\"data_stream.dataset\":\"a\",\"data_stream.namespace\":\"b\"}; a; b",
                "{\"event\":{\"dataset\":[\"a\"]},\"environment\":1}; -; -",
                "{\"event\":\"dataset\",\"environment\":null}; -; -",
                "{\"event\":{\"dataset\":\"a\\u0062\\\"\"}}; ab\"; -",
                "{\"event\":{\"dataset\":\"a\"; -; -",
                "no object; -; -",
                "[]; -; -",
            })
    void dataset_and_environment_are_the_documents_own(String json, String dataset, String namespace) {
        StreamFields fields = StreamFields.of(json.getBytes(UTF_8));
        assertThat(fields.dataset()).isEqualTo(dataset);
        assertThat(fields.namespace()).isEqualTo(namespace);
    }

    @Test
    void the_parts_of_the_name_come_first_and_a_time_where_there_is_none() {
        assertThat(stamped("{\"@timestamp\":\"t\",\"a\":1}"))
                .isEqualTo("{" + MEMBER + ",\"@timestamp\":\"t\",\"a\":1}");
        assertThat(stamped("{\"a\":1}")).isEqualTo("{" + MEMBER + ",\"@timestamp\":\"2026-11-30T12:00:00Z\",\"a\":1}");
        assertThat(stamped(" { } ")).isEqualTo(" {" + MEMBER + ",\"@timestamp\":\"2026-11-30T12:00:00Z\" } ");
    }

    @Test
    void what_agrees_stays_and_what_disagrees_is_in_the_overflow() {
        String time = "{\"@timestamp\":\"t\",";
        assertThat(stamped(time + "\"data_stream\":{\"dataset\":\"web\",\"more\":1}}"))
                .isEqualTo("{\"data_stream.type\":\"logs\",\"data_stream.namespace\":\"prod\"," + time.substring(1)
                        + "\"data_stream\":{\"dataset\":\"web\",\"more\":1}}");
        assertThat(stamped(time + "\"data_stream\":{\"type\":\"metrics\",\"dataset\":\"web\",\"namespace\":\"prod\"}}"))
                .contains("\"data_stream.type\":\"logs\"")
                .contains("\"overflow\":{\"data_stream.type\":\"metrics\"}")
                .contains("\"tags\":[\"_mapping_conflict\"]");
        assertThat(stamped(time + "\"data_stream.dataset\":[\"web\"],\"data_stream\":\"x\"}"))
                .contains("\"data_stream.dataset\":\"web\"")
                .contains("\"overflow\":{\"data_stream.dataset\":[\"web\"],\"data_stream\":\"x\"}");
        assertThat(stamped("{\"data_\\u0073tream\":{\"dataset\":\"x\"},\"@timestamp\":null}"))
                .contains("\"overflow\":{\"data_stream.dataset\":\"x\",\"@timestamp\":null}")
                .contains("\"@timestamp\":\"2026-11-30T12:00:00Z\"");
    }

    @Test
    void what_is_no_object_stays_as_it_is() {
        for (String broken : new String[] {"x", "", "[]"}) {
            assertThat(stamped(broken)).isEqualTo(broken);
        }
    }

    private static String stamped(String json) {
        return new String(StreamFields.of(json.getBytes(UTF_8)).stamped(STREAM, TIME), UTF_8);
    }
}
