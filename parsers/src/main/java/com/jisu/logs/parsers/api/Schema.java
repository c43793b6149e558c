package com.jisu.logs.parsers.api;

/** Which names a document's fields have. The parsers are the same. */
public enum Schema {
    /** Elastic Common Schema, version 8; what does not fit the index's mappings moves to {@code application.*}. */
    ECS,
    /** What the old Logstash configuration wrote, with Logstash's ECS compatibility off. */
    LOGSTASH
}
