package com.jisu.logs.ingest.metrics;

import java.util.Locale;

/** Why a connection ended: the {@code reason} tag of {@code jisu.logs.ingest.connections.closed}. */
public enum CloseReason {
    /** The client closed it between two windows, or while it waited for nothing. */
    DONE,
    /** It never sent a byte, or none after a TLS handshake: a load balancer's probe. */
    PROBE,
    /** The client closed or reset it while windows were unacknowledged. */
    LEFT_EARLY,
    /** The client closed it inside a frame. */
    TRUNCATED_FRAME,
    UNKNOWN_VERSION,
    UNKNOWN_FRAME,
    FRAME_TOO_LARGE,
    INFLATED_TOO_LARGE,
    BAD_COMPRESSION,
    NESTED_COMPRESSION,
    EMPTY_WINDOW,
    WINDOW_TOO_LARGE,
    EVENT_OUTSIDE_WINDOW,
    TOO_MANY_CONNECTIONS,
    TOO_MANY_CONNECTIONS_OF_ADDRESS,
    /** No frame within the handshake timeout. */
    HANDSHAKE_TIMEOUT,
    /** An event was begun and not finished in time. */
    SLOW_SENDER,
    /** Acknowledgements were not taken in time. */
    SLOW_READER,
    /** Nothing came for as long as configured. */
    IDLE,
    /** Older than configured; closed between two windows. */
    MAX_AGE,
    TLS_ON_PLAIN_PORT,
    PLAINTEXT_ON_TLS_PORT,
    /** No agreement on TLS: certificates, protocols, ciphers; or the client left inside the handshake. */
    TLS_HANDSHAKE,
    /** After the handshake, bytes that are no TLS record of the connection, or an alert that ends it. */
    TLS_BROKEN,
    /** A good certificate, of a name that is not allowed. */
    CLIENT_NOT_ALLOWED,
    HTTP,
    /** Kafka confirmed nothing of its windows for as long as configured. */
    KAFKA,
    /** A fault of ours. */
    INTERNAL_ERROR,
    /** The server is stopping. */
    SHUTDOWN;

    /** The metric's tag value, in snake case. */
    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
