package com.jisu.logs.sink.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.sink.api.SinkSettings;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection.Reply;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares a cluster: finds out what kind of server it is, checks its version, installs the templates that are missing or
 * older than ours. What is as new or newer stays, so an operator's change of the same version and a later release's
 * template are both left alone.
 *
 * <p>Idempotent, and safe to run from several instances at once. Used by the sink's thread, again after each time that
 * the cluster was away: it may have come back empty.
 */
public final class TemplateSetup {

    private static final Logger LOG = LoggerFactory.getLogger(TemplateSetup.class);

    /** The kinds that are known; the first is what a server is taken for that tells nothing of itself. */
    private static final List<SearchServer> KINDS = List.of(new Elasticsearch(), new OpenSearch());

    /** The cluster can not take documents yet. The message says why, for the operator. */
    public static final class NotReadyException extends Exception {
        private static final long serialVersionUID = 1;

        NotReadyException(String message) {
            super(message);
        }
    }

    private final ElasticsearchConnection elasticsearch;
    private final SinkSettings.IndexMode indexMode;
    private final List<String> indexPatterns;
    private final SinkSettings.Target target;
    private final ClusterParts parts;
    private SearchServer server = KINDS.get(0);
    private boolean versionUnknownLogged;

    /** @param indexPatterns names of indices beside the daily ones, that get the same templates */
    public TemplateSetup(
            ElasticsearchConnection elasticsearch, SinkSettings.IndexMode indexMode, List<String> indexPatterns) {
        this(elasticsearch, indexMode, indexPatterns, SinkSettings.Target.DAILY_INDICES);
    }

    /** @param target whether data streams are made ready, too */
    public TemplateSetup(
            ElasticsearchConnection elasticsearch,
            SinkSettings.IndexMode indexMode,
            List<String> indexPatterns,
            SinkSettings.Target target) {
        this.elasticsearch = elasticsearch;
        this.indexMode = indexMode;
        this.indexPatterns = indexPatterns;
        this.target = target;
        this.parts = new ClusterParts(elasticsearch);
    }

    /** The kind of server that answered last. */
    public SearchServer server() {
        return server;
    }

    /**
     * Leaves the cluster ready for documents.
     *
     * @return what it changed, a line for each; empty where everything was there
     * @throws NotReadyException if it does not answer, refuses, or is too old
     */
    public List<String> run() throws NotReadyException {
        parts.takeChanges();
        checkVersion();
        server.prepare(parts, indexMode, indexPatterns);
        if (target.isDataStream()) {
            server.prepareStreams(parts);
        }
        return parts.takeChanges();
    }

    /** The data streams of ours, which the cluster knows by their templates. */
    public StreamTemplates streams() {
        return new StreamTemplates(elasticsearch, parts, this::server);
    }

    /** @throws NotReadyException if the cluster does not answer, or is too old */
    public void checkVersion() throws NotReadyException {
        String version = version();
        if (version.isEmpty()) {
            if (!versionUnknownLogged) {
                LOG.warn("{} does not tell its version; {} or later is needed", server.name(), server.oldestVersion());
                versionUnknownLogged = true;
            }
        } else if (isOlder(version, server.oldestVersion())) {
            throw new NotReadyException(
                    server.name() + " " + version + " is too old: " + server.oldestVersion() + " or later is needed");
        }
    }

    private static boolean isOlder(String version, String oldest) {
        String[] ours = version.split("[.-]");
        String[] least = oldest.split("\\.");
        int major = Integer.parseInt(ours[0]) - Integer.parseInt(least[0]);
        return major < 0 || major == 0 && Integer.parseInt(ours[1]) < Integer.parseInt(least[1]);
    }

    private static SearchServer kind(JsonNode answer) {
        return KINDS.stream()
                .filter(kind -> kind.recognizes(answer))
                .findFirst()
                .orElse(KINDS.get(0));
    }

    /** The oldest version among the nodes asked, or the empty string where it is not told. */
    private String version() throws NotReadyException {
        Reply root = elasticsearch.ask("GET", "/");
        if (root.isOk()) {
            JsonNode answer = ClusterParts.json(root);
            server = kind(answer);
            String version = server.version(answer);
            if (version.matches("\\d+\\.\\d+.*")) {
                return version;
            }
        } else if (root.status() == 0 || root.status() == 401 || root.status() >= 500) {
            throw new NotReadyException(root.describe());
        } else if (root.isFromElasticsearch()) {
            server = kind(ClusterParts.json(root)); // some tell what they are while they refuse to tell it
        }
        // A bare node, without the modules of the distribution, has no answer for "/".
        Reply nodes = elasticsearch.ask("GET", "/_nodes/_local?filter_path=nodes.*.version");
        if (nodes.isOk()) {
            Iterator<JsonNode> each = ClusterParts.json(nodes).path("nodes").elements();
            if (each.hasNext()) {
                String version = each.next().path("version").asText();
                return version.matches("\\d+\\.\\d+.*") ? version : "";
            }
        }
        return "";
    }
}
