package com.jisu.logs.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class EmbeddedOpenSearchTest extends EmbeddedNodeTest {

    EmbeddedOpenSearchTest() {
        super(NodeKind.OPENSEARCH, "flat_object");
    }

    @Test
    void a_node_that_gives_up_is_quoted() throws IOException {
        Files.createDirectories(directory.resolve("data/nodes"));
        Files.writeString(directory.resolve("data/nodes/0"), "where its directory would be");
        assertThatThrownBy(() -> EmbeddedNode.start(NodeKind.OPENSEARCH, directory, 0))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageStartingWith("OpenSearch gave up (exit code 1): ")
                .hasMessageContaining("data/nodes/0")
                .hasMessageNotContaining("\n");
    }
}
