package com.jisu.logs.sink.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.sink.api.SinkSettings.IndexMode;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection.Reply;
import com.jisu.logs.sink.elasticsearch.TemplateSetup.NotReadyException;
import java.util.List;

/** Elasticsearch 8 and 9. */
public final class Elasticsearch implements SearchServer {

    private static final String SETTINGS = "jisu-logs-settings";
    private static final String MAPPINGS = "jisu-logs-mappings";
    private static final String LOGSDB = "jisu-logs-logsdb";
    private static final String LIFECYCLE = "jisu-logs-ilm";
    private static final String STREAMS = "jisu-logs-streams";
    private static final String STREAMS_LIFECYCLE = "jisu-logs-streams-ilm";

    private final ErrorTexts errors = new ElasticsearchErrors();

    @Override
    public String name() {
        return "Elasticsearch";
    }

    /** Those that were made of it name themselves. */
    @Override
    public boolean recognizes(JsonNode root) {
        return root.at("/version/distribution").isMissingNode() && !OpenSearch.isOne(root);
    }

    @Override
    public String oldestVersion() {
        return "8.14";
    }

    @Override
    public void prepare(ClusterParts parts, IndexMode indexMode, List<String> indexPatterns) throws NotReadyException {
        parts.component(SETTINGS);
        parts.component(MAPPINGS);
        if (installPolicy(parts, "jisu-logs")) {
            parts.component(LIFECYCLE);
        }
        if (indexMode == IndexMode.LOGSDB) {
            parts.component(LOGSDB);
        } else {
            parts.emptyComponent(LOGSDB, "sink.index-mode is standard");
        }
        parts.install(
                "index template jisu-logs",
                "/_index_template/jisu-logs",
                "index-template/jisu-logs.json",
                "/index_templates/0/index_template/version",
                "/version");
        parts.furtherIndices("jisu-logs-rules", "index-template/jisu-logs.json", indexPatterns);
    }

    @Override
    public void prepareStreams(ClusterParts parts) throws NotReadyException {
        if (installPolicy(parts, STREAMS)) {
            parts.component(STREAMS_LIFECYCLE);
        }
        try {
            parts.component(STREAMS);
        } catch (NotReadyException e) {
            if (!String.valueOf(e.getMessage()).contains("[constant_keyword]")) {
                throw e;
            }
            parts.skipped("this cluster has no constant_keyword: data_stream.* are keywords");
            parts.install(
                    "component template " + STREAMS,
                    "/_component_template/" + STREAMS,
                    ClusterParts.file(STREAMS + "-keyword"),
                    "/component_templates/0/component_template/version",
                    "/version");
        }
    }

    /** Whether the cluster has lifecycle management, and now the policy. */
    private static boolean installPolicy(ClusterParts parts, String policy) throws NotReadyException {
        String path = "/_ilm/policy/" + policy;
        Reply present = parts.present(path);
        boolean hasLifecycles = present.isOk() || present.status() == 404 || present.status() == 403;
        if (!hasLifecycles) {
            if (present.status() == 0 || present.status() >= 500) {
                throw new NotReadyException(present.describe());
            }
            parts.skipped("this cluster has no index lifecycle management: the policy " + policy + " is not installed");
            return false;
        }
        parts.install(
                "lifecycle policy " + policy,
                path,
                "ilm-policy/" + policy + ".json",
                "/" + policy + "/policy/_meta/version",
                "/policy/_meta/version");
        return true;
    }

    @Override
    public List<String> componentsOfAnIndex() {
        return List.of(ClusterParts.file(MAPPINGS), ClusterParts.file(STREAMS), ClusterParts.file(SETTINGS));
    }

    @Override
    public ErrorTexts errors() {
        return errors;
    }

    @Override
    public boolean openForLateDocuments(ElasticsearchConnection connection, String index, String reason) {
        return new LifecycleBlock(connection, IndexLifecycles::haveClosed).lift(index, reason);
    }
}
