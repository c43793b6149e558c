package com.jisu.logs.parsers.api;

/**
 * Where rules send a document, other than to the daily index.
 *
 * @param index the index, as the rules wrote it; null for the daily one
 * @param id the document's id, as the rules wrote it; null for the derived one
 * @param pipeline an ingest pipeline of Elasticsearch; null for none
 * @param routing which shard; null for that of the id
 */
public record Delivery(String index, String id, String pipeline, String routing) {

    /** The daily index and the derived id. */
    public static final Delivery DEFAULT = new Delivery(null, null, null, null);
}
