package com.jisu.logs.parsers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** One case for each rule of schema ECS: an event, when it arrived where that matters, and the whole document that it becomes. */
class EcsCasesTest {

    private final EventParser parser = Fixtures.ecs();

    @TestFactory
    Stream<DynamicContainer> each_file_of_cases() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/ecs"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream()
                    .map(file -> DynamicContainer.dynamicContainer(file, cases("ecs/" + file)));
        }
    }

    private Stream<DynamicTest> cases(String resource) {
        return Fixtures.objects(resource).stream()
                .map(each -> DynamicTest.dynamicTest(each.get("name").textValue(), () -> check(each)));
    }

    private void check(JsonNode each) {
        long arrival = each.has("arrival")
                ? Instant.parse(each.get("arrival").textValue()).toEpochMilli()
                : Fixtures.ARRIVAL;
        ObjectNode document =
                Fixtures.document(Fixtures.parse(parser, each.get("in").toString(), arrival));
        assertThat(Fixtures.isEqual(document, each.get("out")))
                .as("the document %s, expected %s", document, each.get("out"))
                .isTrue();
    }
}
