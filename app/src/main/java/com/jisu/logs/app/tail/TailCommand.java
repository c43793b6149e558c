package com.jisu.logs.app.tail;

import com.jisu.logs.app.api.EventFormat;
import com.jisu.logs.app.api.PointInTime;
import com.jisu.logs.app.api.UsageError;
import com.jisu.logs.app.api.UserError;
import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.app.config.DurationConverter;
import com.jisu.logs.app.kafka.ClientProperties;
import com.jisu.logs.app.settings.ConfigurationOptions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jisu-logs tail}: the parsed events of a running pipeline, as they come. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows parsed events as they come, from any cluster. It reads beside the pipeline and never slows it.",
            "Ctrl-C ends it."
        },
        footer = {
            "",
            "Examples:",
            "  jisu-logs tail --type nginx --level error --since 10m",
            "  jisu-logs tail --kafka-bootstrap kafka-1:9092 --grep 'order-[0-9]+ failed' --format json | jq .message"
        })
public final class TailCommand implements Callable<Integer> {

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    @Option(names = "--type", paramLabel = "TYPE", description = "Only this fields.logtype, such as nginx.")
    private String type;

    @Option(names = "--environment", paramLabel = "NAME", description = "Only this fields.environment.")
    private String environment;

    @Option(names = "--host", paramLabel = "NAME", description = "Only this host.")
    private String host;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            description = "Only this level and worse: ${COMPLETION-CANDIDATES}. Of a request: 5xx is error, 4xx warn.")
    private Severity level;

    @Option(
            names = "--grep",
            paramLabel = "REGEX",
            description = "Only events in whose JSON (--format json) this is found.")
    private String grep;

    @Option(
            names = {"-i", "--ignore-case"},
            description = "Upper and lower case are the same to --grep.")
    private boolean ignoreCase;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Begin with what was parsed this long ago (10m, 2h, 7d) or since this time"
                    + " (2026-11-24T08:00:00Z, or 2026-11-24, UTC); default: now.")
    private String since;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "EVENTS",
            description = "End after so many events (default: never).")
    private long count = Long.MAX_VALUE;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "How events appear: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private EventFormat format = EventFormat.PRETTY;

    @Option(
            names = "--kafka-bootstrap",
            paramLabel = "HOST:PORT",
            description = "The Kafka to read from; short for --set kafka.bootstrap-servers=...")
    private String kafkaBootstrap;

    @Mixin
    private ConfigurationOptions options;

    @Override
    public Integer call() throws InterruptedException {
        EventFilter filter = filter();
        Optional<Instant> from = Optional.ofNullable(since).map(TailCommand::instant);
        Configuration configuration =
                options.load(kafkaBootstrap == null ? Map.of() : Map.of("kafka.bootstrap-servers", kafkaBootstrap));
        try (Tail tail = Tail.follow(
                configuration.topics().parsed(),
                ClientProperties.probed(configuration),
                from,
                filter,
                EventPrinter.toStdout(format).atMost(count))) {
            Runtime.getRuntime().addShutdownHook(new Thread(tail::close, "shutdown"));
            tail.awaitEnd();
            return 0;
        } catch (KafkaException e) {
            throw new UserError(
                    "Kafka at " + configuration.kafka().bootstrapServers() + " can not be read: "
                            + ClientProperties.problem(
                                    e, AclOperation.READ, configuration.topics().parsed()),
                    e);
        }
    }

    private EventFilter filter() {
        try {
            return new EventFilter(new EventFilter.Criteria(
                    Optional.ofNullable(type),
                    Optional.ofNullable(environment),
                    Optional.ofNullable(host),
                    Optional.ofNullable(level),
                    Optional.ofNullable(grep).filter(text -> !text.isEmpty()),
                    ignoreCase));
        } catch (PatternSyntaxException e) {
            throw new UsageError("--grep is no regular expression: " + e.getDescription() + " in '" + grep + "'", e);
        }
    }

    static Instant instant(String text) {
        try {
            boolean isTime = Character.isDigit(text.charAt(0)) && text.contains("T");
            return isTime || DATE.matcher(text).matches()
                    ? PointInTime.parse(text)
                    : Instant.now().minus(new DurationConverter().convert(text));
        } catch (DateTimeException | IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw new UsageError(
                    "--since must be a duration such as 10m or a time such as 2026-11-24T08:00:00Z or 2026-11-24, not '"
                            + text + "'",
                    e);
        }
    }
}
