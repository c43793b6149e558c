package com.jisu.logs.app.importing;

import com.jisu.logs.app.logstash.Place;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code grok}. Patterns of files are carried into the rules. Used by one thread. */
final class GrokFilter implements Filter {

    private final Map<String, String> patterns;

    /** @param patterns gets those of files */
    GrokFilter(Map<String, String> patterns) {
        this.patterns = patterns;
    }

    @Override
    public Optional<RuleStep> step(PluginOptions options, Ecs ecs) {
        for (String folder : options.texts("patterns_dir")) {
            readPatterns(folder, options);
        }
        Map<String, Object> match = options.map("match");
        if (match.isEmpty()) {
            options.row().leftOut("it has no `match`; nothing would be matched");
            return Optional.empty();
        }
        RuleStep step = RuleStep.of("grok");
        if (match.size() == 1) {
            Map.Entry<String, Object> only = match.entrySet().iterator().next();
            step = step.with("field", FieldName.path(only.getKey())).with("patterns", texts(only.getValue()));
        } else {
            Map<String, Object> fields = new LinkedHashMap<>();
            match.forEach((field, each) -> fields.put(FieldName.path(field), texts(each)));
            step = step.with("fields", fields);
        }
        Map<String, Object> definitions = options.mapAsWritten("pattern_definitions");
        options.ignore("timeout_scope", "tag_on_timeout", "patterns_files_glob");
        options.text("tag_on_timeout")
                .filter(tag -> !tag.equals("_groktimeout"))
                .ifPresent(tag -> options.row()
                        .differs("a match that takes too long is tagged `_groktimeout`, not `" + tag + "`"));
        List<String> overwrite =
                options.texts("overwrite").stream().map(FieldName::path).toList();
        return Optional.of(step.with("pattern_definitions", definitions.isEmpty() ? null : definitions)
                .with("target", options.field("target").orElse(null))
                .with("break_on_match", options.flag("break_on_match", true) ? null : false)
                .with("keep_empty_captures", options.flag("keep_empty_captures", false) ? true : null)
                .with("named_captures_only", options.flag("named_captures_only", true) ? null : false)
                .with("overwrite", overwrite.isEmpty() ? null : overwrite)
                .with("existing", "append")
                .with("ecs_names", ecs.isOn())
                .with(
                        "timeout_millis",
                        options.number("timeout_millis")
                                .map(millis -> timeout(millis, options.row()))
                                .orElse(null)));
    }

    /** Logstash lets a match run for 30 s; here the default is 100 ms. */
    private static Object timeout(Object millis, Row row) {
        if (millis instanceof Long number && number > 0) {
            return Math.min(number, 10_000);
        }
        row.differs(
                "a match may take 100 ms; without a limit (`timeout_millis => 0`) one line could hold up all others");
        return null;
    }

    private static List<String> texts(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(value.toString());
    }

    private void readPatterns(String named, PluginOptions options) {
        Row row = options.row();
        Path folder = Path.of(named);
        Path beside = folderOf(row.place()).resolve(named);
        Path found = Files.exists(folder) ? folder : beside;
        try {
            if (!Files.isDirectory(found)) {
                readFile(found);
                return;
            }
            List<Path> files = new ArrayList<>();
            String glob = options.text("patterns_files_glob").orElse("*");
            try (DirectoryStream<Path> each = Files.newDirectoryStream(found, glob)) {
                each.forEach(files::add);
            }
            for (Path file : files.stream().sorted().toList()) {
                readFile(file);
            }
        } catch (IOException | RuntimeException e) {
            row.loses("the patterns in `" + named + "` can not be read here; import again where they are, or write them"
                    + " under `patterns:` in rules.yml");
        }
    }

    private static Path folderOf(Place place) {
        Path folder = Path.of(place.file()).getParent();
        return folder == null ? Path.of("") : folder;
    }

    private void readFile(Path file) throws IOException {
        for (String line : Files.readAllLines(file)) {
            String[] nameAndRegex = line.strip().split("\\s+", 2);
            if (nameAndRegex.length == 2 && !nameAndRegex[0].startsWith("#")) {
                patterns.put(nameAndRegex[0], nameAndRegex[1]);
            }
        }
    }
}
