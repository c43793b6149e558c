package com.jisu.logs.parsers.api;

/**
 * What an {@code EventParser} tells of its work beside the documents. It is called on the parser's thread, once or twice for
 * each event, so it has to be quick; it throws nothing. One that several parsers share has to be thread-safe.
 */
public interface ParserObserver {

    /** Cares for nothing. */
    ParserObserver NONE = new ParserObserver() {};

    /** A document was made by a template. */
    default void madeByTemplate() {}

    /** A document was made by the rules: of an event unlike those before it, or in schema logstash. */
    default void madeByRules() {}

    /** A document that was made by a template was made by the rules too, and is the same. */
    default void checked() {}

    /**
     * A document that was made by a template is not what the rules make. That of the rules was returned, and the template is
     * used no more.
     *
     * @param position of the event
     * @param difference what differs: a field's name and where in the document; no values
     */
    default void differs(RawPosition position, String difference) {}

    /** A template failed, and is used no more; the event went by the rules. */
    default void templateFailed(RawPosition position, RuntimeException failure) {}
}
