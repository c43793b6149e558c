package com.jisu.logs.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.endtoend.Program;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Who may know whom, as docs/architecture.md draws it, and how large a class and a method may be. What classes know is read from
 * the compiled ones, in which every name is a whole one, and from the imports of the sources, which also name whose constants were copied
 * into a compiled class. The sizes are those of the sources.
 */
class HouseTest {

    private static final List<String> MODULES = List.of(
            "records",
            "parsers",
            "ingest",
            "streams",
            "sink",
            "app",
            "embedded",
            "embedded/child",
            "embedded/node",
            "embedded/opensearch");
    private static final int MOST_LINES_OF_A_CLASS = 400;
    private static final int MOST_LINES_OF_A_METHOD = 60;

    private static Plan plan;
    private static JavaClasses classes;
    private static List<Import> imports;

    @BeforeAll
    static void read() throws IOException {
        plan = Plan.of(Files.readString(Program.CHECKOUT.resolve("docs/architecture.md")));
        classes = new ClassFileImporter()
                .importPaths(MODULES.stream()
                        .map(module -> Program.CHECKOUT.resolve(module).resolve("target/classes"))
                        .toList());
        imports = Import.of(sources());
    }

    @Test
    void every_package_is_drawn() throws IOException {
        Set<String> packages = new TreeSet<>();
        for (Path source : sources()) {
            packages.add(plan.room(packageOf(source)).toString());
        }
        assertThat(plan.rooms()).containsExactlyInAnyOrderElementsOf(packages);
    }

    @Test
    void all_classes_of_the_sources_are_looked_at() throws IOException {
        for (Path source : sources()) {
            String name =
                    packageOf(source) + "." + source.getFileName().toString().replace(".java", "");
            assertThat(classes.contain(name)).as(name + " in target/classes").isTrue();
        }
    }

    @Test
    void no_wing_knows_one_above_or_beside_it() {
        assertThat(known((from, to) ->
                        from.module().equals(to.module()) && !from.equals(to) && plan.level(to) <= plan.level(from)))
                .isEmpty();
    }

    @Test
    void no_module_knows_the_wings_of_another() {
        assertThat(known((from, to) -> !from.module().equals(to.module()) && !plan.isOpen(to)))
                .isEmpty();
    }

    @Test
    void what_all_may_know_knows_of_other_modules_only_the_records() {
        assertThat(known((from, to) -> from.wing().equals(Plan.LEAF)
                        && !from.module().equals(to.module())
                        && !to.module().equals("records")))
                .isEmpty();
    }

    @Test
    void packages_know_each_other_in_no_circle() {
        SlicesRuleDefinition.slices()
                .matching(Plan.ROOT + "(**)")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    @Test
    void each_package_says_what_it_holds_what_it_may_import_and_where_to_begin() throws IOException {
        Set<String> silent = new TreeSet<>();
        for (Path source : sources()) {
            String text = Said.textBeside(source);
            if (!Said.IMPORTS.matcher(text).find() || !text.contains("Begin with ")) {
                silent.add(packageOf(source));
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void each_package_imports_what_it_says() throws IOException {
        Map<Plan.Room, Said> said = new TreeMap<>(Comparator.comparing(Plan.Room::toString));
        for (Path source : sources()) {
            Plan.Room room = plan.room(packageOf(source));
            said.put(room, Said.of(room, source, plan));
        }
        for (Import each : imports) {
            Plan.Room from = plan.room(packageOf(each.source()));
            said.get(from).imports(plan.room(each.packageName()));
        }
        said.forEach((room, each) ->
                assertThat(each.imported()).as("imports of " + room).containsExactlyInAnyOrderElementsOf(each.named()));
    }

    @Test
    void no_class_and_no_method_is_longer_than_one_can_overlook() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path source : sources()) {
            long lines = Files.readString(source).lines().count();
            if (lines > MOST_LINES_OF_A_CLASS) {
                tooLong.add(source.getFileName() + " has " + lines + " lines");
            }
        }
        for (Methods.Method method : Methods.of(sources())) {
            if (method.lines() > MOST_LINES_OF_A_METHOD) {
                tooLong.add(method + " has " + method.lines() + " lines");
            }
        }
        assertThat(tooLong).isEmpty();
    }

    /** Pairs of classes of which the first uses or imports the second, where their rooms are such. */
    private static Collection<String> known(BiPredicate<Plan.Room, Plan.Room> rooms) {
        Set<String> known = new TreeSet<>();
        for (Import each : imports) {
            if (rooms.test(plan.room(packageOf(each.source())), plan.room(each.packageName()))) {
                known.add(each.source().getFileName() + " imports " + each.name());
            }
        }
        for (JavaClass from : classes) {
            from.getDirectDependenciesFromSelf().forEach(dependency -> {
                JavaClass to = dependency.getTargetClass().getBaseComponentType();
                if (to.getPackageName().startsWith(Plan.ROOT)
                        && rooms.test(plan.room(from.getPackageName()), plan.room(to.getPackageName()))) {
                    known.add(from.getName() + " knows " + to.getName());
                }
            });
        }
        return known;
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : MODULES) {
            Path root = Program.CHECKOUT.resolve(module).resolve("src/main/java");
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                        .forEach(sources::add);
            }
        }
        return sources;
    }

    private static String packageOf(Path source) {
        String folder = source.getParent().toString().replace('/', '.');
        return folder.substring(folder.lastIndexOf(Plan.ROOT));
    }
}
