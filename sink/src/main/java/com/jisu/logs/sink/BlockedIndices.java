package com.jisu.logs.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.jisu.logs.sink.BulkAnswer.Failure;
import com.jisu.logs.sink.ElasticsearchConnection.Reply;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The indices that take no documents at the moment: closed, read-only by the disk's flood stage, forbidden, or not to be
 * created. Says so in the log once per change. Used by the sink's thread.
 *
 * <p>One kind of block is of our own making: the lifecycle policy makes an index read-only after some days, and a late
 * document of that day may still come. That block is lifted; it only stood there so that the index is merged in peace. In
 * the hot phase no policy can do so: a write block there is an operator's, and is waited for.
 */
final class BlockedIndices {

    private static final Logger LOG = LoggerFactory.getLogger(BlockedIndices.class);

    private static final String WRITE_BLOCK = "/index write (api)";

    private final ElasticsearchConnection elasticsearch;
    private final Map<String, String> reasons = new HashMap<>();

    BlockedIndices(ElasticsearchConnection elasticsearch) {
        this.elasticsearch = elasticsearch;
    }

    boolean isEmpty() {
        return reasons.isEmpty();
    }

    /** The indices and reasons of the documents of one answer that were turned away for their index. */
    void found(Map<String, Failure> failures) {
        failures.forEach((index, failure) -> {
            String why = failure.type() + ": " + failure.reason().replaceAll(";+$", ""); // Elasticsearch's own end
            if (!why.equals(reasons.put(index, why))) {
                LOG.warn("index {} takes no documents: {}; trying until it does", index, why);
            }
            if (failure.reason().contains(WRITE_BLOCK) && isReadOnlyByItsLifecycle(index)) {
                lift(index);
            }
        });
    }

    /** The indices that took a document, or had it already. */
    void taking(Set<String> indices) {
        for (String index : new HashSet<>(indices)) {
            if (reasons.remove(index) != null) {
                LOG.info("index {} takes documents again", index);
            }
        }
    }

    private boolean isReadOnlyByItsLifecycle(String index) {
        Reply explained = elasticsearch.ask("GET", "/" + index + "/_ilm/explain");
        try {
            JsonNode lifecycle =
                    explained.isOk() ? explained.json().path("indices").path(index) : MissingNode.getInstance();
            return lifecycle.path("managed").asBoolean()
                    && !lifecycle.path("phase").asText().equals("hot");
        } catch (IOException notJson) {
            return false;
        }
    }

    private void lift(String index) {
        byte[] noBlock = "{\"index.blocks.write\":null}".getBytes(UTF_8);
        Reply lifted = elasticsearch.ask("PUT", "/" + index + "/_settings", noBlock);
        if (lifted.isOk()) {
            LOG.info("index {} was made read-only by its lifecycle policy; opened it for late documents", index);
        } else {
            LOG.warn("index {} can not be opened for late documents: {}", index, lifted.describe());
        }
    }
}
