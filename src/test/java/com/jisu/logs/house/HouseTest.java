package com.jisu.logs.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.endtoend.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who may know whom inside of a module, as docs/architecture.md draws it. It reads the imports of the sources: what stands in
 * another package cannot be used without one.
 */
class HouseTest {

    private static final String ROOT = "com.jisu.logs.";
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:static )?com\\.jisu\\.logs\\.([a-z.]+)\\.[A-Z]");
    private static final String FRONT = "front";

    @ParameterizedTest
    @ValueSource(strings = {"parsers", "ingest", "sink"})
    void no_wing_knows_one_above_it(String module) throws IOException {
        Map<String, Integer> levels = levels(module);
        TreeSet<String> upwards = new TreeSet<>();
        TreeSet<String> wings = new TreeSet<>();
        for (Path source : sources(module)) {
            String from = wing(module, source.getParent().toString().replace('/', '.'));
            wings.add(from);
            Matcher imported = IMPORT.matcher(Files.readString(source));
            while (imported.find()) {
                String name = imported.group(1);
                if (name.equals(module) || name.startsWith(module + ".")) {
                    String to = wing(module, ROOT + name);
                    if (!to.equals(from) && levels.getOrDefault(to, -1) <= levels.getOrDefault(from, -1)) {
                        upwards.add(source.getFileName() + " of " + from + " knows " + to);
                    }
                }
            }
        }
        assertThat(upwards).isEmpty();
        assertThat(levels.keySet()).as("wings in docs/architecture.md").containsExactlyInAnyOrderElementsOf(wings);
    }

    /** Of lines such as {@code parsers: front > template > nginx, application}: those between commas know nothing of each other. */
    private static Map<String, Integer> levels(String module) throws IOException {
        String architecture = Files.readString(Program.CHECKOUT.resolve("docs/architecture.md"));
        Matcher line = Pattern.compile("(?m)^" + module + ": +(.+)$").matcher(architecture);
        assertThat(line.find())
                .as("the order of %s in docs/architecture.md", module)
                .isTrue();
        Map<String, Integer> levels = new TreeMap<>();
        List<String> steps = new ArrayList<>(List.of(line.group(1).split(">")));
        for (String step : steps) {
            for (String wing : step.split(",")) {
                levels.put(wing.strip(), steps.indexOf(step));
            }
        }
        return levels;
    }

    private static List<Path> sources(String module) throws IOException {
        try (Stream<Path> files = Files.walk(Program.CHECKOUT.resolve(module).resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .toList();
        }
    }

    private static String wing(String module, String packageName) {
        String inModule = packageName.substring(packageName.indexOf(ROOT + module) + (ROOT + module).length());
        return inModule.isEmpty() ? FRONT : inModule.substring(1);
    }
}
