#!/usr/bin/env bash
# Tomcat's JsonAccessLogValve with the same pattern (%s %D %T) in 9.0 and in 10.1, for a request that takes 300 ms.
#
# Guess:   the key that %D gets, elapsedTime, means the same in both: milliseconds, as it did when the valve came with 9.0.31.
# Version: org.apache.tomcat.embed tomcat-embed-core 9.0.98 and 10.1.34, Java 17.
# Seen:    milliseconds in 9.0, microseconds in 10.1, under the same name, and no sign of the unit in the line. All numbers are texts,
#          and the seconds of %T (elapsedTimeS) have a fraction in 9.0 only.
# Output:  9.0.98: {"statusCode":"200","elapsedTime":"400","elapsedTimeS":"0.400"}
#          10.1.34: {"statusCode":"200","elapsedTime":"484105","elapsedTimeS":"0"}
# Date:    2026-11-30
# Why it matters: while servers of both are in one index, and after an upgrade for good, durations of the one are a thousand times those of the
#          other: a panel of slow requests shows only the new servers. So a pipeline must not take elapsedTime for a duration by its
#          name alone. A pattern with a unit, %{us}T or %{ms}T, gets a key of its own in 10.1 (elapsedTimeS-us), and can be told.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fetch() { # version
  mkdir -p "$1"
  cat >"$1/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.tomcat.embed</groupId><artifactId>tomcat-embed-core</artifactId><version>$1</version></dependency>
  </dependencies>
</project>
POM
  (cd "$1" && mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies -DoutputDirectory=lib)
}

source_of() { # package of the servlets, file
  cat >"$2" <<JAVA
import $1.servlet.http.HttpServlet;
import $1.servlet.http.HttpServletRequest;
import $1.servlet.http.HttpServletResponse;
import java.io.File;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.JsonAccessLogValve;

public class Run {
    public static void main(String[] args) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(new File("base").getAbsolutePath());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        var context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "slow", new HttpServlet() {
            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response) {
                try {
                    Thread.sleep(300);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        context.addServletMappingDecoded("/*", "slow");
        JsonAccessLogValve valve = new JsonAccessLogValve();
        valve.setPattern("%s %D %T");
        valve.setDirectory(new File("logs").getAbsolutePath());
        valve.setPrefix("access");
        valve.setSuffix("");
        valve.setFileDateFormat("");
        valve.setBuffered(false);
        tomcat.getEngine().getPipeline().addValve(valve);
        tomcat.start();
        URL url = new URL("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/");
        ((HttpURLConnection) url.openConnection()).getResponseCode();
        Path log = Path.of("logs", "access");
        for (int i = 0; i < 100 && (!Files.exists(log) || Files.size(log) == 0); i++) {
            Thread.sleep(100);
        }
        tomcat.stop();
        System.out.print(Files.readString(log));
        System.exit(0);
    }
}
JAVA
}

elapsed() { # version, package of the servlets: the line, and the value in it
  fetch "$1" >&2
  source_of "$2" "$1/Run.java"
  line=$(cd "$1" && timeout 60 java -cp 'lib/*' Run.java 2>/dev/null | tail -n 1)
  echo "$1: $line" >&2
  sed -E 's/.*"elapsedTime": ?"([0-9]+)".*/\1/' <<<"$line"
}

old=$(elapsed 9.0.98 javax)
new=$(elapsed 10.1.34 jakarta)
echo "elapsedTime of 300 ms: $old in 9.0.98, $new in 10.1.34"
if ((old >= 300 && old < 30000 && new >= 300000 && new < 30000000)); then
  echo 'as seen on 2026-11-30'
else
  echo 'CHANGED since 2026-11-30'
  exit 1
fi
