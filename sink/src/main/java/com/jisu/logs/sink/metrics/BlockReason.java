package com.jisu.logs.sink.metrics;

/** What keeps documents out. */
public enum BlockReason {
    /** {@code index.blocks.write} or {@code read_only}, set by somebody. */
    BLOCK,
    /** The disk is over its flood stage. */
    DISK,
    /** Documents are refused for a reason that is not theirs: by a pipeline, a template, or before Elasticsearch. */
    REFUSAL,
    /** Closed, missing, forbidden, or no shard may be added. */
    OTHER
}
