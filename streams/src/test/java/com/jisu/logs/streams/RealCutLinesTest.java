package com.jisu.logs.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.parsers.CutLines;
import com.jisu.logs.records.RawHeaders;
import com.jisu.logs.records.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that container engines really wrote, with lines that they cut, through the topology: the lines whose parts are
 * marked with {@code joined} beside them.
 */
class RealCutLinesTest {

    private static final Path LINES = Path.of("../parsers/src/test/resources/real-lines/docker");
    private static final Instant ARRIVAL = Instant.parse("2026-11-29T23:59:59Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private long nanos;

    /** What a line says by its engine's format, read apart from the parsers: the text, and whether it is cut. */
    private record Part(String text, boolean isCut) {}

    @Test
    void lines_that_containerd_cut_are_whole_again() throws Exception {
        assertJoined("cri-containerd-1.6.20", 4);
    }

    @Test
    void lines_that_podman_cut_are_whole_again() throws Exception {
        assertJoined("cri-podman-k8s-file-4.3.1", 9);
    }

    @Test
    void lines_that_dockerd_cut_are_whole_again() throws Exception {
        assertJoined("docker-cut-16k-20.10.24", 1);
    }

    private void assertJoined(String name, int count) throws IOException {
        List<String> lines = List.of(new String(Files.readAllBytes(LINES.resolve(name + ".log")), UTF_8).split("\n"));
        List<String> expected = Files.readAllLines(LINES.resolve(name + ".expected.jsonl"));
        List<String> texts = new ArrayList<>();
        List<Boolean> isJoined = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < expected.size(); i++) {
            Part part = part(lines.get(i));
            boolean joined = JSON.readTree(expected.get(i)).path("joined").asBoolean();
            text.append(part.text());
            if (!joined || !part.isCut()) {
                texts.add(text.toString());
                isJoined.add(joined);
                text.setLength(0);
            }
        }
        assertThat(isJoined.stream().filter(joined -> joined)).hasSize(count);

        List<JsonNode> documents = documents(name, lines);

        assertThat(documents).hasSameSizeAs(texts);
        for (int i = 0; i < texts.size(); i++) {
            if (isJoined.get(i)) {
                assertThat(documents.get(i).path("message").textValue())
                        .as("document %d", i)
                        .isEqualTo(texts.get(i));
                assertThat(documents.get(i).has("tags")).as("tags of %d", i).isFalse();
            }
        }
    }

    private static Part part(String line) throws IOException {
        if (line.startsWith("{")) {
            String log = JSON.readTree(line).path("log").textValue();
            return new Part(log.replaceAll("\n$", ""), !log.endsWith("\n"));
        }
        String[] words = line.split(" ", 4);
        return new Part(words[3], words[2].equals("P"));
    }

    private List<JsonNode> documents(String name, List<String> lines) throws IOException {
        Joining joining = new Joining(() -> nanos, new Commits(), KeptParts.Limits.DEFAULT);
        try (TopologyTestDriver driver = TopologyFixture.driver(
                directory, ParserFixture.DEFAULTS, joining, new SimpleMeterRegistry(), ARRIVAL)) {
            TestInputTopic<byte[], byte[]> raw = TopologyFixture.raw(driver);
            long offset = 0;
            for (String line : lines) {
                RecordHeaders headers = new RecordHeaders(List.of(RawHeaders.ofSource(0)));
                raw.pipeInput(new TestRecord<>(null, event(name, offset, line), headers, ARRIVAL));
                offset += line.getBytes(UTF_8).length + 1;
            }
            // What stays open ends here.
            for (Duration time : List.of(Duration.ofMillis(CutLines.MAX_AGE_MILLIS), Duration.ofSeconds(2))) {
                nanos += time.toNanos();
                driver.advanceWallClockTime(time);
            }

            List<JsonNode> documents = new ArrayList<>();
            for (TestRecord<byte[], byte[]> document : driver.createOutputTopic(
                            Topics.DEFAULT.parsed(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList()) {
                documents.add(JSON.readTree(document.value()));
            }
            return documents;
        }
    }

    private static byte[] event(String name, long offset, String line) throws IOException {
        ObjectNode event = JSON.createObjectNode();
        event.put("@timestamp", "2026-11-29T23:59:59.000Z").put("message", line);
        event.putObject("fields").put("logtype", "docker");
        event.putObject("agent").put("id", "a").put("type", "filebeat");
        event.putObject("log").put("offset", offset).putObject("file").put("path", "/var/log/" + name + ".log");
        return JSON.writeValueAsBytes(event);
    }
}
