package com.jisu.logs.app.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.app.admin.EventStream;
import com.jisu.logs.app.tail.EventSummary;
import com.jisu.logs.records.ParsedHeaders;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record of the parsed topic, as the viewers ask for it: its document is parsed, and its row made, at most once and only
 * where one of them needs it. Not thread-safe.
 */
final class TailEvent {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int MAX_MESSAGE_CHARS = 1_000;
    private static final int MAX_SOURCE_CHARS = 200;
    private static final int MAX_WORD_CHARS = 100;
    private static final int MAX_SEVERITY_CHARS = 30;
    private static final int MAX_DOCUMENT_BYTES = 16_000;
    private static final int MAX_DOCUMENT_JSON_BYTES = 36_000;

    private final ConsumerRecord<byte[], byte[]> record;
    private final String type;
    private JsonNode document;
    private String row;

    TailEvent(ConsumerRecord<byte[], byte[]> record) {
        this.record = record;
        this.type = ParsedHeaders.logType(record.headers());
    }

    /** The {@code fields.logtype}, or the empty string. */
    String type() {
        return type;
    }

    /** The document; a missing node where the record holds no JSON. */
    JsonNode document() {
        if (document == null) {
            document = parsed();
        }
        return document;
    }

    private JsonNode parsed() {
        try {
            return record.value() == null ? MissingNode.getInstance() : JSON.readTree(record.value());
        } catch (IOException e) {
            return MissingNode.getInstance(); // somebody else's record: the tail shows it as it is
        }
    }

    /** What the page shows of it, a JSON object on one line: less than {@link EventStream#MAX_EVENT_BYTES}, whatever the event. */
    String row() {
        if (row == null) {
            row = toRow();
        }
        return row;
    }

    private String toRow() {
        EventSummary summary = EventSummary.of(document());
        ObjectNode fields = JSON.createObjectNode();
        fields.put("time", Cut.to(MAX_WORD_CHARS, summary.time()));
        fields.put("type", Cut.to(MAX_WORD_CHARS, type));
        fields.put("environment", Cut.to(MAX_WORD_CHARS, TailFilter.environment(document())));
        fields.put("severity", Cut.to(MAX_SEVERITY_CHARS, summary.severity()));
        fields.put("source", Cut.to(MAX_SOURCE_CHARS, summary.source()));
        fields.put("message", Cut.to(MAX_MESSAGE_CHARS, summary.message()));
        fields.set("tags", Cut.tags(document().path("tags")));
        fields.put("at", record.topic() + "-" + record.partition() + " @ " + record.offset());
        fields.put("document", Cut.utf8(MAX_DOCUMENT_BYTES, MAX_DOCUMENT_JSON_BYTES, record.value()));
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can not be written", e);
        }
    }
}
