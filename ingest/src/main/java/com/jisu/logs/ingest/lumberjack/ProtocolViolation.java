package com.jisu.logs.ingest.lumberjack;

import com.jisu.logs.ingest.metrics.CloseReason;

/** What a client sent that ends its connection. Nothing of it is acknowledged that was not before. */
public final class ProtocolViolation extends Exception {

    private static final long serialVersionUID = 1L;

    private final CloseReason reason;

    public ProtocolViolation(CloseReason reason, String message) {
        super(message, null, false, false); // clients cause these, as many as they like: a stack trace would only cost
        this.reason = reason;
    }

    public CloseReason reason() {
        return reason;
    }
}
