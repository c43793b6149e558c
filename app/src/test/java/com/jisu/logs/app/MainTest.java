package com.jisu.logs.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Which commands are there for which arguments. */
class MainTest {

    static Stream<String> names() {
        return Main.commandLine().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_command_is_called_as_it_says_itself(String name) {
        CommandLine command = Main.commandLine().getSubcommands().get(name);
        assertThat(command.getCommandName()).isEqualTo(name);
        assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void of_the_others_none_is_made_where_one_is_named_first(String name) {
        Set<String> expected = name.equals("completion") ? Set.copyOf(names().toList()) : Set.of(name);
        assertThat(Main.commandLine(name, "dev").getSubcommands().keySet()).isEqualTo(expected);
        assertThat(Main.commandLine("--debug", name).getSubcommands().keySet()).isEqualTo(expected);
    }

    @Test
    void all_are_there_for_whatever_else_is_typed() {
        Set<String> all = Set.copyOf(names().toList());
        assertThat(all).contains("dev", "parse", "ingest", "streams", "sink");
        for (String[] arguments : new String[][] {{}, {"--help"}, {"tial"}, {"--version", "parse"}}) {
            assertThat(Main.commandLine(arguments).getSubcommands().keySet()).isEqualTo(all);
        }
    }
}
