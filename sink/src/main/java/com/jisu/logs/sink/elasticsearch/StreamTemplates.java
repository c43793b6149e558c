package com.jisu.logs.sink.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection.Reply;
import com.jisu.logs.sink.elasticsearch.TemplateSetup.NotReadyException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The index templates of the sink's data streams: one for each stream, with its name and no pattern. So what others write to {@code
 * logs-*-*} keeps the templates that it has, and the cluster itself knows which streams are of the sink's making, for all sinks and
 * after a restart. Used by the sink's thread.
 */
public final class StreamTemplates {

    private static final String PREFIX = "jisu-logs-stream-";

    private final ElasticsearchConnection elasticsearch;
    private final ClusterParts parts;
    private final Supplier<SearchServer> server;

    StreamTemplates(ElasticsearchConnection elasticsearch, ClusterParts parts, Supplier<SearchServer> server) {
        this.elasticsearch = elasticsearch;
        this.parts = parts;
        this.server = server;
    }

    /**
     * The names of all streams that have such a template.
     *
     * @throws NotReadyException if the cluster does not say
     */
    public Set<String> names() throws NotReadyException {
        Reply reply = elasticsearch.ask(
                "GET", "/_index_template/" + PREFIX + "*?filter_path=index_templates.index_template.index_patterns");
        if (!reply.isOk() && reply.status() != 404) {
            throw new NotReadyException("the index templates of data streams can not be read: " + reply.describe());
        }
        Set<String> names = new HashSet<>();
        if (reply.isOk()) {
            for (JsonNode template : ClusterParts.json(reply).path("index_templates")) {
                template.at("/index_template/index_patterns").forEach(pattern -> names.add(pattern.asText()));
            }
        }
        return names;
    }

    /**
     * Whether a stream that has no template of ours is somebody else's: it is there, or its dataset has the template that an integration
     * of Elastic installs.
     *
     * @param stream {@code logs-<dataset>-<namespace>}
     * @throws NotReadyException if the cluster does not say
     */
    public boolean isSomebodyElses(String stream) throws NotReadyException {
        String integration = stream.substring(0, stream.lastIndexOf('-'));
        return isThere(ElasticsearchConnection.path(stream) + "?features=settings&filter_path=none")
                || isThere("/_index_template" + ElasticsearchConnection.path(integration) + "?filter_path=none");
    }

    private boolean isThere(String path) throws NotReadyException {
        Reply reply = elasticsearch.ask("GET", path);
        if (!reply.isOk() && reply.status() != 404) {
            throw new NotReadyException("it can not be told whose data stream it is: " + reply.describe());
        }
        return reply.isOk();
    }

    /** @throws NotReadyException if the template of a stream can not be installed, or brought up to date */
    public void prepare(String stream) throws NotReadyException {
        parts.furtherIndices(
                PREFIX + stream.substring("logs-".length()), server.get().streamTemplate(), List.of(stream));
    }
}
