package com.jisu.logs.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.app.admin.Answer;
import com.jisu.logs.app.admin.Request;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

    private static final List<String> PATHS = List.of("/", "/live/status", "/live/tail", "/live/page.js");

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "127.0.0.2", "::1"})
    void on_loopback_the_page_is_open(String host) {
        Access access = new Access(host, Optional.empty());

        assertThat(PATHS)
                .allSatisfy(path -> assertThat(access.refusal(request(path, "localhost:9600")))
                        .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.1.2.3"})
    void where_others_can_reach_it_the_page_is_off_and_says_how_to_turn_it_on(String host) {
        Access access = new Access(host, Optional.empty());

        Answer page = access.refusal(request("/", "localhost:9600")).orElseThrow();
        assertThat(page.status()).isEqualTo(200);
        assertThat(text(page)).contains("/metrics", "admin.host is " + host, "admin.live-page: true");
        assertThat(PATHS.subList(1, 4))
                .allSatisfy(path -> assertThat(access.refusal(request(path, "localhost:9600")))
                        .hasValueSatisfying(
                                answer -> assertThat(answer.status()).isEqualTo(404)));
    }

    @Test
    void it_is_open_everywhere_and_under_any_name_when_told_so() {
        Access access = new Access("0.0.0.0", Optional.of(true));

        assertThat(PATHS)
                .allSatisfy(path -> assertThat(access.refusal(request(path, "logs.example.com")))
                        .isEmpty());
    }

    @Test
    void it_is_off_on_loopback_when_told_so() {
        Answer page = new Access("127.0.0.1", Optional.of(false))
                .refusal(request("/", "localhost:9600"))
                .orElseThrow();

        assertThat(text(page)).contains("admin.live-page is false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:9600", "127.0.0.1:1", "[::1]:9600", "127.8.9.10"})
    void this_machines_own_names_are_fine(String name) {
        assertThat(new Access("127.0.0.1", Optional.empty()).refusal(request("/live/tail", name)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "evil.example", "evil.example:9600", "localhost.evil.example", "127.0.0.1.evil.example:80"})
    void a_name_that_was_pointed_at_this_machine_gets_nothing(String name) {
        Access access = new Access("127.0.0.1", Optional.empty());

        assertThat(PATHS)
                .allSatisfy(path -> assertThat(access.refusal(request(path, name)))
                        .hasValueSatisfying(
                                answer -> assertThat(answer.status()).isEqualTo(403)));
    }

    @Test
    void pages_of_other_sites_get_no_data_but_may_link_here() {
        Access access = new Access("127.0.0.1", Optional.empty());
        HttpHeaders headers = new DefaultHttpHeaders().set("Host", "localhost").set("Sec-Fetch-Site", "cross-site");

        assertThat(access.refusal(new Request("/", Map.of(), headers))).isEmpty();
        assertThat(access.refusal(new Request("/live/tail", Map.of(), headers)))
                .hasValueSatisfying(answer -> assertThat(answer.status()).isEqualTo(403));
    }

    private static Request request(String path, String host) {
        return new Request(path, Map.of(), new DefaultHttpHeaders().set("Host", host));
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
