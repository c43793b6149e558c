package com.jisu.logs.app.importing;

import com.jisu.logs.parsers.Rules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether rules take a step, so that no file is written that is refused as a whole. */
final class Acceptance {

    private static final String FILE = "rules.yml";

    /** Options that name a file, which may be elsewhere for now. */
    private static final List<String> FILES = List.of("file", "networks_file");

    private Acceptance() {}

    /** Why they would not take it; nothing if they do, or if it needs a file that is not here. */
    static Optional<String> fault(RuleStep step, Map<String, String> patterns) {
        if (needsFile(step)) {
            return Optional.empty();
        }
        return faults(RulesText.of(List.of(), patterns, List.of(), List.of(step))).stream()
                .findFirst()
                .map(fault -> fault.replaceFirst("^" + FILE + ":\\d+: ", ""));
    }

    /** What is wrong with the text of rules, a line each. */
    static List<String> faults(String rules) {
        return Rules.faults(FILE, rules, Path.of(""));
    }

    private static boolean needsFile(RuleStep step) {
        return FILES.stream()
                        .map(step.options()::get)
                        .anyMatch(file -> file != null && !Files.isReadable(Path.of(file.toString())))
                || step.inner().stream().anyMatch(Acceptance::needsFile);
    }
}
