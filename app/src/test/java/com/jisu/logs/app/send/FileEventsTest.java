package com.jisu.logs.app.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FileEventsTest {

    private static final FileEvents.Source SOURCE = new FileEvents.Source(
            "/var/log/a.log", Optional.of("2049"), Optional.of("131"), "nginx", Optional.of("test"), "web-1", "id-1");

    @Test
    void each_line_is_an_event_with_its_offset_in_the_file() throws IOException {
        List<JsonNode> events = events("first\n\nzweite Zeile: ü\r\nlast without an end");

        assertThat(events)
                .extracting(event -> event.path("message").asText())
                .containsExactly("first", "zweite Zeile: ü", "last without an end");
        assertThat(events).extracting(event -> event.at("/log/offset").asLong()).containsExactly(0L, 7L, 25L);
    }

    @Test
    void an_event_has_what_filebeat_sends() throws IOException {
        JsonNode event = events("line\n").get(0);

        assertThat(event.at("/fields/logtype").asText()).isEqualTo("nginx");
        assertThat(event.at("/fields/environment").asText()).isEqualTo("test");
        assertThat(event.at("/log/file/path").asText()).isEqualTo("/var/log/a.log");
        assertThat(event.at("/log/file/device_id").asText()).isEqualTo("2049");
        assertThat(event.at("/log/file/inode").asText()).isEqualTo("131");
        assertThat(event.at("/agent/id").asText()).isEqualTo("id-1");
        assertThat(event.at("/host/name").asText()).isEqualTo("web-1");
        assertThat(event.at("/@metadata/beat").asText()).isEqualTo("filebeat");
        assertThat(event.at("/@timestamp").asText()).endsWith("Z");
    }

    @Test
    void a_line_longer_than_the_buffer_stays_one_event() throws IOException {
        String line = "x".repeat(200_000);
        assertThat(events(line + "\nnext\n"))
                .extracting(event -> event.path("message").asText())
                .containsExactly(line, "next");
    }

    @Test
    void a_line_over_ten_mebibytes_is_cut_there_and_the_next_one_is_whole() throws IOException {
        List<JsonNode> events = events("x".repeat(11 * 1024 * 1024) + "\nnext\n");
        assertThat(events.get(0).path("message").asText()).hasSize(10 * 1024 * 1024);
        assertThat(events.get(1).path("message").asText()).isEqualTo("next");
    }

    @Test
    void lines_that_are_cut_are_counted() throws IOException {
        String long1 = "x".repeat(10 * 1024 * 1024 + 1);
        FileEvents events = new FileEvents(
                new ByteArrayInputStream((long1 + "\nnext\n" + "x".repeat(10 * 1024 * 1024) + "\n" + long1 + long1)
                        .getBytes(StandardCharsets.UTF_8)),
                SOURCE);
        while (events.next().isPresent()) {
            // to the end
        }
        assertThat(events.cutLines()).isEqualTo(2);
    }

    @Test
    void an_empty_file_has_no_events() throws IOException {
        assertThat(events("")).isEmpty();
    }

    private static List<JsonNode> events(String file) throws IOException {
        FileEvents events = new FileEvents(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), SOURCE);
        List<JsonNode> all = new ArrayList<>();
        for (Optional<byte[]> event = events.next(); event.isPresent(); event = events.next()) {
            all.add(new ObjectMapper().readTree(event.get()));
        }
        return all;
    }
}
