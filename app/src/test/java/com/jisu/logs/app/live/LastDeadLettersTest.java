package com.jisu.logs.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.app.config.TestConfiguration;
import com.jisu.logs.app.letters.LetterText;
import com.jisu.logs.records.DeadLetter;
import com.jisu.logs.records.DeadLetter.Stage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters as they may be shown: as rules of one's own leave them, where they can be parsed. */
class LastDeadLettersTest {

    private static final String SECRET = "amy@example.com";

    @TempDir
    private Path directory;

    @Test
    void what_rules_redact_or_drop_is_not_shown() throws Exception {
        try (LetterText letters = letters("""
                steps:
                  - {if: 'message =~ "^drop"', drop: {}}
                  - redact: {fields: [message], patterns: [email]}
                """)) {
            assertThat(text(letters, letter(Stage.STREAMS, event("hello " + SECRET))))
                    .contains("hello ")
                    .doesNotContain(SECRET);
            assertThat(text(letters, letter(Stage.STREAMS, event("drop " + SECRET))))
                    .isEqualTo("the rules drop it");
            assertThat(text(letters, letter(Stage.STREAMS, "no event")))
                    .as("what is no event")
                    .isEqualTo("no event");
            assertThat(text(letters, letter(Stage.SINK, event("a document"))))
                    .as("what has been through the rules")
                    .isEqualTo(event("a document"));
            assertThat(letters.of(letter(Stage.STREAMS, null))).isNull();

            assertThat(shown(letters, event("hello " + SECRET)))
                    .contains("hello ")
                    .doesNotContain(SECRET);
        }
    }

    @Test
    void where_rules_can_not_be_read_nothing_is_shown() throws Exception {
        try (LetterText letters = letters("steps: [{redakt: {}}]")) {
            assertThat(text(letters, letter(Stage.STREAMS, event(SECRET))))
                    .startsWith("the rules can not be read, and so it is not shown: ")
                    .contains("redakt")
                    .doesNotContain(SECRET);
        }
    }

    @Test
    void without_rules_letters_are_shown_as_they_are() {
        try (LetterText letters = LetterText.of(TestConfiguration.load(Optional.empty(), Map.of()))) {
            assertThat(text(letters, letter(Stage.STREAMS, event(SECRET)))).isEqualTo(event(SECRET));
        }
        assertThat(shown(LetterText.raw(), event(SECRET))).contains(SECRET);
    }

    private static String shown(LetterText letters, String event) {
        return LastDeadLetters.describe(letter(Stage.STREAMS, event), letters).toString();
    }

    private LetterText letters(String yaml) throws Exception {
        Path file = Files.writeString(directory.resolve("rules.yml"), yaml);
        return LetterText.of(TestConfiguration.load(Optional.empty(), Map.of("streams.rules", file.toString())));
    }

    private static String text(LetterText letters, ConsumerRecord<byte[], byte[]> letter) {
        return new String(letters.of(letter), StandardCharsets.UTF_8).strip();
    }

    private static String event(String message) {
        return "{\"message\":\"" + message + "\",\"fields\":{\"logtype\":\"own\"}}";
    }

    private static ConsumerRecord<byte[], byte[]> letter(Stage stage, String value) {
        byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("dead", 0, 17, null, bytes);
        new DeadLetter(stage, "parser_failure", "error", "raw", 0, 1, 0).addTo(record.headers());
        return record;
    }
}
