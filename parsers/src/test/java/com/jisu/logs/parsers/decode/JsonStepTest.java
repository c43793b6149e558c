package com.jisu.logs.parsers.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.Fixtures;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.JsonScanner;
import com.jisu.logs.parsers.json.KeyTable;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.steps.RegexWatch;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.steps.StepType;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.FieldPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events as they are read, whose keys are those of their own reader. */
class JsonStepTest {

    private static EventTree event(String json) throws Exception {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        JsonObject root =
                new JsonScanner(new KeyTable(Keys.all()), 8, JsonScanner.ANY_NESTING).object(bytes, 0, bytes.length);
        return new EventTree(root, "AAAAAAAAAAAAAAAAAAAAAA", 0);
    }

    private static Step step(StepType type, Map<String, Object> options) throws Exception {
        try (RegexWatch watch = new RegexWatch()) {
            return type.maker()
                    .make(
                            new StepOptions(options),
                            new StepContext(
                                    Schema.ECS, Map.of(), Fixtures.GEO_IP, Fixtures.USER_AGENTS, Path.of("."), watch));
        }
    }

    @Test
    void a_member_of_a_name_that_only_readers_know_is_there_once() throws Exception {
        EventTree event = event("{\"shelf\":1,\"message\":\"{\\\"shelf\\\":2}\"}");
        step(JsonStep.TYPE, Map.of()).apply(event);
        assertThat(new String(JsonOutput.json(event.root()), StandardCharsets.UTF_8))
                .isEqualTo("{\"shelf\":2,\"message\":\"{\\\"shelf\\\":2}\"}");
        event.set(FieldPath.of("shelf"), 3L);
        assertThat(new String(JsonOutput.json(event.root()), StandardCharsets.UTF_8))
                .isEqualTo("{\"shelf\":3,\"message\":\"{\\\"shelf\\\":2}\"}");
    }

    @Test
    void members_inside_are_found_by_their_paths() throws Exception {
        EventTree event = event("{\"message\":\"{\\\"user\\\":{\\\"name\\\":{\\\"shelf\\\":[{\\\"id\\\":7}]}}}\"}");
        step(JsonStep.TYPE, Map.of("target", "doc")).apply(event);
        assertThat(event.get(FieldPath.of("doc.user.name.shelf.0.id"))).isEqualTo(7L);
        event.set(FieldPath.of("doc.user.name.shelf"), "x");
        assertThat(event.get(FieldPath.of("doc"))).hasToString("{user={name={shelf=x}}}");
    }

    @Test
    void a_row_that_is_the_header_is_dropped() throws Exception {
        EventTree event = event("{\"message\":\"a,b\"}");
        step(CsvStep.TYPE, Map.of("columns", List.of("a", "b"), "skip_header", true))
                .apply(event);
        assertThat(event.isDropped()).isTrue();
    }
}
