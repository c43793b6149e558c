package com.jisu.logs.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.endtoend.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
        assertThat(found(STEP, "docs/architecture.md")).hasSizeGreaterThan(30).allMatch(DocsTest::isClass);
    }

    @Test
    void what_a_change_touches_is_there() throws IOException {
        assertThat(found(CLASS, "docs/changing.md")).hasSizeGreaterThan(10).allMatch(DocsTest::isClass);
        assertThat(found(FILE, "docs/changing.md"))
                .hasSizeGreaterThan(10)
                .allMatch(file -> Files.exists(Program.CHECKOUT.resolve(file)));
        assertThat(tests()).containsAll(found(TEST, "docs/changing.md"));
    }

    /** What the groups of the pattern hold, with dots between. */
    private static List<String> found(Pattern pattern, String page) throws IOException {
        return pattern.matcher(Files.readString(Program.CHECKOUT.resolve(page)))
                .results()
                .map(each -> each.groupCount() == 1 ? each.group(1) : each.group(1) + "." + each.group(2))
                .toList();
    }

    private static boolean isClass(String name) {
        String module = name.substring(0, name.indexOf('.'));
        String file = Plan.ROOT.replace('.', '/') + name.replace('.', '/') + ".java";
        return Files.exists(
                Program.CHECKOUT.resolve(module).resolve("src/main/java").resolve(file));
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
                files.forEach(file -> names.add(file.getFileName().toString().replace(".java", "")));
            }
        }
        return names;
    }
}
