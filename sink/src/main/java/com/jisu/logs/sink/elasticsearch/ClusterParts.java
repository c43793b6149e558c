package com.jisu.logs.sink.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.records.IndexTemplates;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection.Reply;
import com.jisu.logs.sink.elasticsearch.TemplateSetup.NotReadyException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the files of {@code index-templates} into a cluster, each where it is missing or older than ours. What is as new or
 * newer stays. Used by one thread.
 */
public final class ClusterParts {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterParts.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COMPONENT_VERSION = "/component_templates/0/component_template/version";

    private final ElasticsearchConnection elasticsearch;
    private final List<String> changes = new ArrayList<>();
    private final Set<String> saidToBeSkipped = new HashSet<>();

    ClusterParts(ElasticsearchConnection elasticsearch) {
        this.elasticsearch = elasticsearch;
    }

    /** The file of a component template. */
    static String file(String component) {
        return "component-templates/" + component + ".json";
    }

    static ObjectNode read(String file) {
        return (ObjectNode) parse(IndexTemplates.read(file));
    }

    /** What is there, if it is. */
    Reply present(String path) {
        return elasticsearch.ask("GET", path);
    }

    void component(String name) throws NotReadyException {
        component(name, file(name));
    }

    void component(String name, String file) throws NotReadyException {
        install("component template " + name, "/_component_template/" + name, file, COMPONENT_VERSION, "/version");
    }

    /** Makes an empty component where there is none, for an index template that can not refer to what is missing. */
    void emptyIfMissing(String name) throws NotReadyException {
        String path = "/_component_template/" + name;
        Reply present = present(path);
        if (present.status() == 404) {
            put("empty component template " + name, path, "{\"template\":{}}".getBytes(UTF_8));
            changed("installed an empty component template " + name + ": what is put into it stays");
        } else if (!present.isOk()) {
            throw new NotReadyException("the component template " + name + " can not be read: " + present.describe());
        }
    }

    /** Puts something there; what it is, for a person. */
    void put(String what, String path, byte[] body) throws NotReadyException {
        Reply installed = elasticsearch.ask("PUT", path, body);
        if (!installed.isOk()) {
            throw new NotReadyException("the " + what + " can not be installed: " + installed.describe());
        }
    }

    /** Takes the effect from a component that the index template may refer to: in use, it can not be deleted. */
    void emptyComponent(String name, String why) throws NotReadyException {
        String path = "/_component_template/" + name;
        Reply present = present(path);
        if (present.isOk() && json(present).at(COMPONENT_VERSION).asLong() > 0) {
            Reply emptied = elasticsearch.ask("PUT", path, "{\"template\":{},\"version\":0}".getBytes(UTF_8));
            if (!emptied.isOk()) {
                throw new NotReadyException(
                        "the component template " + name + " can not be emptied: " + emptied.describe());
            }
            changed("emptied the component template " + name + ": " + why);
        }
    }

    /**
     * Installs a file, unless what is there is as new.
     *
     * @param what it is, for a person
     * @param versionThere where the cluster's answer has the version, as a JSON pointer
     * @param versionHere where the file has it
     */
    void install(String what, String path, String file, String versionThere, String versionHere)
            throws NotReadyException {
        byte[] ours = IndexTemplates.read(file);
        long here = parse(ours).at(versionHere).asLong();
        Reply present = present(path);
        long there = 0;
        if (present.isOk()) {
            there = json(present).at(versionThere).asLong();
        } else if (present.status() != 404) {
            throw new NotReadyException("the " + what + " can not be read: " + present.describe());
        }
        if (there >= here) {
            return;
        }
        put(what, path, ours);
        changed("installed the " + what + ", version " + here + (there == 0 ? "" : " instead of " + there));
    }

    /**
     * Has indices of other names made by the same template: one beside it, with these patterns. It is left as it is where there are none.
     *
     * @param file of the template that they share
     */
    void furtherIndices(String name, String file, List<String> patterns) throws NotReadyException {
        if (patterns.isEmpty()) {
            return;
        }
        String path = "/_index_template" + ElasticsearchConnection.path(name);
        ObjectNode template = read(file);
        ArrayNode names = template.putArray("index_patterns");
        patterns.forEach(names::add);
        template.put("priority", template.path("priority").asInt() + 1);
        Reply present = present(path);
        if (!present.isOk() && present.status() != 404) {
            throw new NotReadyException("the index template " + name + " can not be read: " + present.describe());
        }
        JsonNode there = present.isOk() ? json(present).at("/index_templates/0/index_template") : template.nullNode();
        boolean same = there.path("index_patterns").equals(names)
                && there.path("version").asLong() >= template.path("version").asLong();
        if (same) {
            return;
        }
        put("index template " + name, path, template.toString().getBytes(UTF_8));
        changed("installed the index template " + name + " for " + String.join(", ", patterns));
    }

    void changed(String what) {
        LOG.info(what);
        changes.add(what);
    }

    /** Something has no place in this cluster; said once. */
    void skipped(String why) {
        if (saidToBeSkipped.add(why)) {
            LOG.info(why);
        }
    }

    /** What was changed since the last call, a line for each. */
    List<String> takeChanges() {
        List<String> all = List.copyOf(changes);
        changes.clear();
        return all;
    }

    static JsonNode json(Reply reply) throws NotReadyException {
        try {
            return reply.json();
        } catch (IOException e) {
            throw new NotReadyException(
                    "the answer is not JSON, so something else than Elasticsearch or OpenSearch is at this address");
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
