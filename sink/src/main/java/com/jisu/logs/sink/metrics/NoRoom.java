package com.jisu.logs.sink.metrics;

/** What has kept a name out. */
public enum NoRoom {
    /** Its service has had its share. */
    SERVICE,
    /** The index has no room, or takes no new names. */
    INDEX
}
