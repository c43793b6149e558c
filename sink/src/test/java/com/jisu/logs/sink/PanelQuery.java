package com.jisu.logs.sink;

import static com.jisu.logs.sink.SampleDocuments.has;
import static com.jisu.logs.sink.SampleDocuments.is;
import static com.jisu.logs.sink.SampleDocuments.values;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The queries of panels and saved searches: what they mean, said once more, and what is sent for them. */
final class PanelQuery {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UPSTREAM = "nginx.access.upstream";

    private static final Set<String> ERRORS = Set.of(
            "error",
            "emergency",
            "ERROR",
            "Error",
            "err",
            "ERR",
            "fatal",
            "FATAL",
            "critical",
            "CRITICAL",
            "crit",
            "alert",
            "emerg",
            "panic",
            "PANIC",
            "severe",
            "SEVERE");

    /** By the beginnings of the queries' texts. */
    private static final List<Map.Entry<String, Predicate<JsonNode>>> MEANINGS = List.of(
            Map.entry("tags:(", PanelQuery::isDamaged),
            Map.entry(
                    "log.level:(error OR critical OR alert OR emergency OR fatal OR ERROR OR Error OR err OR ERR OR FATAL OR CRITICAL"
                            + " OR crit OR emerg OR panic OR PANIC OR severe OR SEVERE) OR _exists_:error.type",
                    document -> isError(document) || has(document, "error.type")),
            Map.entry("log.level:(", PanelQuery::isError),
            Map.entry(
                    "event.dataset:nginx.access AND http.response.status_code:[500 TO 599]", PanelQuery::isServerError),
            Map.entry("http.response.status_code:[500 TO 599]", PanelQuery::isServerError),
            Map.entry("event.dataset:nginx.access", document -> is(document, "event.dataset", "nginx.access")),
            Map.entry("fields.logtype:docker", document -> is(document, "fields.logtype", "docker")),
            Map.entry("_exists_:log.level", document -> has(document, "log.level")),
            Map.entry(
                    "_exists_:event.duration AND _exists_:url.path",
                    document -> has(document, "event.duration") && has(document, "url.path")),
            Map.entry("_exists_:nginx.access.upstream.address", document -> has(document, UPSTREAM + ".address")),
            Map.entry(
                    "nginx.access.upstream.status_code:[500 TO 599] OR _exists_:nginx.error.upstream",
                    document -> hasUpstreamFailed(document) || has(document, "nginx.error.upstream")),
            Map.entry("nginx.access.upstream.status_code:[500 TO 599]", PanelQuery::hasUpstreamFailed),
            Map.entry("_exists_:nginx.error.upstream", document -> has(document, "nginx.error.upstream")),
            Map.entry("_exists_:event.ingested", document -> has(document, "event.ingested")));

    private PanelQuery() {}

    /** Which documents it finds. */
    static Predicate<JsonNode> meaning(String query) {
        return query.isEmpty()
                ? document -> true
                : MEANINGS.stream()
                        .filter(each -> query.startsWith(each.getKey()))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("say what this query means: " + query))
                        .getValue();
    }

    /** What Kibana and OpenSearch Dashboards make of a query of the language Lucene. */
    static ObjectNode clause(String query) {
        ObjectNode clause = JSON.createObjectNode();
        if (query.isEmpty()) {
            clause.putObject("match_all");
        } else {
            clause.putObject("query_string").put("query", query).put("analyze_wildcard", true);
        }
        return clause;
    }

    /** A search of no hits with such a query, for its aggregations and its total. */
    static ObjectNode search(String query) {
        ObjectNode search = JSON.createObjectNode().put("size", 0).put("track_total_hits", true);
        search.set("query", clause(query));
        return search;
    }

    private static boolean isDamaged(JsonNode document) {
        return values(document, "tags").anyMatch(tag -> tag.startsWith("_") && !tag.startsWith("_geoip"));
    }

    private static boolean isError(JsonNode document) {
        return values(document, "log.level").anyMatch(ERRORS::contains);
    }

    private static boolean hasUpstreamFailed(JsonNode document) {
        return values(document, UPSTREAM + ".status_code").anyMatch(status -> status.startsWith("5"));
    }

    private static boolean isServerError(JsonNode document) {
        return values(document, "http.response.status_code").anyMatch(status -> status.startsWith("5"));
    }
}
