package com.jisu.logs.sink.bulk;

import com.jisu.logs.records.log.OncePerChange;
import com.jisu.logs.sink.elasticsearch.BulkAnswer.Failure;
import com.jisu.logs.sink.elasticsearch.BulkAnswer.Verdict;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection;
import com.jisu.logs.sink.elasticsearch.SearchServer;
import com.jisu.logs.sink.metrics.BlockReason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The indices that take no documents at the moment: closed, read-only by the disk's flood stage, forbidden, not to be
 * created, or such that refuse whatever comes. Says so in the log once per change. Used by the sink's thread.
 *
 * <p>One kind of block is of our own making: the lifecycle policy makes an index read-only after some days, and a late
 * document of that day may still come. That block is lifted, see {@link SearchServer#openForLateDocuments}; any other is waited for.
 */
final class BlockedIndices {

    private static final Logger LOG = LoggerFactory.getLogger(BlockedIndices.class);

    /** An error may name another document each time. */
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(30);

    private record Block(BlockReason reason, OncePerChange text) {}

    private final ElasticsearchConnection elasticsearch;
    private final Supplier<SearchServer> server;
    private final Map<String, Block> blocks = new HashMap<>();

    /** @param server the kind that it is */
    BlockedIndices(ElasticsearchConnection elasticsearch, Supplier<SearchServer> server) {
        this.elasticsearch = elasticsearch;
        this.server = server;
    }

    boolean isEmpty() {
        return blocks.isEmpty();
    }

    /** How many indices take no documents, by reason. */
    Map<BlockReason, Integer> counts() {
        Map<BlockReason, Integer> counts = new EnumMap<>(BlockReason.class);
        blocks.values().forEach(block -> counts.merge(block.reason(), 1, Integer::sum));
        return counts;
    }

    /** The indices and reasons of the documents of one answer that were turned away for their index. */
    void found(Map<String, Failure> failures) {
        failures.forEach((index, failure) -> {
            String text = failure.type() + ": " + failure.reason().replaceAll(";+$", ""); // Elasticsearch's own end
            BlockReason reason = reason(failure);
            if (reason == BlockReason.BLOCK
                    && server.get().openForLateDocuments(elasticsearch, index, failure.reason())) {
                return;
            }
            Block block = blocks.get(index);
            if (block == null || block.reason() != reason) {
                block = new Block(reason, new OncePerChange(LOG_INTERVAL));
                blocks.put(index, block);
            }
            if (block.text().isNews(text)) {
                LOG.warn("index {} takes no documents: {}; {}", index, text, whatHappens(reason));
            }
        });
    }

    private static String whatHappens(BlockReason reason) {
        return reason == BlockReason.BLOCK
                ? "its block was not set by its lifecycle policy as far as is known: its documents wait until it is taken away"
                : "trying until it does";
    }

    /** The indices that took a document, or had it already. */
    void taking(Set<String> indices) {
        for (String index : new HashSet<>(indices)) {
            if (blocks.remove(index) != null) {
                LOG.info("index {} takes documents again", index);
            }
        }
    }

    private static BlockReason reason(Failure failure) {
        return failure.verdict() == Verdict.REFUSED ? BlockReason.REFUSAL : failure.blockReason();
    }
}
