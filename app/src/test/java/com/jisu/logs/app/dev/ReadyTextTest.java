package com.jisu.logs.app.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.app.config.TestConfiguration;
import com.jisu.logs.ingest.api.TlsSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadyTextTest {

    private static final TlsSettings.Keys NO_TLS =
            TestConfiguration.load(Optional.empty(), Map.of()).ingest().tls();

    @Test
    void without_rules_it_offers_the_sample() {
        assertThat(text(5044, List.of()))
                .contains("  ./jisu-logs send --type nginx samples/nginx-access.log\n")
                .contains("  curl 'http://es/jisu-logs-*/_search?q=http.response.status_code:500&pretty'\n");
        assertThat(text(5055, List.of("application", "nginx")))
                .contains("  ./jisu-logs send --to localhost:5055 --type nginx samples/nginx-access.log\n");
    }

    @Test
    void with_rules_it_offers_the_first_type_of_theirs() {
        assertThat(text(5044, List.of("application", "postfix", "shop")))
                .contains("  ./jisu-logs send --type postfix FILE\n")
                .contains("  curl 'http://es/_search?pretty'\n");
        assertThat(text(5044, List.of("my shop's"))).contains(" --type 'my shop'\\''s' FILE\n");
    }

    private static String text(int beatsPort, List<String> types) {
        return new ReadyText(
                        "localhost:" + beatsPort, "localhost:9092", "Elasticsearch", "http://es", "jisu-logs-*", 9600)
                .text(NO_TLS, types);
    }
}
