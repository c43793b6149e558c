package com.jisu.logs.app;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jisu-logs completion}: the script by which a shell completes commands and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints the script by which a shell completes commands and options.",
        footer = {
            "",
            "Examples:",
            "  source <(./jisu-logs completion bash)      in this shell, or in ~/.bashrc",
            "  source <(./jisu-logs completion zsh)       in this shell, or in ~/.zshrc"
        })
final class CompletionCommand implements Callable<Integer> {

    private enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        // One script for both: it turns zsh's support for bash completions on where zsh reads it.
        System.out.print(AutoComplete.bash("jisu-logs", spec.root().commandLine()));
        return 0;
    }
}
