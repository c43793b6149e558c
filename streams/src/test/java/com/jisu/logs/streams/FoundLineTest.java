package com.jisu.logs.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.api.ContainerLine;
import com.jisu.logs.parsers.api.LineSource;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoundLineTest {

    private static final String ID = "AGY4cQAAAAAAAAAAAAAAAA";

    private static FoundLine found(boolean cut, boolean timeOfLine) {
        LineSource source = new LineSource(Long.MIN_VALUE, 4711);
        return new FoundLine(
                new ContainerLine(source, cut, 16_384, 1_714_978_800_123_456_789L, timeOfLine, -7, 42), ID);
    }

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void is_read_as_it_was_written(boolean cut, boolean timeOfLine) {
        Headers headers = new RecordHeaders();
        found(cut, timeOfLine).addTo(headers);
        assertThat(FoundLine.read(headers)).contains(found(cut, timeOfLine));
    }

    @Test
    void is_not_there_where_nobody_has_written_it() {
        assertThat(FoundLine.read(new RecordHeaders())).isEmpty();
    }

    @Test
    void is_not_read_where_it_is_not_as_it_is_written_here() {
        Headers headers = new RecordHeaders();
        found(true, true).addTo(headers);
        byte[] bytes = headers.lastHeader("line").value();
        assertThat(FoundLine.read(new RecordHeaders().add("line", Arrays.copyOf(bytes, bytes.length - 1))))
                .isEmpty();
        assertThat(FoundLine.read(new RecordHeaders().add("line", null))).isEmpty();
    }
}
