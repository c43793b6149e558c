package com.jisu.logs.app.dlq;

import com.jisu.logs.app.api.Terminal;
import com.jisu.logs.app.letters.LetterText;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.ParsedHeaders;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code jisu-logs dlq show}: all of one letter. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows one dead letter: its deaths, key, headers and value.",
            "An event that can be parsed is shown as the rules of the configuration (streams.rules) leave it."
        },
        footer = {"", "Example:", "  jisu-logs dlq show 0:17"})
final class ShowCommand extends DeadLetterCommand {

    /** Where a letter stands in the topic. */
    record Position(int partition, long offset) {}

    @Parameters(
            paramLabel = "PARTITION:OFFSET",
            converter = PositionConverter.class,
            description = "Which, as dlq list shows it.")
    private Position position;

    @Option(names = "--raw", description = "Show the value as it is, whatever rules would take out of it.")
    private boolean raw;

    @Override
    void run(DeadLetterTopic topic, PrintWriter out) {
        ConsumerRecord<byte[], byte[]> record = topic.at(position.partition(), position.offset());
        line(out, "position", record.partition() + ":" + record.offset() + " of " + record.topic());
        line(out, "died", Instant.ofEpochMilli(record.timestamp()).toString());
        List<DeadLetter> history = DeadLetter.history(record.headers());
        if (history.isEmpty()) {
            line(out, "death", "the record has no headers of a dead letter");
        }
        for (int i = 0; i < history.size(); i++) {
            DeadLetter death = history.get(i);
            line(
                    out,
                    history.size() == 1 ? "death" : "death " + (i + 1),
                    "%s %s, of %s %d:%d, arrived there %s"
                            .formatted(
                                    death.stage().code(),
                                    death.reason(),
                                    death.topic(),
                                    death.partition(),
                                    death.offset(),
                                    Instant.ofEpochMilli(death.arrival())));
            line(out, "", death.error());
        }
        line(out, "key", record.key() == null ? "none" : text(record.key()));
        ParsedHeaders.time(record.headers())
                .ifPresent(time -> line(out, "time", Instant.ofEpochMilli(time).toString()));
        String logType = ParsedHeaders.logType(record.headers());
        if (!logType.isEmpty()) {
            line(out, "logtype", logType);
        }
        line(out, "value", record.value() == null ? "none" : record.value().length + " bytes:");
        if (record.value() != null) {
            try (LetterText letters = raw ? LetterText.raw() : LetterText.of(topic.configuration())) {
                text(letters.of(record)).lines().map(Terminal::printable).forEach(out::println);
            }
        }
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("%-10s %s%n", name, Terminal.printable(value));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Reads {@code partition:offset}. */
    static final class PositionConverter implements ITypeConverter<Position> {

        private static final Pattern SHAPE = Pattern.compile("(\\d{1,9}):(\\d{1,18})");

        @Override
        public Position convert(String value) {
            Matcher position = SHAPE.matcher(value);
            if (!position.matches()) {
                throw new TypeConversionException("'" + value + "' is no PARTITION:OFFSET, such as 0:17");
            }
            return new Position(Integer.parseInt(position.group(1)), Long.parseLong(position.group(2)));
        }
    }
}
