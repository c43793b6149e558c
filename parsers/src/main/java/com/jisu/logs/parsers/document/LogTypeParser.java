package com.jisu.logs.parsers.document;

/** Makes fields of the line in a document's {@code message}, for one {@code fields.logtype}. */
public interface LogTypeParser {

    /** The {@code fields.logtype} of the events it is for. */
    String logType();

    /** Changes the document. A line that is not understood is left as it is, and the document tagged. */
    void parse(Document document);
}
