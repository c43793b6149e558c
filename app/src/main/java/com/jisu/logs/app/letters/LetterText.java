package com.jisu.logs.app.letters;

import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.app.config.ConfigurationException;
import com.jisu.logs.app.settings.Settings;
import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.RuledParser;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.ParserObserver;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.streams.RulesInUse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The value of a dead letter as it may be shown. A raw event that can be parsed goes through the rules in effect, so that what they
 * redact or drop is not seen here; what is no event is shown as it is, and so are documents, which have been through the rules. Not
 * thread-safe.
 */
public final class LetterText implements AutoCloseable {

    private final Optional<Configuration> configuration;
    private ParserSettings settings;
    private RulesInUse rules;
    private RuledParser parser;

    private LetterText(Optional<Configuration> configuration) {
        this.configuration = configuration;
    }

    /** Shows letters as they are. */
    public static LetterText raw() {
        return new LetterText(Optional.empty());
    }

    /** With the rules of a configuration, which are read with the first letter; as they are where it has none. */
    public static LetterText of(Configuration configuration) {
        return new LetterText(
                Optional.of(configuration).filter(it -> it.streams().rules().isPresent()));
    }

    /** The bytes to show; null where the record has no value. */
    public byte[] of(ConsumerRecord<byte[], byte[]> letter) {
        boolean isEvent = DeadLetter.last(letter.headers())
                .filter(death -> death.stage() == DeadLetter.Stage.STREAMS)
                .isPresent();
        if (configuration.isEmpty() || !isEvent || letter.value() == null) {
            return letter.value();
        }
        try {
            return changed(letter, configuration.get());
        } catch (ConfigurationException e) {
            return ("the rules can not be read, and so it is not shown: " + e.getMessage())
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    private byte[] changed(ConsumerRecord<byte[], byte[]> letter, Configuration keys) {
        if (rules == null) {
            settings = Settings.parsers(keys);
            rules = Settings.rules(keys, settings).orElseThrow();
        }
        if (parser == null || parser.rules() != rules.current()) {
            parser = new RuledParser(settings, rules.current(), ParserObserver.NONE);
        }
        List<ParsedEvent> documents;
        try {
            documents = parser.parse(
                    letter.value(),
                    new RawPosition(letter.topic(), letter.partition(), letter.offset()),
                    letter.timestamp());
        } catch (MalformedEventException e) {
            return letter.value();
        } catch (RuntimeException e) {
            return "it can not be parsed, and so not be shown as rules leave it".getBytes(StandardCharsets.UTF_8);
        }
        if (documents.isEmpty()) {
            return "the rules drop it".getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (ParsedEvent document : documents) {
            text.writeBytes(document.document());
            text.write('\n');
        }
        return text.toByteArray();
    }

    @Override
    public void close() {
        if (rules != null) {
            rules.close();
        }
    }
}
