package com.jisu.logs.app.dlq;

import com.jisu.logs.app.api.PointInTime;
import com.jisu.logs.records.DeadLetter;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Which dead letters a command is about; all that are given must hold. They look at a letter's last death. */
final class Filters {

    @Option(names = "--stage", paramLabel = "STAGE", description = "Who gave it up: streams or sink.")
    private DeadLetter.Stage stage;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            description = "Why, as dlq list shows it: not_json, refused, too_large, ...")
    private String reason;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = SinceConverter.class,
            description = "Died within the last 30m, 12h or 7d, or since 2026-11-24T08:00:00Z or 2026-11-24 (UTC).")
    private Instant since;

    private Integer limit;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many: the newest.")
    void limit(int most) {
        if (most < 1) {
            throw new ParameterException(command.commandLine(), "--limit must be at least 1, not " + most);
        }
        limit = most;
    }

    Optional<Instant> since() {
        return Optional.ofNullable(since);
    }

    Optional<Integer> limit() {
        return Optional.ofNullable(limit);
    }

    boolean take(DeadRecord letter) {
        return (stage == null || letter.death().stage() == stage)
                && (reason == null || letter.death().reason().equals(reason))
                && (since == null || !letter.diedAt().isBefore(since));
    }

    /** A time, or how long ago. */
    static final class SinceConverter implements ITypeConverter<Instant> {

        private static final Pattern AGO = Pattern.compile("(\\d{1,9})([smhd])");
        private static final Map<String, ChronoUnit> UNITS = Map.of(
                "s", ChronoUnit.SECONDS,
                "m", ChronoUnit.MINUTES,
                "h", ChronoUnit.HOURS,
                "d", ChronoUnit.DAYS);

        private final Clock clock;

        SinceConverter() {
            this(Clock.systemUTC());
        }

        SinceConverter(Clock clock) {
            this.clock = clock;
        }

        @Override
        public Instant convert(String value) {
            Matcher ago = AGO.matcher(value);
            if (ago.matches()) {
                Duration age = Duration.of(Long.parseLong(ago.group(1)), UNITS.get(ago.group(2)));
                Instant then = clock.instant().minus(age);
                return then.isBefore(Instant.EPOCH) ? Instant.EPOCH : then;
            }
            try {
                return PointInTime.parse(value);
            } catch (DateTimeException e) {
                throw new TypeConversionException(
                        "'" + value + "' is no time; write 30m, 12h, 7d, 2026-11-24 or 2026-11-24T08:00:00Z");
            }
        }
    }
}
