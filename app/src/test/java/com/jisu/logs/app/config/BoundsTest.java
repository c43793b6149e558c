package com.jisu.logs.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.jisu.logs.app.settings.Settings;
import com.jisu.logs.ingest.api.IngestSettings;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.sink.api.SinkSettings;
import com.jisu.logs.sink.api.TlsFiles;
import com.jisu.logs.streams.StreamsSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the settings records of the roles say of a key counts: the built-in file has their defaults, and what the loader lets
 * through they take.
 */
class BoundsTest {

    private static final Pattern BOUNDS = Pattern.compile(" must be (?:\\S+, or )?from (\\S+) to (\\S+), not ");

    private static final ToLongFunction<String> NUMBER = Long::parseLong;
    private static final ToLongFunction<String> SIZE = new ByteSizeConverter()::convert;
    private static final ToLongFunction<String> MILLIS =
            value -> new DurationConverter().convert(value).toMillis();

    private static final SinkSettings.Batch BATCH =
            new SinkSettings.Batch(8 * 1024 * 1024, 5_000, Duration.ofMillis(500));

    @Test
    void the_built_in_file_has_the_defaults_of_the_roles() {
        Configuration defaults = load(Map.of());
        assertThat(Settings.ingest(defaults)).isEqualTo(IngestSettings.DEFAULT);
        assertThat(Settings.sink(defaults)).isEqualTo(sink(4, Duration.ofSeconds(60), 300));
        ParserSettings parsers = Settings.parsers(defaults);
        assertThat(parsers).isEqualTo(ParserSettings.defaults(parsers.reference()));
    }

    @ParameterizedTest
    @MethodSource
    void the_roles_take_the_least_and_the_most_that_the_loader_does(String key) {
        assertThatCode(() -> use(key, least(key), "ingest.max-event-bytes", "1KiB", "ingest.max-frame-bytes", "1MiB"))
                .as(key + " at its least")
                .doesNotThrowAnyException();
        assertThatCode(() -> use(key, most(key), "ingest.max-inflated-bytes", "64GiB"))
                .as(key + " at its most")
                .doesNotThrowAnyException();
    }

    static Stream<String> the_roles_take_the_least_and_the_most_that_the_loader_does() {
        return Ranges.keys().stream().sorted(Comparator.naturalOrder());
    }

    /** Where a role is as strict as the loader, it is at the same values. */
    @ParameterizedTest
    @MethodSource
    void strict_roles_and_the_loader_have_the_same_bounds(String key, ToLongFunction<String> unit, LongConsumer role) {
        long least = unit.applyAsLong(least(key));
        long most = unit.applyAsLong(most(key));
        role.accept(least);
        role.accept(most);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> role.accept(least - 1))
                .withMessageStartingWith(key + " ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> role.accept(most + 1))
                .withMessageStartingWith(key + " ");
    }

    static Stream<Arguments> strict_roles_and_the_loader_have_the_same_bounds() {
        return Stream.of(
                strict("ingest.port", NUMBER, port -> listening((int) port)),
                strict("ingest.max-event-bytes", SIZE, bytes -> limits((int) bytes)),
                strict(
                        "streams.threads",
                        NUMBER,
                        threads -> new StreamsSettings("id", (int) threads, Path.of("state"), Optional.empty())),
                strict(
                        "sink.batch.bytes",
                        SIZE,
                        bytes -> new SinkSettings.Batch((int) bytes, BATCH.documents(), BATCH.maxWait())),
                strict(
                        "sink.batch.documents",
                        NUMBER,
                        documents -> new SinkSettings.Batch(BATCH.bytes(), (int) documents, BATCH.maxWait())),
                strict(
                        "sink.batch.max-wait",
                        MILLIS,
                        millis -> new SinkSettings.Batch(BATCH.bytes(), BATCH.documents(), Duration.ofMillis(millis))),
                strict(
                        "sink.requests-in-flight",
                        NUMBER,
                        requests -> sink((int) requests, Duration.ofSeconds(60), 300)),
                strict("sink.request-timeout", MILLIS, millis -> sink(4, Duration.ofMillis(millis), 300)),
                strict("sink.new-fields-per-service", NUMBER, fields -> sink(4, Duration.ofSeconds(60), (int) fields)),
                strict(
                        "sink.max-data-streams",
                        NUMBER,
                        streams -> new SinkSettings.Target(SinkSettings.TargetKind.DATA_STREAM, (int) streams)));
    }

    private static Arguments strict(String key, ToLongFunction<String> unit, LongConsumer role) {
        return arguments(key, unit, role);
    }

    private static IngestSettings listening(int port) {
        IngestSettings defaults = IngestSettings.DEFAULT;
        return new IngestSettings(defaults.host(), port, defaults.limits(), defaults.timeouts(), defaults.tls());
    }

    private static IngestSettings.Limits limits(int maxEventBytes) {
        IngestSettings.Limits defaults = IngestSettings.Limits.DEFAULT;
        return new IngestSettings.Limits(
                maxEventBytes,
                defaults.maxFrameBytes(),
                defaults.maxInflatedBytes(),
                defaults.maxWindowEvents(),
                defaults.maxInFlightBytes(),
                defaults.maxConnectionInFlightBytes(),
                defaults.maxConnections(),
                defaults.maxConnectionsPerAddress());
    }

    private static SinkSettings sink(int requestsInFlight, Duration timeout, int newFields) {
        Optional<String> none = Optional.empty();
        return new SinkSettings(
                List.of(URI.create("http://localhost:9200")),
                new SinkSettings.Access(none, none, none, TlsFiles.NONE),
                "jisu-logs-%{yyyy.MM.dd}",
                List.of(),
                BATCH,
                requestsInFlight,
                false,
                timeout,
                SinkSettings.IndexMode.STANDARD,
                newFields,
                "jisu-logs-sink",
                SinkSettings.Target.DAILY_INDICES);
    }

    /** Makes the settings of the role of a key, which has a value; other keys have others than their defaults where they must. */
    private static void use(String key, String value, String... others) {
        Map<String, String> overrides = new TreeMap<>();
        for (int i = 0; i < others.length; i += 2) {
            overrides.put(others[i], others[i + 1]);
        }
        overrides.put(key, value);
        Configuration configuration = load(overrides);
        switch (key.substring(0, key.indexOf('.'))) {
            case "ingest" -> Settings.ingest(configuration);
            case "sink" -> Settings.sink(configuration);
            case "streams" -> {
                Settings.streams(configuration);
                Settings.parsers(configuration);
            }
            default -> assertThat(configuration).isNotNull(); // no role's
        }
    }

    private static String least(String key) {
        return bounds(key).group(1);
    }

    private static String most(String key) {
        return bounds(key).group(2);
    }

    /** As they are told to who is beyond them. */
    private static Matcher bounds(String key) {
        for (String beyond : List.of("2000000000", "9999999d", "99999999GiB")) {
            try {
                load(Map.of(key, beyond));
            } catch (ConfigurationException e) {
                Matcher bounds = BOUNDS.matcher(e.getMessage());
                if (bounds.find()) {
                    return bounds;
                }
            }
        }
        throw new AssertionError(key + " has no bounds");
    }

    private static Configuration load(Map<String, String> overrides) {
        return TestConfiguration.load(Optional.empty(), overrides);
    }
}
