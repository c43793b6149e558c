package com.jisu.logs.ingest;

/** What a client sent that ends its connection. Nothing of it is acknowledged that was not before. */
final class ProtocolViolation extends Exception {

    private static final long serialVersionUID = 1L;

    private final CloseReason reason;

    ProtocolViolation(CloseReason reason, String message) {
        super(message, null, false, false); // clients cause these, as many as they like: a stack trace would only cost
        this.reason = reason;
    }

    CloseReason reason() {
        return reason;
    }
}
