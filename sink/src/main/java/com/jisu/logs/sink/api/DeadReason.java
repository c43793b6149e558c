package com.jisu.logs.sink.api;

import java.util.Locale;

/** Why the sink gives a record up. */
public enum DeadReason {
    /** Elasticsearch refuses the document; at best its minimal form is in the index. */
    REFUSED,
    /** No request is small enough for it (413). */
    TOO_LARGE,
    /** Elasticsearch can not read a request with it. */
    MALFORMED,
    /** The record's value can be no document. */
    NOT_AN_OBJECT;

    /** As in the dead letter's header and in the metric's tag. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
