package com.jisu.logs.sink.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.sink.api.SinkSettings.IndexMode;
import com.jisu.logs.sink.elasticsearch.BulkAnswer.Failure;
import com.jisu.logs.sink.elasticsearch.TemplateSetup.NotReadyException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OpenSearch 2.19 and 3. Its templates are files of their own, which differ from Elasticsearch's in what OpenSearch does not
 * know: {@code flattened}, lifecycles, index modes, and component templates that may be missing.
 */
public final class OpenSearch implements SearchServer {

    private static final Logger LOG = LoggerFactory.getLogger(OpenSearch.class);

    private static final String FOLDER = "opensearch/";
    private static final String SETTINGS = "jisu-logs-settings";
    private static final String MAPPINGS = "jisu-logs-mappings";
    private static final String CUSTOM = "jisu-logs@custom";
    private static final String INDEX_TEMPLATE = FOLDER + "index-template/jisu-logs.json";

    /**
     * Deeper documents are not sent: at more than 1,000 levels in a flat_object the server's thread overflows its stack, which ends
     * the node (seen with 2.19.6 and 3.9.0). What is deeper than the mapping's own bound goes to the overflow as dotted names.
     */
    private static final int MAX_DEPTH = 100;

    private final ErrorTexts errors = new OpenSearchErrors();

    @Override
    public String name() {
        return "OpenSearch";
    }

    @Override
    public boolean recognizes(JsonNode root) {
        return isOne(root);
    }

    static boolean isOne(JsonNode root) {
        return root.at("/version/distribution").asText().equals("opensearch")
                || root.path("tagline").asText().contains("OpenSearch")
                // The security plug-in's words, where the user may not see the rest.
                || root.at("/error/reason").asText().startsWith("no permissions for [");
    }

    /** With {@code compatibility.override_main_response_version} it calls itself 7.10.2, and leaves out its distribution. */
    @Override
    public String version(JsonNode root) {
        String told = root.at("/version/number").asText();
        if (root.at("/version/distribution").isMissingNode()) {
            LOG.info(
                    "OpenSearch calls itself {} (compatibility.override_main_response_version): its nodes are asked",
                    told);
            return "";
        }
        return told;
    }

    /** The oldest that is tested; flat_object, which takes the place of flattened, has faults in earlier ones. */
    @Override
    public String oldestVersion() {
        return "2.19";
    }

    @Override
    public void prepare(ClusterParts parts, IndexMode indexMode, List<String> indexPatterns) throws NotReadyException {
        parts.component(SETTINGS, file(SETTINGS));
        parts.component(MAPPINGS, file(MAPPINGS));
        parts.emptyIfMissing(CUSTOM);
        if (indexMode == IndexMode.LOGSDB) {
            parts.skipped("OpenSearch has no logsdb: sink.index-mode is passed over");
        }
        StateManagement.installPolicies(parts, indexPatterns);
        parts.install(
                "index template jisu-logs",
                "/_index_template/jisu-logs",
                INDEX_TEMPLATE,
                "/index_templates/0/index_template/version",
                "/version");
        parts.furtherIndices("jisu-logs-rules", INDEX_TEMPLATE, indexPatterns);
    }

    private static String file(String component) {
        return FOLDER + ClusterParts.file(component);
    }

    @Override
    public List<String> componentsOfAnIndex() {
        return List.of(file(MAPPINGS), file(SETTINGS));
    }

    @Override
    public Optional<Failure> refuseUnsent(byte[] document) {
        boolean mayBeDeep = closers(document) > MAX_DEPTH;
        return mayBeDeep && depth(document) > MAX_DEPTH
                ? Optional.of(new Failure(0, 400, "mapper_parsing_exception", OpenSearchErrors.TOO_DEEP, errors))
                : Optional.empty();
    }

    /** Brackets and braces that end something, in strings too: as many as there are levels at least. Nearly no document has many. */
    private static int closers(byte[] document) {
        int count = 0;
        for (byte each : document) {
            count += each == '}' || each == ']' ? 1 : 0;
        }
        return count;
    }

    private static int depth(byte[] document) {
        int deepest = 0;
        int depth = 0;
        boolean inString = false;
        for (int i = 0; i < document.length; i++) {
            byte each = document[i];
            if (inString) {
                if (each == '\\') {
                    i++;
                }
                inString = each != '"';
            } else if (each == '"') {
                inString = true;
            } else if (each == '{' || each == '[') {
                deepest = Math.max(deepest, ++depth);
            } else if (each == '}' || each == ']') {
                depth--;
            }
        }
        return deepest;
    }

    @Override
    public ErrorTexts errors() {
        return errors;
    }

    @Override
    public boolean openForLateDocuments(ElasticsearchConnection connection, String index, String reason) {
        return new LifecycleBlock(connection, StateManagement::haveClosed).lift(index, reason);
    }
}
