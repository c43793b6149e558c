package com.jisu.logs.sink.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jisu.logs.sink.api.SinkSettings.Access;
import com.jisu.logs.sink.api.SinkSettings.Batch;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinkSettingsTest {

    @Test
    void the_defaults_are_those_of_the_design() {
        SinkSettings settings = SinkSettings.defaults(List.of(URI.create("http://localhost:9200")));
        assertThat(settings.batch()).isEqualTo(new Batch(8 * 1024 * 1024, 5_000, Duration.ofSeconds(1)));
        assertThat(settings.index()).isEqualTo("jisu-logs-%{yyyy.MM.dd}");
        assertThat(settings.groupId()).isEqualTo("jisu-logs-sink");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9200", "ftp://a", "http:///x", "http://a?x=1", "http://a http://b/path"})
    void an_unusable_url_is_refused_by_its_key(String urls) {
        List<URI> list = Arrays.stream(urls.split(" ")).map(URI::create).toList();
        assertThatThrownBy(() -> SinkSettings.defaults(list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sink.elasticsearch.url ");
    }

    @Test
    void a_password_in_a_url_is_refused_and_not_shown() {
        assertThatThrownBy(() -> SinkSettings.defaults(List.of(URI.create("http://elastic:secret@a:9200"))))
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
        assertThatThrownBy(() -> new Access(Optional.of("me"), none, none, Optional.empty()))
                .hasMessageContaining("sink.elasticsearch.password");
        assertThatThrownBy(() -> new Access(Optional.of("me"), some, some, Optional.empty()))
                .hasMessageContaining("sink.elasticsearch.api-key")
                .hasMessageNotContaining("secret");
    }

    @Test
    void secrets_are_not_printed() {
        Access basic = new Access(Optional.of("me"), Optional.of("secret"), Optional.empty(), Optional.empty());
        Access key = new Access(Optional.empty(), Optional.empty(), Optional.of("secret"), Optional.empty());
        assertThat(basic.toString()).contains("me").doesNotContain("secret");
        assertThat(key.toString()).doesNotContain("secret");
    }
}
