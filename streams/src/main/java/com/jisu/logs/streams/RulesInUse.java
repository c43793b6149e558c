package com.jisu.logs.streams;

import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.Rules;
import com.jisu.logs.parsers.api.RulesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of a file, as they are in effect: read at the start, and again whenever the file has changed. A file with a fault, or with a
 * test that fails, is refused whole; the rules before it stay in effect. A change is taken when the file is the same at two looks: one that
 * is being written may be a part of itself, without the steps that redact. Thread-safe. Has a thread.
 */
public final class RulesInUse implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RulesInUse.class);

    /** How often the file is looked at. */
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /** How long events that are under way may need the rules that were replaced. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final Path file;
    private final ParserSettings settings;
    private final ScheduledExecutorService thread;
    private volatile Rules rules;
    private volatile List<String> faults = List.of();
    private volatile long replaced;

    /** What became of the file the last time: the hash of what is in effect, or what is wrong with it. */
    private String seen;

    /** The file's hash at the last look. */
    private String found;

    private RulesInUse(Path file, ParserSettings settings, Rules rules) {
        this.file = file;
        this.settings = settings;
        this.rules = rules;
        this.seen = rules.hash();
        this.found = seen;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "rules-watch");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /**
     * Reads the rules, runs their tests, and watches the file from there on.
     *
     * @param settings of the parsers that will use them
     * @throws RulesException with all that is wrong, a line each
     */
    public static RulesInUse open(Path file, ParserSettings settings) throws RulesException {
        return open(file, settings, INTERVAL);
    }

    static RulesInUse open(Path file, ParserSettings settings, Duration interval) throws RulesException {
        RulesInUse use = new RulesInUse(file, settings, checked(file, settings));
        LOG.info("Rules of {} are in effect: {}", file, use.rules.summary());
        use.thread.scheduleWithFixedDelay(use::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return use;
    }

    /** Reads rules and runs their tests, for whoever only wants to know whether they could be used. */
    public static void check(Path file, ParserSettings settings) throws RulesException {
        checked(file, settings).close();
    }

    private static Rules checked(Path file, ParserSettings settings) throws RulesException {
        Rules rules = Rules.read(file, settings);
        try {
            Optional<String> otherSchema = rules.schemaFault(file, settings.schema());
            if (otherSchema.isPresent()) {
                throw new RulesException(List.of(otherSchema.get()));
            }
            rules.check(settings);
            return rules;
        } catch (RulesException e) {
            rules.close();
            throw e;
        }
    }

    private void look() {
        try {
            String hash = Rules.hashOf(file);
            boolean isWritten = hash.equals(found);
            found = hash;
            if (!isWritten || hash.equals(seen)) {
                return;
            }
            if (hash.equals(rules.hash())) {
                LOG.info("Rules of {} are again those in effect: {}", file, rules.summary());
            } else if (Files.size(file) == 0) {
                throw new RulesException(List.of(file + " is empty; a file that changes nothing has 'steps: []'"));
            } else {
                replace(checked(file, settings));
            }
            faults = List.of();
            seen = rules.hash();
        } catch (RulesException e) {
            refuse(e.faults());
        } catch (IOException | RuntimeException e) {
            refuse(List.of(file + ": " + e));
        }
    }

    private void replace(Rules next) {
        Rules before = rules;
        rules = next;
        replaced++;
        LOG.info("Rules of {} have changed and are in effect: {}", file, next.summary());
        thread.schedule(before::close, GRACE.toSeconds(), TimeUnit.SECONDS);
    }

    private void refuse(List<String> why) {
        String now = String.join("\n", why);
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        faults = why;
        LOG.warn(
                "Rules of {} have changed, but are refused; those before (hash {}) stay in effect:",
                file,
                rules.hash());
        why.forEach(LOG::warn);
    }

    /** Those in effect. */
    public Rules current() {
        return rules;
    }

    /** Why the file, as it is now, was refused, a line each; empty if it is in effect. */
    public List<String> faults() {
        return faults;
    }

    /** How often others took the place of those before. */
    long replaced() {
        return replaced;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        rules.close();
    }
}
