package com.jisu.logs.app.rules;

import com.jisu.logs.parsers.api.RulesException;
import com.jisu.logs.parsers.api.TestResult;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jisu-logs rules test} */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a file of rules and runs the tests in it. A file with a fault, or with a test that fails, is not used.",
            "Exit code: 1 if a test failed, 2 if the file can not be read as rules."
        },
        footer = {"", "Example:", "  jisu-logs rules test rules.yml"})
final class TestCommand implements Callable<Integer> {

    @Mixin
    private RulesFile file;

    @Override
    public Integer call() {
        try (RulesFile.Read read = file.read()) {
            List<TestResult> results = read.rules().test(read.settings());
            for (TestResult result : results) {
                if (result.passed()) {
                    System.out.println("passed  " + result.name());
                } else {
                    System.out.println("FAILED  " + result.name());
                    result.faults().forEach(fault -> System.out.println("        " + fault));
                }
            }
            long failed = results.stream().filter(result -> !result.passed()).count();
            System.out.println(
                    results.isEmpty()
                            ? read.file() + " has no fault, and no tests; write some under 'tests:' (docs/rules.md)"
                            : results.size() - failed + " of " + results.size() + " tests passed");
            return failed == 0 ? 0 : 1;
        } catch (RulesException e) {
            e.faults().forEach(fault -> System.err.println("jisu-logs: " + fault));
            return 2;
        }
    }
}
