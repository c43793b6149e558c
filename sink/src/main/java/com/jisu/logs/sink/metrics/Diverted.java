package com.jisu.logs.sink.metrics;

/** Why a document goes to another data stream than that of its dataset and environment. */
public enum Diverted {
    /** There are as many as {@code sink.max-data-streams}. */
    BOUND,
    /** It is somebody else's. */
    FOREIGN
}
