#!/usr/bin/env bash
# The grok libraries of Elasticsearch and of OpenSearch on one class path.
#
# Guess:   they have different packages and are forks of one another, so a program can use both, or move from one to the other
#          while a part of it still uses the first: Maven takes one joni for both, and 2.1 and 2.2 are compatible.
# Version: org.elasticsearch:elasticsearch-grok 8.19.21 (joni 2.1.29) and org.opensearch:opensearch-grok 2.19.6 (joni 2.2.1), Java 17.
# Seen:    joni 2.2 made a class with public arrays into an abstract one with methods. Each library links against one of the two,
#          and neither works with the other's: patterns compile, and the first line that matches ends with a linkage error. Which
#          of the two breaks depends on the order of the dependencies in the pom, as Maven takes the first of equal depth; nothing
#          is said at build time.
# Output:  elasticsearch first (joni 2.1.29): elasticsearch matched, opensearch NoSuchMethodError
#          opensearch first (joni 2.2.1): elasticsearch NoSuchFieldError, opensearch matched
# Date:    2026-11-30
# Why it matters: a pipeline that runs grok itself and has an ingest node or a plug-in of the other family on its class path fails
#          with the first event, as an Error that handlers of exceptions do not catch; a dependency added elsewhere can do that.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

pom() {
  cat <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>$1$2</dependencies>
</project>
POM
}

elasticsearch='<dependency><groupId>org.elasticsearch</groupId><artifactId>elasticsearch-grok</artifactId><version>8.19.21</version></dependency>'
opensearch='<dependency><groupId>org.opensearch</groupId><artifactId>opensearch-grok</artifactId><version>2.19.6</version></dependency>'

cat >Both.java <<'JAVA'
import java.util.concurrent.Callable;

public class Both {
    public static void main(String[] args) {
        System.out.println("elasticsearch " + outcome(() -> new org.elasticsearch.grok.Grok(
                org.elasticsearch.grok.GrokBuiltinPatterns.legacyPatterns(), "%{WORD:a} %{INT:b:int}", warning -> {})
                        .captures("worker 7"))
                + ", opensearch " + outcome(() -> new org.opensearch.grok.Grok(
                org.opensearch.grok.Grok.BUILTIN_PATTERNS, "%{WORD:a} %{INT:b:int}", warning -> {})
                        .captures("worker 7")));
    }

    static String outcome(Callable<?> match) {
        try {
            return String.valueOf(match.call()).contains("worker") ? "matched" : "did not match";
        } catch (Throwable e) {
            return e.getClass().getSimpleName();
        }
    }
}
JAVA

try_order() {
  pom "$2" "$3" >pom.xml
  rm -rf lib
  mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies -DoutputDirectory=lib >maven.log
  joni=$(basename lib/joni-*.jar .jar)
  echo "$1 first (joni ${joni#joni-}): $(timeout 120 java -Xmx300m -cp 'lib/*' Both.java)"
}

{
  try_order elasticsearch "$elasticsearch" "$opensearch"
  try_order opensearch "$opensearch" "$elasticsearch"
} | tee seen

diff seen - <<'SEEN' && echo 'as seen on 2026-11-30' || { echo 'CHANGED since 2026-11-30'; exit 1; }
elasticsearch first (joni 2.1.29): elasticsearch matched, opensearch NoSuchMethodError
opensearch first (joni 2.2.1): elasticsearch NoSuchFieldError, opensearch matched
SEEN
