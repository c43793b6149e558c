package com.jisu.logs.app.rules;

import com.jisu.logs.parsers.api.RulesException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jisu-logs rules show} */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what rules do, step by step, in the order in which they run, and the hash by which 'jisu-logs status' and the"
                    + " metrics of each instance name the rules that are in effect there.",
            "Exit code: 2 if the file can not be read as rules."
        },
        footer = {"", "Example:", "  jisu-logs rules show rules.yml"})
final class ShowCommand implements Callable<Integer> {

    @Mixin
    private RulesFile file;

    @Override
    public Integer call() {
        try (RulesFile.Read read = file.read()) {
            System.out.println(read.file() + ": " + read.rules().summary());
            read.rules().describe().forEach(System.out::println);
            return 0;
        } catch (RulesException e) {
            e.faults().forEach(fault -> System.err.println("jisu-logs: " + fault));
            return 2;
        }
    }
}
