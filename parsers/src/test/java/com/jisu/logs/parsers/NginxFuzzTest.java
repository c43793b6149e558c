package com.jisu.logs.parsers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.parsers.api.Tag;

/**
 * Feeds the scanners of nginx's access and error logs whatever a fuzzer comes up with.
 *
 * <p>In the build it runs the corpus in {@code src/test/resources}; docs/reliability.md tells how to search for more.
 */
class NginxFuzzTest {

    private final FuzzedLine lines = new FuzzedLine("nginx");

    @FuzzTest(maxDuration = "5m")
    void any_line_is_kept_whole_and_its_document_can_be_stored(byte[] line) {
        JsonNode document = lines.check(line);
        if (document == null) {
            return;
        }
        boolean errorLog = document.at("/event/dataset").asText().equals("nginx.error");
        if (errorLog) {
            assertThat(new String(line, UTF_8))
                    .endsWith(document.path("message").asText());
        } else {
            assertThat(document.path("message").asText()).isEqualTo(new String(line, UTF_8));
        }
        boolean understood = document.path("event").has("dataset");
        assertThat(FuzzedLine.hasTag(document, Tag.GROK_FAILURE)).isEqualTo(!understood);
    }
}
