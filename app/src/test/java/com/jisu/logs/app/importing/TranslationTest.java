package com.jisu.logs.app.importing;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.app.logstash.ConfigurationFiles.Part;
import com.jisu.logs.app.logstash.ConfigurationReader;
import com.jisu.logs.app.logstash.SyntaxFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What becomes of each plug-in and each form of condition, by the table {@code importing/translations.yml}: a configuration, the steps of
 * {@code rules.yml} that it becomes (those of the Beats input only where an input is what the case is about), and what the report says.
 */
class TranslationTest {

    private static final Path TABLE = Path.of("src/test/resources/importing/translations.yml");
    private static final Map<String, String> ENVIRONMENT = Map.of("SET", "it's set");
    private static final String END_OF_INPUT = "    if: 'message != null'\n";

    @TestFactory
    Stream<DynamicTest> each_configuration_becomes_what_the_table_says() throws IOException {
        List<Map<String, String>> cases =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(TABLE));
        return cases.stream().map(each -> DynamicTest.dynamicTest(each.get("name"), () -> check(each)));
    }

    private static void check(Map<String, String> each) throws SyntaxFault {
        Translation translation =
                translation(each.get("configuration"), Ecs.of(each.get("ecs")).orElseThrow());
        assertThat(steps(translation, each.get("configuration"))).isEqualTo(each.get("steps"));
        assertThat(said(translation)).isEqualTo(each.getOrDefault("report", ""));
        Map<String, Object> rules = new Yaml(new SafeConstructor(new LoaderOptions())).load(translation.rules());
        assertThat(rules).containsKeys("schema", "types", "steps");
    }

    static Translation translation(String configuration, Ecs ecs) throws SyntaxFault {
        boolean bare = !configuration.startsWith("input") && !configuration.startsWith("output");
        String whole = bare ? "filter {\n" + configuration + "}\n" : configuration;
        return Translation.of(
                ConfigurationReader.read(List.of(new Part("logstash.conf", whole))),
                List.of("logstash.conf"),
                ecs,
                ENVIRONMENT,
                "/etc/jisu-logs/rules.yml");
    }

    private static String steps(Translation translation, String configuration) {
        String rules = translation.rules();
        String steps = rules.substring(rules.indexOf("\nsteps:\n") + "\nsteps:\n".length());
        int end = steps.indexOf(END_OF_INPUT);
        return (configuration.startsWith("input") || end < 0 ? steps : steps.substring(end + END_OF_INPUT.length()))
                .stripIndent();
    }

    /** Of the report what is no heading, and what the table of plug-ins says beyond that they were carried over. */
    private static String said(Translation translation) {
        List<String> said = new ArrayList<>();
        translation.report().lines().forEach(line -> {
            boolean row = line.startsWith("| logstash.conf") && !line.endsWith("| carried over |  |");
            if (row || line.startsWith("- ") && !line.startsWith("- There is no input")) {
                said.add(line);
            }
        });
        said.add(translation.loss() ? "loss" : "no loss");
        return String.join("\n", said) + "\n";
    }
}
