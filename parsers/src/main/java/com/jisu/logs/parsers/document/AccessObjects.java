package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.json.JsonObject;

/** Reads objects that are lines of an access log, whatever type of log they are found in. Used by one thread. */
public interface AccessObjects {

    /** The line of an access log that a text is which is no JSON, but has its shape; null if it is none. */
    JsonObject almost(byte[] text, int from, int to);

    /** Takes out of a line what is understood of it; false, and nothing is taken, if it is surely none of an access log. */
    boolean take(Document document, JsonObject line);

    /** Puts what was taken last into the document, where what is left of the line is already. */
    void put(Document document);
}
