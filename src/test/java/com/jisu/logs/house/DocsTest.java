package com.jisu.logs.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.endtoend.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages about the code name what there is. */
class DocsTest {

    /** A class by its room, in a cell of its own each. */
    private static final Pattern STEP = Pattern.compile("\\| `([a-z.]+)` \\| `([A-Z]\\w+)` \\|");

    /** A class with its room before it: {@code sink.bulk.Judge}. */
    private static final Pattern CLASS = Pattern.compile("`([a-z]+(?:\\.[a-z]+)*)\\.([A-Z]\\w+)`");

    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+Test)`");
    private static final Pattern FILE = Pattern.compile("`([\\w./-]+/[\\w.-]+)`");

    @Test
    void each_class_on_an_events_way_is_in_its_room() throws IOException {
        assertThat(found(STEP, "docs/architecture.md")).hasSizeGreaterThan(30).allSatisfy(DocsTest::isClass);
    }

    @Test
    void what_a_change_touches_is_there() throws IOException {
        assertThat(found(CLASS, "docs/changing.md")).hasSizeGreaterThan(10).allSatisfy(DocsTest::isClass);
        assertThat(found(FILE, "docs/changing.md"))
                .hasSizeGreaterThan(10)
                .allSatisfy(file ->
                        assertThat(Program.CHECKOUT.resolve(file.group(1))).exists());
        Set<String> tests = tests();
        assertThat(found(TEST, "docs/changing.md"))
                .isNotEmpty()
                .allSatisfy(test -> assertThat(tests).contains(test.group(1) + ".java"));
    }

    private static List<MatchResult> found(Pattern pattern, String page) throws IOException {
        return pattern.matcher(Files.readString(Program.CHECKOUT.resolve(page)))
                .results()
                .toList();
    }

    private static void isClass(MatchResult named) {
        String module = named.group(1).split("\\.")[0];
        String room = Plan.ROOT.replace('.', '/') + named.group(1).replace('.', '/');
        Path sources = Program.CHECKOUT.resolve(module).resolve("src/main/java");
        assertThat(sources.resolve(room).resolve(named.group(2) + ".java")).exists();
    }

    private static Set<String> tests() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path folder : List.of(
                Path.of("parsers/src/test"),
                Path.of("ingest/src/test"),
                Path.of("streams/src/test"),
                Path.of("sink/src/test"),
                Path.of("app/src/test"),
                Path.of("src/test/java"))) {
            try (Stream<Path> files = Files.walk(Program.CHECKOUT.resolve(folder))) {
                files.forEach(file -> names.add(file.getFileName().toString()));
            }
        }
        return names;
    }
}
