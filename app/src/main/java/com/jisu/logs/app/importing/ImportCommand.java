package com.jisu.logs.app.importing;

import com.jisu.logs.app.api.UsageError;
import com.jisu.logs.app.api.UserError;
import com.jisu.logs.app.logstash.ConfigurationFiles;
import com.jisu.logs.app.logstash.ConfigurationReader;
import com.jisu.logs.app.logstash.Section;
import com.jisu.logs.app.logstash.SyntaxFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jisu-logs import}: a configuration of Logstash becomes rules, settings and a report. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Reads the configuration of a Logstash pipeline and writes what does the same here: rules.yml (filters and outputs),"
                    + " jisu-logs.yml (the Beats port, TLS, Elasticsearch) and report.md, which says of each plug-in whether it was"
                    + " carried over, what is different, and what to do about what was left out.",
            "Nothing is started or asked. Passwords are not copied; the report says which variables to set.",
            "Exit code: 0 if nothing that changes documents was left out, 1 if something was, 2 if the configuration can not be"
                    + " read."
        },
        footer = {
            "",
            "Examples:",
            "  jisu-logs import /etc/logstash/conf.d --out imported",
            "  jisu-logs import logstash.conf --ecs-compatibility disabled --out imported --force"
        })
public final class ImportCommand implements Callable<Integer> {

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Where the files are written (default: here). It is made if it is not there.")
    private Path out = Path.of(".");

    @Option(
            names = "--ecs-compatibility",
            paramLabel = "MODE",
            description =
                    "Logstash's pipeline.ecs_compatibility: disabled, v1 or v8 (default: v8, as Logstash 8 and 9 have it).")
    private String ecs = "v8";

    @Option(names = "--force", description = "Write over files that are there.")
    private boolean force;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "Files and folders of one pipeline's configuration; they are one, in the order of their names.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        Ecs mode = Ecs.of(ecs)
                .orElseThrow(
                        () -> new UsageError("--ecs-compatibility is " + ecs + ", but must be disabled, v1 or v8"));
        List<ConfigurationFiles.Part> parts = parts();
        Translation translation = translation(parts, mode);
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("rules.yml", translation.rules());
        texts.put("jisu-logs.yml", translation.settings());
        texts.put("report.md", translation.report());
        write(texts);
        translation.summary().forEach(System.out::println);
        System.out.println("Written: "
                + String.join(
                        ", ",
                        texts.keySet().stream()
                                .map(name -> out.resolve(name).toString())
                                .toList()));
        return translation.loss() ? 1 : 0;
    }

    private List<ConfigurationFiles.Part> parts() {
        try {
            return ConfigurationFiles.read(files);
        } catch (NoSuchFileException e) {
            throw new UsageError("there is no file " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UsageError("the configuration can not be read: " + e.getMessage(), e);
        }
    }

    private Translation translation(List<ConfigurationFiles.Part> parts, Ecs mode) {
        List<String> names = parts.stream()
                .map(part -> Path.of(part.file()).getFileName().toString())
                .toList();
        try {
            List<Section> sections = ConfigurationReader.read(parts);
            if (sections.isEmpty()) {
                throw new UsageError(String.join(", ", names)
                        + ": nothing in it to import; name a file with input, filter or output");
            }
            return Translation.of(sections, names, mode, System.getenv(), rulesFile());
        } catch (SyntaxFault e) {
            throw new UsageError(e.getMessage(), e);
        }
    }

    /** Whole, as the program may be started in another folder. */
    private String rulesFile() {
        return out.resolve("rules.yml").toAbsolutePath().normalize().toString();
    }

    private void write(Map<String, String> texts) {
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new UsageError("--out is " + out + ", which is a file; name a folder");
        }
        if (!force) {
            for (String name : texts.keySet()) {
                if (Files.exists(out.resolve(name))) {
                    throw new UserError(out.resolve(name)
                            + " is there already; --force writes over it, --out names another folder");
                }
            }
        }
        try {
            Files.createDirectories(out);
            for (Map.Entry<String, String> each : texts.entrySet()) {
                Files.writeString(out.resolve(each.getKey()), each.getValue());
            }
        } catch (IOException e) {
            throw new UserError("the files can not be written to " + out + ": " + e.getMessage(), e);
        }
    }
}
