package com.jisu.logs.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class EmbeddedElasticsearchTest extends EmbeddedNodeTest {

    EmbeddedElasticsearchTest() {
        super(NodeKind.ELASTICSEARCH, "flattened");
    }

    @Test
    void a_node_that_gives_up_is_quoted() throws IOException {
        Files.createDirectories(directory.resolve("data/nodes/0")); // the layout of Elasticsearch 7
        Files.writeString(directory.resolve("data/nodes/0/node.lock"), "");
        assertThatThrownBy(() -> EmbeddedNode.start(NodeKind.ELASTICSEARCH, directory, 0))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageStartingWith("Elasticsearch gave up (exit code 1): ")
                .hasMessageContaining("Upgrading to")
                .hasMessageContaining("is only supported from version")
                .hasMessageNotContaining("\n");
    }
}
