package com.jisu.logs.app.config;

import com.jisu.logs.app.api.EventFormat;
import com.jisu.logs.app.api.LogFormat;
import com.jisu.logs.app.api.LogLevel;
import com.jisu.logs.ingest.api.TlsSettings;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.sink.api.SinkSettings;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The typed {@link Configuration} of entries, by SmallRye Config; its faults become lines of ours. */
final class Mapping {

    private static final String PREFIX = "jisu-logs.";
    private static final int OURS = 200; // above SmallRye's own converters

    /** SmallRye's message about a value that a converter refused: the key, and what the converter said. */
    private static final Pattern REFUSED = Pattern.compile(
            ".*config property (\\S+) with the config value \".*\" threw an Exception whilst being converted\\s*(.*)",
            Pattern.DOTALL);

    /** SmallRye's message about an empty value that is not optional. */
    private static final Pattern EMPTY =
            Pattern.compile(".*config property (\\S+) is (?:defined as the empty|required).*", Pattern.DOTALL);

    private Mapping() {}

    static Optional<Configuration> of(Map<String, Entry> entries, Faults faults) {
        Map<String, String> values = new HashMap<>();
        entries.values().stream()
                .filter(each -> !Secrets.isResolved(each.key()))
                .forEach(each -> values.put(PREFIX + quoted(each.key()), each.value()));
        try {
            return Optional.of(new SmallRyeConfigBuilder()
                    .withMapping(Configuration.class)
                    .withConverter(Duration.class, OURS, new DurationConverter())
                    .withConverter(Integer.class, OURS, new Converters.WholeNumber())
                    .withConverter(Boolean.class, OURS, new Converters.YesOrNo())
                    .withConverter(URI.class, OURS, new Converters.Address())
                    .withConverter(Schema.class, OURS, new Converters.OneOf<>(Schema.class))
                    .withConverter(EventFormat.class, OURS, new Converters.OneOf<>(EventFormat.class))
                    .withConverter(LogFormat.class, OURS, new Converters.OneOf<>(LogFormat.class))
                    .withConverter(LogLevel.class, OURS, new Converters.OneOf<>(LogLevel.class))
                    .withConverter(
                            TlsSettings.ClientAuth.class, OURS, new Converters.OneOf<>(TlsSettings.ClientAuth.class))
                    .withConverter(
                            SinkSettings.IndexMode.class, OURS, new Converters.OneOf<>(SinkSettings.IndexMode.class))
                    .withConverter(
                            SinkSettings.TargetKind.class, OURS, new Converters.OneOf<>(SinkSettings.TargetKind.class))
                    .withSources(new PropertiesConfigSource(values, "jisu-logs", OURS))
                    .build()
                    .getConfigMapping(Configuration.class));
        } catch (ConfigValidationException e) {
            for (int i = 0; i < e.getProblemCount(); i++) {
                add(e.getProblem(i).getMessage(), entries, faults);
            }
            return Optional.empty();
        }
    }

    /** A name with dots is one key of a map only in quotes. */
    private static String quoted(String key) {
        for (String group : new String[] {Secrets.KAFKA_PROPERTIES, "logging.levels.", LineKeys.GROUP}) {
            if (key.startsWith(group)) {
                return group + '"' + key.substring(group.length()) + '"';
            }
        }
        return key;
    }

    private static void add(String problem, Map<String, Entry> entries, Faults faults) {
        Matcher refused = REFUSED.matcher(problem);
        Matcher empty = EMPTY.matcher(problem);
        if (refused.matches()) {
            String key = key(refused.group(1));
            String said = refused.group(2).replaceFirst("^(?:[\\w.$]+Exception: )?(?:SRCFG\\d+: )?", "");
            faults.add(origin(key, entries), key + " " + said);
        } else if (empty.matches()) {
            String key = key(empty.group(1));
            faults.add(origin(key, entries), key + " must not be empty");
        } else {
            faults.add(Origin.DEFAULT, problem.replace(PREFIX, ""));
        }
    }

    private static String key(String property) {
        return property.substring(PREFIX.length()).replace("\"", "");
    }

    private static Origin origin(String key, Map<String, Entry> entries) {
        Entry entry = entries.get(key);
        return entry == null ? Origin.DEFAULT : entry.origin();
    }
}
