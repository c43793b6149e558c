package com.jisu.logs.app.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.ReferenceData;
import com.jisu.logs.records.IndexTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Configurations as people write them, with filters and outputs that nothing here does, too. No Logstash was at hand: what
 * {@code documents.jsonl} has, a line of {@code parse --results} for each event, was judged field by field by Logstash's sources.
 */
class ImportsTriedTest {

    private static final Path CONFIGURATIONS = Path.of("src/test/resources/imports-tried");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration EVER = Duration.ofDays(4_000_000);

    @TempDir
    private Path folder;

    static List<String> configurations() throws IOException {
        try (Stream<Path> folders = Files.list(CONFIGURATIONS)) {
            return folders.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void documents_are_those_that_were_judged_right(String name) throws Exception {
        Path from = CONFIGURATIONS.resolve(name);
        Path configuration = folder.resolve("logstash.conf");
        String here = Files.readString(from.resolve("logstash.conf"))
                .replace("/etc/logstash", from.toAbsolutePath().toString());
        Files.writeString(configuration, here);
        ImportsTest.importing(configuration, true, folder);
        ParserSettings settings = ParserSettings.defaults(
                        ReferenceData.open(IndexTemplates.mappings(), List.of(), List.of(), 100))
                .withTimes(EVER, EVER);
        List<String> results = ImportsTest.results(folder.resolve("rules.yml"), from.resolve("events.jsonl"), settings);
        assertThat(documents(results))
                .containsExactlyElementsOf(documents(Files.readAllLines(from.resolve("documents.jsonl"))));
    }

    private static List<JsonNode> documents(List<String> lines) throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        for (String line : lines) {
            documents.add(JSON.readTree(line));
        }
        return documents;
    }
}
