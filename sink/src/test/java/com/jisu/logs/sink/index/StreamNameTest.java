package com.jisu.logs.sink.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamNameTest {

    @ParameterizedTest
    @CsvSource({
        "nginx.access, nginx.access",
        "Nginx-Access, nginx_access",
        "a b\tc, a_b_c",
        "'a,b', a_b",
        "'a\\b/c*d?e\"f<g>h|i#j:k', a_b_c_d_e_f_g_h_i_j_k",
        "' x ', _x_",
        "-, _",
        "..., ...",
        "_x, _x",
        "+x, +x",
        "ÄÖÜ, äöü",
        "İ, i̇",
        "ΑΣ, ας",
        "服务, 服务",
        "'a\u0000b\u0085c\u2028d\u00a0e', a_b_c_d\u00a0e",
        "50%, 50%",
    })
    void a_part_of_a_name_is_cleaned_by_the_rules_of_elastic(String text, String part) {
        assertThat(StreamName.clean(text)).contains(part);
    }

    @ParameterizedTest
    @CsvSource({"''", ".", ".."})
    void of_some_texts_nothing_is_left(String text) {
        assertThat(StreamName.clean(text)).isEmpty();
    }

    @Test
    void a_part_has_a_hundred_bytes_at_most_and_ends_with_a_whole_character() {
        assertThat(StreamName.clean("x".repeat(1_000_000))).contains("x".repeat(100));
        assertThat(StreamName.clean("x" + "ü".repeat(60))).contains("x" + "ü".repeat(49));
        assertThat(StreamName.clean("\ud83d\ude00".repeat(30))).contains("\ud83d\ude00".repeat(25));
        assertThat(StreamName.clean("a\ud83d")).contains("a_");
    }

    @Test
    void whatever_comes_is_a_name_that_elasticsearch_takes_or_none() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(120); length > 0; length--) {
                text.appendCodePoint(
                        random.nextInt(3) == 0 ? random.nextInt(Character.MAX_CODE_POINT + 1) : random.nextInt(128));
            }
            Optional<String> part = StreamName.clean(text.toString());
            part.ifPresent(clean -> assertThat(isLegal(clean))
                    .as("seed %d: '%s' of '%s'", seed, clean, text)
                    .isTrue());
        }
    }

    private static boolean isLegal(String part) {
        byte[] bytes = part.getBytes(UTF_8);
        return bytes.length >= 1
                && bytes.length <= 100
                && new String(bytes, UTF_8).equals(part)
                && part.equals(part.toLowerCase(java.util.Locale.ROOT))
                && part.chars().noneMatch(c -> "\\/*?\"<>| ,#:-".indexOf(c) >= 0 || c < ' ');
    }

    @Test
    void the_longest_name_leaves_room_for_that_of_a_backing_index() {
        StreamName longest = new StreamName("x".repeat(100), "y".repeat(100));
        assertThat((".ds-" + longest.text() + "-2026.11.30-000001").length()).isLessThanOrEqualTo(255);
        assertThat(longest.ours().dataset()).hasSize(100).startsWith("jisu.x");
    }
}
