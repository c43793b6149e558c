package com.jisu.logs.parsers.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.Outcome;
import com.jisu.logs.parsers.steps.RegexWatch;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.StepTimeout;
import com.jisu.logs.parsers.tree.Values;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactTest {

    private static final List<String> NAMED = List.of("email", "card", "jwt", "bearer", "aws_key", "iban");
    private static final RegexWatch WATCH = new RegexWatch();
    private static final FieldPath FIELD = FieldPath.of("a");

    private static Step redact(Map<String, Object> options) throws OptionFault {
        return Redact.TYPE
                .maker()
                .make(new StepOptions(options), new StepContext(Schema.ECS, Map.of(), null, null, Path.of("."), WATCH));
    }

    private static EventTree event(Object value) {
        return new EventTree((JsonObject) Values.json(Map.of("a", value)), "ID", 0);
    }

    /** Ten times the text must not take anything like a hundred times as long: a megabyte is done at once. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "@",
                "a@",
                "a%40",
                "a@b.",
                "a@b-",
                "%40",
                "....@",
                "4",
                "4111 ",
                "4111-",
                "4 ",
                "%41",
                "eyJ",
                "eyJaaaaaaaaaa.",
                "eyJaaaaaaaaaa. ",
                "bearer ",
                "bearer",
                "bearer bearer=",
                "b",
                "secret",
                "aws_secret_key=",
                "secret_key ",
                "AKIA",
                "DE89",
                "DE89 ",
                "DE89 3",
                "de00-",
                "authorization: bearer ",
                "\ud83d\ude00@",
                "a"
            })
    void a_hostile_megabyte_is_looked_through_at_once(String part) throws OptionFault, StepFailure {
        EventTree event = event(part.repeat((1 << 20) / part.length()));
        Step step = redact(Map.of("fields", "a", "patterns", NAMED));
        long before = System.nanoTime();
        step.apply(event);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void secrets_are_found_wherever_they_stand() throws OptionFault, StepFailure {
        List<String> secrets = List.of(
                "amy@example.com",
                "4111 1111 1111 1111",
                "378282246310005",
                "AKIAIOSFODNN7EXAMPLE",
                "DE89370400440532013000");
        Step step = redact(Map.of("fields", "a", "patterns", NAMED, "with", "#"));
        Random random = new Random(7);
        String around = " \t,;:\"'()[]{}<>|&?=!\n\u00fc\u4e2d";
        for (int i = 0; i < 5000; i++) {
            String secret = secrets.get(random.nextInt(secrets.size()));
            String before = noise(random, around).replaceAll("[\u00fc\u4e2d']", " ");
            String behind = noise(random, around).replaceAll("[\u00fc\u4e2d]", " ");
            EventTree event = event(before + secret + behind);
            step.apply(event);
            assertThat(event.text(FIELD)).isEqualTo(before + "#" + behind);
        }
    }

    private static String noise(Random random, String signs) {
        StringBuilder noise = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            noise.append(signs.charAt(random.nextInt(signs.length())));
        }
        return noise.toString();
    }

    @Test
    void any_text_comes_through() throws OptionFault, StepFailure {
        Step step = redact(Map.of("fields", "a", "patterns", NAMED, "with", ""));
        Random random = new Random(11);
        String signs = "aA@.%40 -+41eyJ_=/bearDEsckAKI89\ud83d\ude00\u00fc";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(80); j > 0; j--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            EventTree event = event(text.toString());
            assertThat(step.apply(event)).isIn(Outcome.DONE, Outcome.NOTHING);
        }
    }

    @Test
    void many_texts_that_each_take_a_while_do_not_add_up() throws OptionFault {
        List<Object> texts = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            texts.add("a".repeat(60) + "! a@b.de");
        }
        EventTree event = event(texts);
        Step step = redact(Map.of("fields", "a", "patterns", List.of("^(a|a|aa)+$"), "timeout_millis", 5));
        long before = System.nanoTime();
        assertThatExceptionOfType(StepTimeout.class).isThrownBy(() -> step.apply(event));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThat((List<?>) event.get(FIELD)).hasSize(10_000).allMatch("***"::equals);
    }

    @Test
    void what_is_nested_too_deeply_does_not_get_through() throws OptionFault {
        JsonValue deep = Leaf.raw(
                Leaf.Kind.ARRAY, ("[".repeat(5000) + "\"a@b.de\"" + "]".repeat(5000)).getBytes(StandardCharsets.UTF_8));
        EventTree event = new EventTree(new JsonObject(), "ID", 0);
        Step step = redact(Map.of("all_fields", true, "patterns", "email"));
        assertThatExceptionOfType(StepFailure.class).isThrownBy(() -> {
            event.set(FIELD, deep);
            step.apply(event);
        });
        assertThat(event.get(FIELD).toString()).doesNotContain("a@b.de").contains("***");
    }

    @ParameterizedTest
    @CsvSource({
        "emial, email",
        "e-mail, email",
        "emails, email",
        "Card, card",
        "jtw, jwt",
        "aws-key, aws_key",
        "ibn, iban"
    })
    void a_name_that_is_none_is_told(String typed, String meant) {
        assertThatExceptionOfType(OptionFault.class)
                .isThrownBy(() -> redact(Map.of("fields", "a", "patterns", List.of(typed))))
                .withMessageContaining("did you mean " + meant + "?");
    }

    @Test
    void other_words_are_expressions() throws OptionFault {
        for (String word : List.of("password", "word", "care.", "[Cc]ard", "(?:emial)", "token")) {
            assertThat(redact(Map.of("fields", "a", "patterns", List.of(word)))).isNotNull();
        }
    }

    @Test
    void fields_or_all_of_them() {
        for (Map<String, Object> options : List.<Map<String, Object>>of(
                Map.of("patterns", "email"), Map.of("patterns", "email", "fields", "a", "all_fields", true))) {
            assertThatExceptionOfType(OptionFault.class).isThrownBy(() -> redact(options));
        }
    }
}
