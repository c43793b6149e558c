package com.jisu.logs.sink.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.sink.document.Delivery;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks for documents by their ids. Used by the sink's thread. */
final class Copies {

    /** Of one question. */
    private static final int MAX_IDS = 1_000;

    /** In a path, of indices; for more all of the stream is asked. */
    private static final int MAX_INDICES = 15;

    /** Indices of which it is remembered that they were refreshed. */
    private static final int MAX_REFRESHED = 2_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where a document is, and its version there. */
    record Copy(String index, long sequence, long term) {}

    /** There was no answer. */
    static final class UnansweredException extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Reply reply;

        UnansweredException(Reply reply) {
            this.reply = reply;
        }

        Reply reply() {
            return reply;
        }
    }

    private final ElasticsearchConnection elasticsearch;
    private final Set<String> refreshed = new HashSet<>();

    Copies(ElasticsearchConnection elasticsearch) {
        this.elasticsearch = elasticsearch;
    }

    /**
     * Those of these documents that are in one of these indices, by id.
     *
     * @param indices that take nothing new any more: of what came last they are refreshed once
     */
    Map<String, Copy> inOlder(String stream, List<String> indices, List<Delivery> documents)
            throws UnansweredException {
        List<String> stale =
                indices.stream().filter(index -> !refreshed.contains(index)).toList();
        for (int i = 0; i < stale.size(); i += MAX_INDICES) {
            refresh(stale.subList(i, Math.min(stale.size(), i + MAX_INDICES)));
        }
        if (refreshed.size() > MAX_REFRESHED) {
            refreshed.clear();
        }
        refreshed.addAll(stale);
        return find(indices.size() > MAX_INDICES ? List.of(stream) : indices, documents);
    }

    /** Those of these documents that are anywhere in a stream, by id. */
    Map<String, Copy> inAll(String stream, List<Delivery> documents) throws UnansweredException {
        refresh(List.of(stream));
        return find(List.of(stream), documents);
    }

    private void refresh(List<String> indices) throws UnansweredException {
        Reply reply = elasticsearch.ask("POST", path(indices) + "/_refresh?filter_path=_shards.failed");
        if (!reply.isOk()) {
            throw new UnansweredException(reply);
        }
    }

    private Map<String, Copy> find(List<String> indices, List<Delivery> documents) throws UnansweredException {
        Map<String, Copy> copies = new HashMap<>();
        for (int i = 0; i < documents.size(); i += MAX_IDS) {
            List<Delivery> some = documents.subList(i, Math.min(documents.size(), i + MAX_IDS));
            Reply reply = elasticsearch.ask(
                    "POST",
                    path(indices)
                            + "/_search?allow_partial_search_results=false&filter_path=hits.hits._index,hits.hits._id,"
                            + "hits.hits._seq_no,hits.hits._primary_term",
                    question(some));
            try {
                if (!reply.isOk()) {
                    throw new UnansweredException(reply);
                }
                for (JsonNode hit : reply.json().at("/hits/hits")) {
                    Copy copy = new Copy(
                            hit.path("_index").asText(),
                            hit.path("_seq_no").asLong(),
                            hit.path("_primary_term").asLong());
                    copies.put(hit.path("_id").asText(), copy);
                }
            } catch (IOException notJson) {
                throw new UnansweredException(reply);
            }
        }
        return copies;
    }

    private static byte[] question(List<Delivery> documents) {
        ObjectNode question = JSON.createObjectNode();
        ArrayNode ids = question.putObject("query").putObject("ids").putArray("values");
        documents.forEach(delivery -> ids.add(id(delivery)));
        question.put("_source", false);
        question.put("seq_no_primary_term", true);
        question.put("track_total_hits", false);
        question.putArray("sort").add("_doc");
        question.put("size", Math.min(10_000, 2 * documents.size())); // what is there twice is found twice
        return question.toString().getBytes(UTF_8);
    }

    /** The id as it is; in a delivery it stands as in JSON. */
    static String id(Delivery delivery) {
        String text = new String(delivery.id(), UTF_8);
        if (text.indexOf('\\') < 0) {
            return text;
        }
        try {
            return JSON.readValue("\"" + text + "\"", String.class);
        } catch (IOException e) {
            throw new IllegalStateException("an id is a string in JSON", e);
        }
    }

    private static String path(List<String> indices) {
        List<String> paths = new ArrayList<>(indices.size());
        indices.forEach(index -> paths.add(ElasticsearchConnection.path(index).substring(1)));
        return paths.stream().collect(Collectors.joining(",", "/", ""));
    }
}
