package com.jisu.logs.sink.elasticsearch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.jisu.logs.sink.metrics.BlockReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Elasticsearch's answer to a bulk request, read as a stream and only as far as needed.
 *
 * <p>{@link #FILTER} leaves of each item what is read here. Its {@code errors} comes before the items, so an answer
 * without errors is known from its first bytes.
 */
public final class BulkAnswer {

    /** The {@code filter_path} that the requests ask with. */
    public static final String FILTER = "errors,items.*.status,items.*.error.type,items.*.error.reason,"
            + "items.*.error.caused_by.type,items.*.error.caused_by.reason,"
            + "items.*.error.caused_by.caused_by.type,items.*.error.caused_by.caused_by.reason";

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * A document that was not created.
     *
     * @param position of the document in the request, from 0
     * @param status as of HTTP
     * @param type the server's name of the error, or the empty string
     * @param reason the server's text, with those of its causes
     * @param errors what these mean
     */
    public record Failure(int position, int status, String type, String reason, ErrorTexts errors) {

        public Verdict verdict() {
            return errors.verdict(status, type);
        }

        /** Whether a refusal speaks of what the document holds. */
        public boolean isAboutItsDocument() {
            return errors.isAboutItsDocument(type, reason);
        }

        /** Whether the index has no room for the document's new names. */
        public boolean isFieldLimit() {
            return errors.isFieldLimit(reason);
        }

        /** The dotted name of the field that was refused, where the error has one. */
        public Optional<String> refusedField() {
            return errors.refusedField(reason);
        }

        /** What the refused values are like, where the error has neither their names nor their places. */
        public Optional<Suspects> suspects() {
            return errors.suspects(reason);
        }

        /** The byte of the document, from 0, at which the server stumbled, where the error has one. */
        public OptionalInt refusedByte() {
            return errors.refusedByte(reason);
        }

        /** What keeps documents out of an index that is {@link Verdict#BLOCKED}. */
        public BlockReason blockReason() {
            return errors.blockReason(reason);
        }
    }

    /** What a failure asks for. */
    public enum Verdict {
        /** The document is there already. */
        DUPLICATE,
        /** Elasticsearch has too much to do just now. */
        BUSY,
        /** The index takes no document now, whichever: somebody has to open it, or to grant a right. */
        BLOCKED,
        /** Elasticsearch failed; perhaps for the moment, perhaps by this document. */
        INTERNAL,
        /** This document will never be taken as it is. */
        REFUSED
    }

    private BulkAnswer() {}

    /**
     * The failed documents, in order.
     *
     * @param documents how many the request held
     * @param errors what the server's errors mean
     * @throws IOException if the answer is not whole or not about that many documents
     */
    public static List<Failure> failures(byte[] body, int documents, ErrorTexts errors) throws IOException {
        try (JsonParser parser = JSON.createParser(body)) {
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            boolean errorsKnown = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("errors")) {
                    if (value == JsonToken.VALUE_FALSE) {
                        return List.of();
                    }
                    expect(parser, value, JsonToken.VALUE_TRUE);
                    errorsKnown = true;
                } else if (name.equals("items") && errorsKnown) {
                    expect(parser, value, JsonToken.START_ARRAY);
                    return items(parser, documents, errors);
                } else {
                    parser.skipChildren();
                }
            }
        }
        throw new IOException("the answer to a bulk request has no items");
    }

    /** What is wrong with an answer that can not be read, in a few words. */
    public static String problem(IOException e) {
        if (e instanceof JsonEOFException) {
            return "it ends too early";
        }
        return e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    }

    private static List<Failure> items(JsonParser parser, int documents, ErrorTexts errors) throws IOException {
        List<Failure> failures = new ArrayList<>();
        int position = 0;
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            expect(parser, parser.nextToken(), JsonToken.FIELD_NAME); // the operation: create
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            Failure failure = item(parser, position, errors);
            if (failure.status() < 200 || failure.status() > 299) {
                failures.add(failure);
            }
            expect(parser, parser.nextToken(), JsonToken.END_OBJECT);
            position++;
        }
        expect(parser, parser.currentToken(), JsonToken.END_ARRAY);
        if (position != documents) {
            throw new IOException("the answer is about " + position + " documents, the request held " + documents);
        }
        return failures;
    }

    private static Failure item(JsonParser parser, int position, ErrorTexts errors) throws IOException {
        int status = 0;
        Cause error = new Cause("", "");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("status")) {
                status = parser.getIntValue();
            } else if (name.equals("error") && value == JsonToken.START_OBJECT) {
                error = cause(parser);
            } else {
                parser.skipChildren();
            }
        }
        return new Failure(position, status, error.type, error.text, errors);
    }

    private record Cause(String type, String text) {}

    private static Cause cause(JsonParser parser) throws IOException {
        String type = "";
        String reason = "";
        String cause = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("type") && value == JsonToken.VALUE_STRING) {
                type = parser.getText();
            } else if (name.equals("reason") && value == JsonToken.VALUE_STRING) {
                reason = parser.getText();
            } else if (name.equals("caused_by") && value == JsonToken.START_OBJECT) {
                cause = cause(parser).text();
            } else {
                parser.skipChildren();
            }
        }
        return new Cause(type, cause.isEmpty() ? reason : reason + ": " + cause);
    }

    private static void expect(JsonParser parser, JsonToken actual, JsonToken expected) throws IOException {
        if (actual != expected) {
            throw new IOException("the answer to a bulk request has " + actual + " where " + expected
                    + " belongs, at byte " + parser.currentLocation().getByteOffset());
        }
    }
}
