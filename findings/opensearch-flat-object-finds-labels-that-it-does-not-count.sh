#!/usr/bin/env bash
# Labels in a flat_object, OpenSearch's counterpart of Elasticsearch's flattened.
#
# Guess:   a leaf of a flat_object is a keyword by its dotted name: what a term query finds, a terms aggregation counts, and a query
#          string with asterisks finds what a wildcard query with the same asterisks finds. So it is with flattened.
# Version: org.opensearch:opensearch 2.19.6, Java 17.
# Seen:    the term query and the wildcard query find both documents. The aggregation by the same name gives no bucket, without an error,
#          and the query string with an asterisk in front finds nothing. (3.9.0 gives buckets whose keys are no values.)
# Output:  term 2, wildcard 2, query string 0, buckets 0
# Date:    2026-11-30
# Why it matters: a pipeline that writes Kubernetes labels to both kinds of server finds its lines in both, but a dashboard of lines by label
#          is empty on the one, and looks as if nobody had logged; what is counted by needs a keyword of its own.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.opensearch</groupId><artifactId>opensearch</artifactId><version>2.19.6</version></dependency>
    <dependency><groupId>org.opensearch.plugin</groupId><artifactId>transport-netty4-client</artifactId><version>2.19.6</version></dependency>
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-core</artifactId><version>2.25.4</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies -DoutputDirectory=lib >maven.log

cat >Flat.java <<'JAVA'
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

public class Flat extends Node {
    static String url;

    Flat(Settings settings) {
        super(new Environment(settings, Path.of("config")), List.of(Netty4Plugin.class), false);
    }

    public static void main(String[] args) throws Exception {
        Flat node = new Flat(Settings.builder()
                .put("path.home", Path.of("").toAbsolutePath().toString())
                .put("node.name", "one")
                .put("discovery.type", "single-node")
                .put("network.host", "127.0.0.1")
                .put("http.type", "netty4")
                .put("transport.type", "netty4")
                .put("http.port", 0)
                .put("transport.port", 0)
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .build());
        node.start();
        url = "http://127.0.0.1:" + node.injector().getInstance(HttpServerTransport.class).info().getAddress().publishAddress().getPort();
        ask("PUT", "/logs", "{\"mappings\":{\"properties\":{\"labels\":{\"type\":\"flat_object\"}}}}");
        ask("PUT", "/logs/_doc/1", "{\"labels\":{\"app\":\"web\"}}");
        ask("PUT", "/logs/_doc/2?refresh=true", "{\"labels\":{\"app\":\"web\",\"tier\":\"front\"}}");
        String buckets = ask("POST", "/logs/_search", "{\"size\":0,\"aggs\":{\"apps\":{\"terms\":{\"field\":\"labels.app\"}}}}");
        System.out.println("term " + hits("{\"term\":{\"labels.app\":\"web\"}}")
                + ", wildcard " + hits("{\"wildcard\":{\"labels.app\":\"*eb\"}}")
                + ", query string " + hits("{\"query_string\":{\"query\":\"labels.app:*eb\"}}")
                + ", buckets " + (buckets.split("\"doc_count\"").length - 1));
        node.close();
        System.exit(0);
    }

    static String hits(String query) throws Exception {
        String answer = ask("POST", "/logs/_search", "{\"query\":" + query + "}");
        Matcher total = Pattern.compile("\"total\":\\{\"value\":(\\d+)").matcher(answer);
        return total.find() ? total.group(1) : answer;
    }

    static String ask(String method, String path, String body) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(url + path)).header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString()).body();
    }
}
JAVA
mkdir config
javac -nowarn -proc:none -cp 'lib/*' -d classes Flat.java 2>javac.log
timeout 180 java -Xmx512m -Dlog4j2.disable.jmx=true -Dlog4j2.level=off -cp 'classes:lib/*' Flat 2>node.log | grep '^term ' | tee seen

diff seen - <<'SEEN' && echo 'as seen on 2026-11-30' || { echo 'CHANGED since 2026-11-30'; exit 1; }
term 2, wildcard 2, query string 0, buckets 0
SEEN
