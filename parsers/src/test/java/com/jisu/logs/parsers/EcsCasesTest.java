package com.jisu.logs.parsers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** One case for each rule of schema ECS: an event, and the whole document that it becomes. */
class EcsCasesTest {

    private final EventParser parser = Fixtures.ecs();

    @TestFactory
    Stream<DynamicTest> application() {
        return cases("ecs/application.cases");
    }

    @TestFactory
    Stream<DynamicTest> nginx() {
        return cases("ecs/nginx.cases");
    }

    @TestFactory
    Stream<DynamicTest> docker() {
        return cases("ecs/docker.cases");
    }

    @TestFactory
    Stream<DynamicTest> events() {
        return cases("ecs/events.cases");
    }

    private Stream<DynamicTest> cases(String resource) {
        return Fixtures.objects(resource).stream()
                .map(each -> DynamicTest.dynamicTest(each.get("name").textValue(), () -> check(each)));
    }

    private void check(JsonNode each) {
        ObjectNode document =
                Fixtures.document(Fixtures.parse(parser, each.get("in").toString()));
        assertThat(Fixtures.isEqual(document, each.get("out")))
                .as("the document %s, expected %s", document, each.get("out"))
                .isTrue();
    }
}
