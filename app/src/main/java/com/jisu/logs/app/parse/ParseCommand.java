package com.jisu.logs.app.parse;

import com.jisu.logs.app.api.UsageError;
import com.jisu.logs.app.api.UserError;
import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.app.config.ConfigurationLoader;
import com.jisu.logs.app.input.LogInput;
import com.jisu.logs.app.input.LogTypeNames;
import com.jisu.logs.app.logging.Logging;
import com.jisu.logs.app.settings.Settings;
import com.jisu.logs.parsers.LogType;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.ReferenceData;
import com.jisu.logs.parsers.RuledParser;
import com.jisu.logs.parsers.api.FieldOrigin;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.Nearest;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.records.IndexTemplates;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jisu-logs parse}: events to documents, without any server. */
@Command(
        name = "parse",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows what becomes of events: reads Beats events as JSON lines, or bare log lines with --type, and writes"
                    + " the documents as JSON lines, in order. Parts of a line that Docker cut become one document, where"
                    + " the last of them stands. Empty lines are passed over. Needs no server.",
            "Files in gzip are read as they are, standard input too.",
            "Reads no configuration but that of --config, and of it what concerns parsing; without it, it has the embedded"
                    + " GeoIP databases, or those of --geoip. It takes events of any age and size as they are (the pipeline has"
                    + " streams.max-event-age and ingest.max-event-bytes).",
            "Exit code: 1 if a line was no event; the first 20 of these are named on stderr."
        },
        footer = {
            "",
            "Examples:",
            "  jisu-logs parse --type nginx samples/nginx-access.log",
            "  docker logs web 2>&1 | jisu-logs parse --type application",
            "  jisu-logs parse --type nginx /var/log/nginx/access.log.*.gz",
            "  tail -n 1 /var/log/nginx/access.log | jisu-logs parse --type nginx --explain",
            "  jisu-logs parse --rules rules.yml --type haproxy --explain /var/log/haproxy.log"
        })
public final class ParseCommand implements Callable<Integer> {

    private static final Duration EVER = Duration.ofDays(4_000_000);
    private static final int CACHED_USER_AGENTS = 10_000;

    /** Complaints that are printed; what is more is counted. */
    private static final int MAX_COMPLAINTS = 20;

    @Option(
            names = "--schema",
            paramLabel = "SCHEMA",
            description = "Names of the fields: ecs or logstash (default: that of the configuration, else ecs).")
    private Schema schema;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "A configuration file, for streams.keys, streams.schema and streams.geoip.")
    private Path config;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            completionCandidates = LogTypeNames.class,
            description = "The lines are bare log lines of this fields.logtype: ${COMPLETION-CANDIDATES}"
                    + " (default: they are Beats events).")
    private String type;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description =
                    "Rules of one's own, which change what was parsed (docs/rules.md). Their tests are run first.")
    private Path rulesFile;

    @Option(
            names = "--geoip",
            paramLabel = "FILE",
            description =
                    "A GeoIP database, for the places or the networks that are in it, or both; may be given several times."
                            + " Those of the configuration are not used then; what no file has comes from the embedded ones.")
    private List<Path> databases = new ArrayList<>();

    @Option(
            names = "--results",
            description =
                    "Write for each event one line: a JSON array of what each output gets, before it is placed in an"
                            + " index, as {\"index\", \"id\", \"routing\", \"pipeline\", \"document\"}; [] where rules dropped it.")
    private boolean results;

    @Option(
            names = "--explain",
            description = "Show for each document, field by field, which rule of docs/fields.md made it.")
    private boolean explain;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Files; - or none for standard input.")
    private List<String> files = List.of("-");

    private long events;
    private long complaints;
    private long named;
    private boolean askedForType;
    private List<String> ownTypes = List.of();

    @Override
    public Integer call() throws Exception {
        if (results && explain) {
            throw new UsageError("--results and --explain are two forms of output; name one of them");
        }
        if (type != null && rulesFile == null && !LogType.names().contains(type)) {
            throw new UsageError("--type is " + type
                    + Nearest.to(type, LogType.names())
                            .map(meant -> "; did you mean " + meant + "?")
                            .orElse(", but must be one of " + String.join(", ", LogType.names())));
        }
        for (String file : files) {
            check(file);
        }
        Logging.warningsOnly();
        ParserSettings settings = settings();
        try (OutputStream out = new FileOutputStream(FileDescriptor.out);
                RulesOfFile rules = RulesOfFile.open(rulesFile, settings, schema != null || config != null)) {
            ownTypes = rules.logTypes();
            DocumentOutput output = new DocumentOutput(out);
            EventDocuments documents = documents(rules.parser(), output);
            try {
                for (String file : files) {
                    parse(file, documents, output);
                }
            } finally { // what could be read of a file is shown, whatever is wrong behind it
                documents.finish();
                output.flush();
            }
        } catch (IOException e) {
            if ("Broken pipe".equals(e.getMessage())) {
                return 0; // who reads has read enough
            }
            throw new UserError("the documents can not be written: " + e.getMessage(), e);
        }
        if (complaints > named && (events > 0 || !askedForType)) {
            System.err.println("jisu-logs: " + (complaints - named) + " more lines are no events");
        }
        return complaints == 0 ? 0 : 1;
    }

    private EventDocuments documents(RuledParser parser, DocumentOutput output) {
        if (results) {
            return results(parser, output);
        }
        if (!explain) {
            return new EventDocuments(parser.parser(), (first, parsed) -> {
                for (ParsedEvent document : parser.change(parsed, first.event(), first.arrival())) {
                    output.document(document);
                }
            });
        }
        parser.parser().explain();
        return new EventDocuments(parser.parser(), (first, parsed) -> {
            for (List<FieldOrigin> fields : parser.explain(parsed, first.event(), first.arrival())) {
                output.explained(first, fields);
            }
        });
    }

    /** For each event a line with what each output gets. */
    static EventDocuments results(RuledParser parser, DocumentOutput output) {
        return new EventDocuments(
                parser.parser(),
                (first, parsed) -> output.results(parser.results(parsed, first.event(), first.arrival())));
    }

    private static void check(String file) {
        if (file.equals("-")) {
            return;
        }
        if (Files.isDirectory(Path.of(file))) {
            throw new UserError(file + " is a directory; name a file in it");
        }
        if (!Files.isReadable(Path.of(file))) {
            throw new UserError(Files.exists(Path.of(file)) ? file + " can not be read" : "there is no file " + file);
        }
    }

    private ParserSettings settings() {
        ParserSettings settings = config == null
                ? ParserSettings.defaults(reference())
                : settings(ConfigurationLoader.read(Optional.of(config), Map.of(), System.getenv(), Set.of())
                        .configuration());
        return settings.withSchema(schema == null ? settings.schema() : schema).withTimes(EVER, EVER);
    }

    private ParserSettings settings(Configuration configuration) {
        return databases.isEmpty() ? Settings.parsers(configuration) : Settings.parsers(configuration, reference());
    }

    private ReferenceData reference() {
        try {
            return ReferenceData.open(IndexTemplates.mappings(), databases, CACHED_USER_AGENTS);
        } catch (IOException e) {
            throw new UsageError("--geoip: " + e.getMessage(), e);
        }
    }

    private void parse(String file, EventDocuments documents, DocumentOutput output) throws IOException {
        String name = file.equals("-") ? "stdin" : file;
        LineEvents lineEvents = type == null ? null : new LineEvents(type);
        try (InputStream in = open(file)) {
            InputLines lines = new InputLines(in);
            long offset = 0;
            long number = 0;
            while (true) {
                if (!lines.isReady()) {
                    output.flush(); // somebody may be typing
                }
                byte[] line = read(lines, name);
                if (line == null) {
                    return;
                }
                number++;
                if (!isBlank(line)) {
                    byte[] event = lineEvents == null ? line : lineEvents.event(line, name, offset);
                    try {
                        documents.add(event, new RawPosition(name, 0, number), System.currentTimeMillis());
                        events++;
                    } catch (MalformedEventException e) {
                        complain(name + ":" + number, line, e);
                    }
                }
                offset += line.length + 1;
            }
        }
    }

    private static InputStream open(String file) throws IOException {
        try {
            return LogInput.of(
                    file.equals("-") ? new FileInputStream(FileDescriptor.in) : Files.newInputStream(Path.of(file)));
        } catch (NoSuchFileException e) {
            throw new UserError("there is no file " + file, e);
        }
    }

    private static byte[] read(InputLines lines, String name) {
        try {
            return lines.next();
        } catch (IOException e) {
            throw new UserError(name + " can not be read: " + e.getMessage(), e);
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private void complain(String place, byte[] line, MalformedEventException e) {
        complaints++;
        if (named >= MAX_COMPLAINTS) {
            return;
        }
        if (type != null || startsLikeJson(line) || events > 0 && !askedForType) {
            named++;
            System.err.println("jisu-logs: " + place + ": " + e.getMessage());
        } else if (!askedForType) {
            askedForType = true;
            named++;
            System.err.println("jisu-logs: " + place
                    + " is no Beats event; if these are bare log lines, say of which type: --type "
                    + LogType.choice(ownTypes));
        }
    }

    private static boolean startsLikeJson(byte[] line) {
        return new String(line, 0, Math.min(line.length, 64), StandardCharsets.ISO_8859_1)
                .stripLeading()
                .startsWith("{");
    }
}
