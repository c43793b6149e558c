package com.jisu.logs.parsers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.parsers.api.Tag;

/**
 * Unwraps whatever a fuzzer comes up with as a line of Docker's json-file or of CRI.
 *
 * <p>In the build it runs the corpus in {@code src/test/resources}; docs/reliability.md tells how to search for more.
 */
class DockerFuzzTest {

    private final FuzzedLine lines = new FuzzedLine("docker");

    @FuzzTest(maxDuration = "5m")
    void any_line_becomes_a_document_that_can_be_stored(byte[] line) {
        JsonNode document = lines.check(line);
        if (document != null && FuzzedLine.hasTag(document, Tag.JSON_FAILURE)) {
            assertThat(document.path("message").asText()).isEqualTo(new String(line, UTF_8));
        }
    }
}
