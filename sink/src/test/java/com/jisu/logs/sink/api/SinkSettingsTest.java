package com.jisu.logs.sink.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jisu.logs.sink.TestSettings;
import com.jisu.logs.sink.api.SinkSettings.Access;
import com.jisu.logs.sink.api.SinkSettings.Batch;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinkSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9200", "ftp://a", "http:///x", "http://a?x=1", "http://a http://b/path"})
    void an_unusable_url_is_refused_by_its_key(String urls) {
        URI[] list = Arrays.stream(urls.split(" ")).map(URI::create).toArray(URI[]::new);
        assertThatThrownBy(() -> TestSettings.of(list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sink.elasticsearch.url ");
    }

    @Test
    void a_password_in_a_url_is_refused_and_not_shown() {
        assertThatThrownBy(() -> TestSettings.of(URI.create("http://elastic:secret@a:9200")))
                .hasMessageContaining("sink.elasticsearch.url")
                .hasMessageNotContaining("secret");
    }

    @Test
    void a_batch_out_of_range_is_refused_by_its_key() {
        assertThatThrownBy(() -> new Batch(1, 1, Duration.ofSeconds(1))).hasMessageStartingWith("sink.batch.bytes ");
        assertThatThrownBy(() -> new Batch(100_000, 0, Duration.ofSeconds(1)))
                .hasMessageStartingWith("sink.batch.documents ");
        assertThatThrownBy(() -> new Batch(100_000, 1, Duration.ZERO)).hasMessageStartingWith("sink.batch.max-wait ");
    }

    @Test
    void a_user_needs_a_password_and_excludes_an_api_key() {
        Optional<String> some = Optional.of("secret");
        Optional<String> none = Optional.empty();
        assertThatThrownBy(() -> new Access(Optional.of("me"), none, none, TlsFiles.NONE))
                .hasMessageContaining("sink.elasticsearch.password");
        assertThatThrownBy(() -> new Access(Optional.of("me"), some, some, TlsFiles.NONE))
                .hasMessageContaining("sink.elasticsearch.api-key")
                .hasMessageNotContaining("secret");
    }

    @Test
    void secrets_are_not_printed() {
        Access basic = new Access(Optional.of("me"), Optional.of("secret"), Optional.empty(), TlsFiles.NONE);
        Access key = new Access(Optional.empty(), Optional.empty(), Optional.of("secret"), TlsFiles.NONE);
        assertThat(basic.toString()).contains("me").doesNotContain("secret");
        assertThat(key.toString()).doesNotContain("secret");
    }
}
