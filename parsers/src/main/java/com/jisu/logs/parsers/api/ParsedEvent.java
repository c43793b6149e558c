package com.jisu.logs.parsers.api;

import java.util.List;

/**
 * A document made of one event, or of several that held the parts of one line. The arrays are the receiver's own.
 *
 * @param id the document id, UTF-8: 22 characters of URL-safe base64, with {@code -N} behind them where rules made several events of
 *     one, or what rules made it
 * @param document the JSON that Elasticsearch stores, UTF-8; empty where rules will change it, and have it from the parser
 * @param time epoch milliseconds that choose the daily index (UTC)
 * @param logType the event's {@code fields.logtype}, or the empty string
 * @param tags the tags that the parser set on this event, without those it came with
 * @param containerLine what a container engine says of the line, where one wrote it and the event says where it comes
 *     from; else null
 * @param longTextLeftOut bytes of long strings that {@code application.text} had no room for
 * @param delivery where rules of one's own send it
 */
public record ParsedEvent(
        byte[] id,
        byte[] document,
        long time,
        String logType,
        List<String> tags,
        ContainerLine containerLine,
        long longTextLeftOut,
        Delivery delivery) {

    /** For the daily index. */
    public ParsedEvent(
            byte[] id,
            byte[] document,
            long time,
            String logType,
            List<String> tags,
            ContainerLine containerLine,
            long longTextLeftOut) {
        this(id, document, time, logType, tags, containerLine, longTextLeftOut, Delivery.DEFAULT);
    }

    /** What {@link #longTextLeftOut} is while it is not known: rules will change the document, and its long texts are copied then. */
    public static final long NOT_COPIED = -1;

    /** An event whose document is not written, as rules will change it. */
    public static ParsedEvent unwritten(byte[] id, long time, String logType, List<String> tags) {
        return new ParsedEvent(id, new byte[0], time, logType, tags, null, NOT_COPIED);
    }

    /** Whether nothing is left to be done, should rules leave the document as it is. */
    public boolean isFinished() {
        return longTextLeftOut != NOT_COPIED;
    }

    /** Those of the tags that say what failed. */
    public List<String> failures() {
        return hasLongText() ? tags.stream().filter(Tag::isFailure).toList() : tags;
    }

    /** Whether there are copies of long strings in {@code application.text}. */
    public boolean hasLongText() {
        return !tags.isEmpty() && tags.contains(Tag.LONG_TEXT);
    }
}
