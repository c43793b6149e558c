package com.jisu.logs.parsers;

import com.jisu.logs.parsers.api.RuledTypes;
import com.jisu.logs.parsers.api.RulesException;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.api.StepCount;
import com.jisu.logs.parsers.api.TestResult;
import com.jisu.logs.parsers.rules.RuleSet;
import com.jisu.logs.parsers.rules.RulesReader;
import com.jisu.logs.parsers.rules.RulesSchema;
import com.jisu.logs.parsers.steps.RegexWatch;
import com.jisu.logs.parsers.steps.StepContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rules of one's own, read from a file and compiled: types, steps and their tests. docs/rules.md has the format. Thread-safe, and shared
 * by all {@link RuledParser}s of a process. Has a thread while its regular expressions are at work; close it when nobody uses it.
 */
public final class Rules implements AutoCloseable {

    /** Bytes of a file of rules. */
    private static final int MOST_BYTES = 16 << 20;

    private static final int HASH_CHARACTERS = 12;

    private final RuleSet set;
    private final String hash;
    private final RegexWatch watch;

    private Rules(RuleSet set, String hash, RegexWatch watch) {
        this.set = set;
        this.hash = hash;
        this.watch = watch;
    }

    /**
     * Reads a file of rules; does not run its tests.
     *
     * @param settings of the parsers that will use them
     * @throws RulesException with all that is wrong, a line each
     */
    public static Rules read(Path file, ParserSettings settings) throws RulesException {
        String name = file.toString();
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new RulesException(List.of(name + " has more than " + (MOST_BYTES >> 20) + " MiB"));
            }
            Path folder = file.toAbsolutePath().getParent();
            return of(name, Files.readAllBytes(file), folder, settings);
        } catch (NoSuchFileException e) {
            throw new RulesException(List.of("there is no file " + name));
        } catch (IOException e) {
            throw new RulesException(List.of(name + " can not be read: " + e.getMessage()));
        }
    }

    /**
     * The same of the file's bytes.
     *
     * @param name what it is called in faults
     * @param folder from where paths in it are meant
     */
    public static Rules of(String name, byte[] yaml, Path folder, ParserSettings settings) throws RulesException {
        ReferenceData reference = settings.reference();
        RegexWatch watch = new RegexWatch();
        try {
            StepContext context = new StepContext(
                    settings.schema(), Map.of(), reference.geoIp(), reference.userAgents(), folder, watch);
            RuleSet set = new RulesReader(name, Set.copyOf(LogType.names())).read(text(name, yaml), context);
            return new Rules(set, hash(yaml), watch);
        } catch (RulesException e) {
            watch.close();
            throw e;
        }
    }

    /**
     * What is wrong with rules, a line each, without anything that they look up in: for whoever writes rules.
     *
     * @param name what the file is called in faults
     * @param folder from where paths in it are meant
     */
    public static List<String> faults(String name, String yaml, Path folder) {
        try {
            set(name, yaml, folder);
            return List.of();
        } catch (RulesException e) {
            return e.faults();
        }
    }

    /** The same, for whoever would use them in a schema. */
    public static List<String> faults(String name, String yaml, Path folder, Schema used) {
        try {
            return set(name, yaml, folder).schema().flatMap(own -> schemaFault(name, own, used)).stream()
                    .toList();
        } catch (RulesException e) {
            return e.faults();
        }
    }

    /**
     * The types that the rules of a file are for, as {@link #logTypes()}, without anything that they look up in.
     *
     * @throws RulesException with all that is wrong, a line each
     */
    public static List<String> logTypes(Path file) throws RulesException {
        try {
            RuleSet set = set(
                    file.toString(),
                    Files.readString(file),
                    file.toAbsolutePath().getParent());
            return List.copyOf(set.types().keySet());
        } catch (IOException e) {
            throw new RulesException(List.of(file + " can not be read: " + e.getMessage()));
        }
    }

    /** What keeps these rules from being used in a schema; nothing if they are written for it, or say nothing. */
    public Optional<String> schemaFault(Path file, Schema used) {
        return schema().flatMap(own -> schemaFault(file.toString(), own, used));
    }

    private static Optional<String> schemaFault(String name, Schema own, Schema used) {
        return own == used
                ? Optional.empty()
                : Optional.of(name + ": it is written for schema " + text(own) + ", but streams.schema is " + text(used)
                        + "; set that to " + text(own) + ", as --set streams.schema=" + text(own) + " does");
    }

    private static String text(Schema schema) {
        return schema.name().toLowerCase(Locale.ROOT);
    }

    private static RuleSet set(String name, String yaml, Path folder) throws RulesException {
        try (RegexWatch watch = new RegexWatch()) {
            StepContext context = new StepContext(Schema.LOGSTASH, Map.of(), null, null, folder, watch);
            return new RulesReader(name, Set.copyOf(LogType.names())).read(yaml, context);
        }
    }

    private static String text(String name, byte[] yaml) throws RulesException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(yaml))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RulesException(List.of(name + " is not UTF-8"));
        }
    }

    /**
     * The hash of a file as it is now: {@link #hash} of the rules that would be read of it.
     *
     * @throws RulesException if it can not be read
     */
    public static String hashOf(Path file) throws RulesException {
        try {
            return hash(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new RulesException(List.of("there is no file " + file));
        } catch (IOException e) {
            throw new RulesException(List.of(file + " can not be read: " + e.getMessage()));
        }
    }

    private static String hash(byte[] yaml) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(yaml);
            return HexFormat.of().formatHex(digest).substring(0, HASH_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Names the file's content: the first characters of its SHA-256. */
    public String hash() {
        return hash;
    }

    /** The schema that they say they are written for. */
    public Optional<Schema> schema() {
        return set.schema();
    }

    RuleSet set() {
        return set;
    }

    /** What they say of types. */
    RuledTypes types() {
        return new RuledTypes() {
            @Override
            public String as(String logType) {
                return set.as(logType);
            }

            @Override
            public boolean changes(String logType) {
                return set.changes(logType);
            }
        };
    }

    /** The types that they have rules for, in the order of the file: values of {@code fields.logtype}. */
    public List<String> logTypes() {
        return List.copyOf(set.types().keySet());
    }

    /** What each step has done since they were read, in the order of the file. */
    public List<StepCount> counts() {
        return set.counts();
    }

    /** Runs the tests in the file, in its order. */
    public List<TestResult> test(ParserSettings settings) {
        return new RuleTests(this, settings).run();
    }

    /** @throws RulesException naming each test that fails, and the field */
    public void check(ParserSettings settings) throws RulesException {
        List<String> failed = test(settings).stream()
                .filter(result -> !result.passed())
                .flatMap(result -> result.faults().stream())
                .toList();
        if (!failed.isEmpty()) {
            throw new RulesException(failed);
        }
    }

    /** What is done with events, a line for each step, in the order in which they run. */
    public List<String> describe() {
        return set.describe();
    }

    /** The JSON Schema of files of rules, for editors: made of the tables by which they are read. */
    public static String jsonSchema() {
        return RulesSchema.json(LogType.names());
    }

    /** How many steps there are, and types with rules, and tests: for a line in a log. */
    public String summary() {
        return set.steps().size() + " steps, " + set.types().size() + " types, "
                + set.tests().size() + " tests, hash " + hash;
    }

    @Override
    public void close() {
        watch.close();
    }
}
