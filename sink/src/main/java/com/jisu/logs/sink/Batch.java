package com.jisu.logs.sink;

import java.util.List;

/**
 * Documents that go to Elasticsearch in one request.
 *
 * @param documents at least one
 * @param bytes of the plain body
 * @param attempt which try this is, from 1
 * @param notBefore the {@link System#nanoTime} to send it at
 */
record Batch(List<Document> documents, int bytes, int attempt, long notBefore) {

    static Batch first(List<Document> documents) {
        return new Batch(documents, sum(documents), 1, System.nanoTime());
    }

    /** These documents, later, as the next try. */
    Batch again(List<Document> some) {
        return new Batch(some, sum(some), attempt + 1, System.nanoTime() + Backoff.nanos(attempt));
    }

    int size() {
        return documents.size();
    }

    /** Bytes of the plain body that these documents make. */
    static int sum(List<Document> documents) {
        int bytes = 0;
        for (Document document : documents) {
            bytes += document.bytes();
        }
        return bytes;
    }
}
