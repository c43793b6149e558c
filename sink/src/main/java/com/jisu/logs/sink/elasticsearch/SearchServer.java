package com.jisu.logs.sink.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.sink.api.SinkSettings;
import com.jisu.logs.sink.elasticsearch.BulkAnswer.Failure;
import com.jisu.logs.sink.elasticsearch.TemplateSetup.NotReadyException;
import java.util.List;
import java.util.Optional;

/**
 * One kind of search server: all that is done otherwise for it than for another. Whatever talks to a server asks this, and
 * never which kind it is. {@link TemplateSetup} finds out which. Thread-safe.
 */
public interface SearchServer {

    /** As its users call it. */
    String name();

    /** Whether an answer to {@code GET /}, or a refusal to answer that, is one of this kind. */
    boolean recognizes(JsonNode root);

    /** The version that an answer to {@code GET /} tells; empty where it does not, or is not to be believed. */
    default String version(JsonNode root) {
        return root.at("/version/number").asText();
    }

    /** The oldest version that will do: its first two numbers, with a dot between them. */
    String oldestVersion();

    /**
     * Leaves a cluster ready for documents: with templates and, where it has lifecycles, a policy.
     *
     * @param indexPatterns names of indices beside the daily ones, that get the same templates
     * @throws NotReadyException if it does not answer or refuses
     */
    void prepare(ClusterParts parts, SinkSettings.IndexMode indexMode, List<String> indexPatterns)
            throws NotReadyException;

    /**
     * Leaves it ready for data streams, too: with what the templates of all of them share.
     *
     * @throws NotReadyException if it does not answer or refuses
     */
    default void prepareStreams(ClusterParts parts) throws NotReadyException {
        throw new NotReadyException("data streams are not written to " + name() + ": sink.target must be daily-index");
    }

    /** The template of a data stream, as a file of {@code index-templates}. */
    default String streamTemplate() {
        return "index-template/jisu-logs-streams.json";
    }

    /** The component templates, as files of {@code index-templates}, that give an index its names and its room for names. */
    List<String> componentsOfAnIndex();

    /**
     * Refuses in the server's stead a document that would harm it.
     *
     * @return what the server would say if it came to that; nothing if the document may be sent
     */
    default Optional<Failure> refuseUnsent(byte[] document) {
        return Optional.empty();
    }

    /** What its errors mean. */
    ErrorTexts errors();

    /**
     * Opens an index for late documents if a lifecycle has closed it for writing; whether it did.
     *
     * @param reason the server's, for turning a document away
     */
    boolean openForLateDocuments(ElasticsearchConnection connection, String index, String reason);
}
