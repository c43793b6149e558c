package com.jisu.logs.parsers.rules;

import com.jisu.logs.parsers.api.Delivery;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.ParserLimits;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.EventTime;
import com.jisu.logs.parsers.document.FieldTypes;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.JsonScanner;
import com.jisu.logs.parsers.json.JsonSyntaxException;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.KeyTable;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.tree.EventTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes trees of documents that parsers have made, and documents of trees that rules have changed. Not thread-safe. */
final class TreeDocuments {

    private static final Key METADATA = Keys.known("@metadata");

    private final ParserLimits limits;
    private final JsonScanner scanner;
    private final Document document;
    private final EventTime eventTime;
    private final JsonOutput out = new JsonOutput(4096);

    TreeDocuments(Schema schema, FieldTypes types, ParserLimits limits, KeyTable keys) {
        this.limits = limits;
        this.scanner = new JsonScanner(keys, limits.maxDepth() + 1, JsonScanner.ANY_NESTING);
        this.document = new Document(schema, types, limits, scanner, keys);
        this.eventTime = new EventTime(schema);
    }

    /**
     * @param unwritten the members of a document that is not written; else null
     * @param event what the shipper sent, for its {@code @metadata}; null where no rule asks for it
     */
    EventTree tree(ParsedEvent parsed, JsonObject unwritten, byte[] event, long arrivalMillis) {
        try {
            // What other documents had as well is not read again.
            JsonObject root = unwritten == null ? (JsonObject) scanner.event(parsed.document()) : unwritten;
            JsonValue metadata = event == null
                    ? null
                    : scanner.object(event, 0, event.length).get(METADATA);
            if (metadata != null) {
                root.put(METADATA, metadata);
            }
            return new EventTree(root, new String(parsed.id(), StandardCharsets.UTF_8), arrivalMillis);
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("a document that was just made is no JSON", e);
        }
    }

    /** The JSON of a tree as rules have left it. */
    byte[] json(JsonObject root) {
        root.remove(METADATA);
        return JsonOutput.json(root);
    }

    /**
     * Places what rules have left as the parsers place what applications write, and writes it.
     *
     * @param base what the parsers made
     * @param id the document id
     */
    ParsedEvent document(JsonObject root, ParsedEvent base, String id, Delivery delivery, long arrivalMillis) {
        root.remove(METADATA);
        eventTime.read(root);
        document.begin(root, eventTime.moment(), arrivalMillis);
        final long time = EventTime.ofIndex(document, arrivalMillis, limits);
        out.reset();
        out.object(document.finish());
        boolean longText = out.hasLong() && document.copyLongText();
        if (longText) {
            out.reset();
            out.object(document.finish());
        }
        List<String> tags = base.tags();
        if (!document.tags().isEmpty()) {
            tags = new ArrayList<>(tags);
            for (String tag : document.tags()) {
                if (!tags.contains(tag)) {
                    tags.add(tag);
                }
            }
        }
        return new ParsedEvent(
                id.getBytes(StandardCharsets.UTF_8),
                out.toByteArray(),
                time,
                base.logType(),
                tags,
                null,
                longText ? document.longTextLeftOut() : 0,
                delivery);
    }
}
