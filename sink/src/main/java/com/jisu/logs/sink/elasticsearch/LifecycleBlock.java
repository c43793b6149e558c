package com.jisu.logs.sink.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection.Reply;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The write block that the lifecycle's own read-only action sets so that an index is merged in peace. It is lifted
 * for late documents, once. Used by the sink's thread.
 *
 * <p>No server tells who set a block. It is taken for the lifecycle's where the policy that the index follows
 * has the action, and the action is done; and where the sink has not opened the index before. That it has, it notes in
 * the mapping's {@code _meta} of the index, for all sinks and after a restart. Any block that comes then is somebody's, and
 * so is one where any of this is in doubt: it stays.
 */
final class LifecycleBlock {

    private static final Logger LOG = LoggerFactory.getLogger(LifecycleBlock.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String WRITE_BLOCK = "index write (api)";
    private static final String OPENED = "jisu-logs-opened";
    private static final String NO_BLOCK = "{\"index.blocks.write\":null}";

    /** What a server has for lifecycles. */
    interface Lifecycles {

        /**
         * Whether a lifecycle has set an index's write block, beyond doubt.
         *
         * @param json asks the server for a path; missing where there is no answer
         */
        boolean haveClosed(String index, Function<String, JsonNode> json);
    }

    private final ElasticsearchConnection elasticsearch;

    private final Lifecycles lifecycles;

    LifecycleBlock(ElasticsearchConnection elasticsearch, Lifecycles lifecycles) {
        this.elasticsearch = elasticsearch;
        this.lifecycles = lifecycles;
    }

    /**
     * Opens an index for late documents if the lifecycle has closed it for writing; whether it did.
     *
     * @param reason the server's, for turning a document away
     */
    boolean lift(String index, String reason) {
        boolean isWriteBlockAlone =
                reason.contains(WRITE_BLOCK) && reason.indexOf("(api)") == reason.lastIndexOf("(api)");
        return isWriteBlockAlone
                && lifecycles.haveClosed(index, this::json)
                && isOpenedForTheFirstTime(index)
                && open(index);
    }

    /** Notes that it is. What else stands in the mapping's {@code _meta} stays. */
    private boolean isOpenedForTheFirstTime(String index) {
        JsonNode mappings = json("/" + index + "/_mapping?filter_path=*.mappings._meta");
        JsonNode there = mappings.path(index).at("/mappings/_meta");
        if (there.has(OPENED)) {
            return false;
        }
        ObjectNode meta = there.isObject() ? there.deepCopy() : JSON.createObjectNode();
        meta.put(OPENED, Instant.now().toString());
        byte[] mapping = JSON.createObjectNode().set("_meta", meta).toString().getBytes(UTF_8);
        Reply noted = elasticsearch.ask("PUT", "/" + index + "/_mapping", mapping);
        if (!noted.isOk()) {
            LOG.warn(
                    "index {} is not opened for late documents, since it can not be noted: {}",
                    index,
                    noted.describe());
        }
        return noted.isOk();
    }

    private boolean open(String index) {
        Reply lifted = elasticsearch.ask("PUT", "/" + index + "/_settings", NO_BLOCK.getBytes(UTF_8));
        if (lifted.isOk()) {
            LOG.info("index {} was made read-only by its lifecycle policy; opened it for late documents", index);
        } else {
            LOG.warn("index {} can not be opened for late documents: {}", index, lifted.describe());
        }
        return lifted.isOk();
    }

    private JsonNode json(String path) {
        Reply reply = elasticsearch.ask("GET", path);
        try {
            return reply.isOk() ? reply.json() : JSON.missingNode();
        } catch (IOException notJson) {
            return JSON.missingNode();
        }
    }
}
