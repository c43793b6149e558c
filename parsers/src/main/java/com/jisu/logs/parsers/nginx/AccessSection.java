package com.jisu.logs.parsers.nginx;

/** Which of an access line's fields are written one behind the other, and where. */
public enum AccessSection {
    /** All, into a document that has none of their objects. */
    WHOLE,
    /** Those of the object {@code event}, into one that is not empty. */
    EVENT,
    /** All others. */
    BESIDE_EVENT
}
