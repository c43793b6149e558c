package com.jisu.logs.sink.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.records.IndexTemplates;
import com.jisu.logs.sink.api.SinkSettings;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares a cluster: checks its version, installs the templates that are missing or older than ours. What is as new or
 * newer stays, so an operator's change of the same version and a later release's template are both left alone.
 *
 * <p>Idempotent, and safe to run from several instances at once. Used by the sink's thread, again after each time that
 * Elasticsearch was away: it may have come back empty.
 */
public final class TemplateSetup {

    private static final Logger LOG = LoggerFactory.getLogger(TemplateSetup.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String LOGSDB = "jisu-logs-logsdb";
    private static final String COMPONENT_VERSION = "/component_templates/0/component_template/version";

    private static final int MIN_MAJOR = 8;
    private static final int MIN_MINOR = 14;

    /** The cluster can not take documents yet. The message says why, for the operator. */
    public static final class NotReadyException extends Exception {
        private static final long serialVersionUID = 1;

        NotReadyException(String message) {
            super(message);
        }
    }

    private final ElasticsearchConnection elasticsearch;
    private final SinkSettings.IndexMode indexMode;
    private final List<String> changes = new ArrayList<>();
    private boolean versionUnknownLogged;
    private boolean lifecycleSkippedLogged;

    public TemplateSetup(ElasticsearchConnection elasticsearch, SinkSettings.IndexMode indexMode) {
        this.elasticsearch = elasticsearch;
        this.indexMode = indexMode;
    }

    /**
     * Leaves the cluster ready for documents.
     *
     * @return what it changed, a line for each; empty where everything was there
     * @throws NotReadyException if it does not answer, refuses, or is too old
     */
    public List<String> run() throws NotReadyException {
        changes.clear();
        checkVersion();
        component("jisu-logs-settings");
        component("jisu-logs-mappings");
        if (installPolicy()) {
            component("jisu-logs-ilm");
        }
        if (indexMode == SinkSettings.IndexMode.LOGSDB) {
            component(LOGSDB);
        } else {
            empty(LOGSDB);
        }
        install(
                "index template jisu-logs",
                "/_index_template/jisu-logs",
                IndexTemplates.read("index-template/jisu-logs.json"),
                "/index_templates/0/index_template/version",
                "/version");
        return List.copyOf(changes);
    }

    /** @throws NotReadyException if the cluster does not answer, or is too old */
    public void checkVersion() throws NotReadyException {
        String version = version();
        if (version.isEmpty()) {
            if (!versionUnknownLogged) {
                LOG.warn("Elasticsearch does not tell its version; {}.{} or later is needed", MIN_MAJOR, MIN_MINOR);
                versionUnknownLogged = true;
            }
            return;
        }
        String[] parts = version.split("[.-]");
        int major = Integer.parseInt(parts[0]);
        int minor = Integer.parseInt(parts[1]);
        if (major < MIN_MAJOR || major == MIN_MAJOR && minor < MIN_MINOR) {
            throw new NotReadyException(
                    "Elasticsearch " + version + " is too old: " + MIN_MAJOR + "." + MIN_MINOR + " or later is needed");
        }
    }

    /** The oldest version among the nodes asked, or the empty string where it is not told. */
    private String version() throws NotReadyException {
        Reply root = elasticsearch.ask("GET", "/");
        if (root.isOk()) {
            String version = json(root).at("/version/number").asText();
            if (version.matches("\\d+\\.\\d+.*")) {
                return version;
            }
        } else if (root.status() == 0 || root.status() == 401 || root.status() >= 500) {
            throw new NotReadyException(root.describe());
        }
        // A bare node, without the modules of the distribution, has no answer for "/".
        Reply nodes = elasticsearch.ask("GET", "/_nodes/_local?filter_path=nodes.*.version");
        if (nodes.isOk()) {
            Iterator<JsonNode> each = json(nodes).path("nodes").elements();
            if (each.hasNext()) {
                String version = each.next().path("version").asText();
                return version.matches("\\d+\\.\\d+.*") ? version : "";
            }
        }
        return "";
    }

    /** Whether the cluster has lifecycle management, and now the policy. */
    private boolean installPolicy() throws NotReadyException {
        String path = "/_ilm/policy/jisu-logs";
        Reply present = elasticsearch.ask("GET", path);
        boolean hasLifecycles = present.isOk() || present.status() == 404 || present.status() == 403;
        if (!hasLifecycles) {
            if (present.status() == 0 || present.status() >= 500) {
                throw new NotReadyException(present.describe());
            }
            if (!lifecycleSkippedLogged) {
                LOG.info("this cluster has no index lifecycle management: the policy jisu-logs is not installed");
                lifecycleSkippedLogged = true;
            }
            return false;
        }
        install(
                "lifecycle policy jisu-logs",
                path,
                IndexTemplates.read("ilm-policy/jisu-logs.json"),
                "/jisu-logs/policy/_meta/version",
                "/policy/_meta/version");
        return true;
    }

    /** Takes the effect from a component that the index template may refer to: in use, it can not be deleted. */
    private void empty(String name) throws NotReadyException {
        String path = "/_component_template/" + name;
        Reply present = elasticsearch.ask("GET", path);
        if (present.isOk() && json(present).at(COMPONENT_VERSION).asLong() > 0) {
            Reply emptied = elasticsearch.ask("PUT", path, "{\"template\":{},\"version\":0}".getBytes(UTF_8));
            if (!emptied.isOk()) {
                throw new NotReadyException(
                        "the component template " + name + " can not be emptied: " + emptied.describe());
            }
            changed("emptied the component template " + name + ": sink.index-mode is standard");
        }
    }

    private void component(String name) throws NotReadyException {
        install(
                "component template " + name,
                "/_component_template/" + name,
                IndexTemplates.read("component-templates/" + name + ".json"),
                COMPONENT_VERSION,
                "/version");
    }

    private void install(String what, String path, byte[] ours, String versionThere, String versionHere)
            throws NotReadyException {
        long here = parse(ours).at(versionHere).asLong();
        Reply present = elasticsearch.ask("GET", path);
        long there = 0;
        if (present.isOk()) {
            there = json(present).at(versionThere).asLong();
        } else if (present.status() != 404) {
            throw new NotReadyException("the " + what + " can not be read: " + present.describe());
        }
        if (there >= here) {
            return;
        }
        Reply installed = elasticsearch.ask("PUT", path, ours);
        if (!installed.isOk()) {
            throw new NotReadyException("the " + what + " can not be installed: " + installed.describe());
        }
        changed("installed the " + what + ", version " + here + (there == 0 ? "" : " instead of " + there));
    }

    private void changed(String what) {
        LOG.info(what);
        changes.add(what);
    }

    private static JsonNode json(Reply reply) throws NotReadyException {
        try {
            return reply.json();
        } catch (IOException e) {
            throw new NotReadyException(
                    "the answer is not JSON, so something else than Elasticsearch is at this address");
        }
    }

    private static JsonNode parse(byte[] ours) {
        try {
            return JSON.readTree(ours);
        } catch (IOException e) {
            throw new IllegalStateException("a file of index-templates is not JSON", e);
        }
    }
}
