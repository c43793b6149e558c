package com.jisu.logs.parsers.extract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.Outcome;
import com.jisu.logs.parsers.steps.RegexWatch;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the program's patterns capture, with both sets of names, by the tables in {@code grok/*.txt}, which say what their form is. */
class GrokLinesTest {

    private static final Path FOLDER = Path.of("src/test/resources/grok");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RegexWatch WATCH = new RegexWatch();

    @TestFactory
    Stream<DynamicTest> each_line_gives_what_its_table_says() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                String pattern = "";
                String line = null;
                for (String each : Files.readAllLines(file)) {
                    if (!each.startsWith("  ")) {
                        pattern = each;
                        line = null;
                    } else if (line == null) {
                        line = each.substring(2);
                    } else {
                        tests.addAll(tests(file.getFileName() + " " + pattern, pattern, line, each.strip()));
                    }
                }
            }
        }
        return tests.stream();
    }

    private static List<DynamicTest> tests(String name, String pattern, String line, String expected) {
        String names = expected.substring(0, expected.indexOf(' '));
        String captures = expected.substring(names.length() + 1);
        String text = line.replace('␊', '\n').replace('␉', '\t');
        return Stream.of(false, true)
                .filter(ecs -> names.equals("both") || ecs == names.equals("ecs"))
                .map(ecs -> DynamicTest.dynamicTest(name + ": " + line, () -> check(pattern, text, ecs, captures)))
                .toList();
    }

    private static void check(String pattern, String text, boolean ecs, String expected) throws Exception {
        String captures = captures(pattern, text, ecs);
        if (expected.startsWith("{")) {
            assertThat(captures).startsWith("{");
            assertThat(JSON.readTree(captures)).isEqualTo(JSON.readTree(expected));
        } else {
            assertThat(captures).isEqualTo(expected);
        }
    }

    private static String captures(String pattern, String text, boolean ecs) throws StepFailure, IOException {
        EventTree event = new EventTree((JsonObject) Values.json(Map.of("text", text)), "id", 0);
        try {
            if (grok(pattern, ecs).apply(event) != Outcome.DONE) {
                return "no match";
            }
        } catch (OptionFault e) {
            return "unknown";
        }
        ObjectNode captured = (ObjectNode) JSON.readTree(JsonOutput.json(event.root()));
        captured.remove("text");
        return captured.toString();
    }

    private static Step grok(String pattern, boolean ecs) throws OptionFault {
        Map<String, Object> options = Map.of(
                "field",
                "text",
                "patterns",
                "%{" + pattern + "}",
                "existing",
                "append",
                "ecs_names",
                ecs,
                "timeout_millis",
                5000);
        StepContext context = new StepContext(Schema.ECS, Map.of(), null, null, Path.of("."), WATCH);
        return GrokStep.type().maker().make(new StepOptions(options), context);
    }
}
