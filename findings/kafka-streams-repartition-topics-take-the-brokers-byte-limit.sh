#!/usr/bin/env bash
# Kafka Streams' repartition topics on a broker with a limit of bytes for its topics (log.retention.bytes).
#
# Guess:   Kafka Streams deletes from a repartition topic what it has processed, and nothing else may: the topic is made without a
#          limit of time and without one of bytes, whatever the broker's defaults are.
# Version: org.apache.kafka kafka-streams and kafka_2.13 4.3.1, Java 17.
# Seen:    retention.ms is set to -1 on the topic, retention.bytes is not set: it is the broker's log.retention.bytes.
# Output:  retention.ms=-1 (set on the topic) / retention.bytes=1073741824 (the broker's default)
# Date:    2026-11-29
# Why it matters: log.retention.bytes is how a broker for logs is kept from filling its disk. While the application is slower than
#          its input, or down, records between two of its own steps are deleted unread, without an error. It has to set
#          topic.retention.bytes=-1 itself.
set -euo pipefail

work=$(mktemp -d)
broker=
trap '[ -z "$broker" ] || { kill "$broker" 2>/dev/null; wait "$broker" 2>/dev/null || true; }; rm -rf "$work"' EXIT
cd "$work"
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>4.3.1</version></dependency>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-streams</artifactId><version>4.3.1</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies -DoutputDirectory=lib

port=$(( 20000 + RANDOM % 10000 ))
cat >server.properties <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:$((port + 1))
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$((port + 1))
controller.listener.names=CONTROLLER
log.dirs=$work/data
offsets.topic.replication.factor=1
log.retention.bytes=1073741824
PROPERTIES
java -cp 'lib/*' kafka.tools.StorageTool format --standalone -t AAAAAAAAAAAAAAAAAAAAAA -c server.properties >format.log 2>&1
java -Xmx512m -cp 'lib/*' kafka.Kafka server.properties >broker.log 2>&1 &
broker=$!

cat >Repartition.java <<'JAVA'
import java.util.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.*;
import org.apache.kafka.streams.kstream.*;

public class Repartition {
    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        properties.put("application.id", "app");
        properties.put("bootstrap.servers", args[0]);
        properties.put("state.dir", args[1]);
        properties.put("default.key.serde", Serdes.StringSerde.class);
        properties.put("default.value.serde", Serdes.StringSerde.class);
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in").repartition(Repartitioned.as("by-key")).to("out");
        try (Admin admin = Admin.create(properties)) {
            admin.createTopics(List.of(new NewTopic("in", 1, (short) 1), new NewTopic("out", 1, (short) 1))).all().get();
            try (KafkaStreams streams = new KafkaStreams(builder.build(), properties)) {
                streams.start();
                String topic = "app-by-key-repartition";
                long deadline = System.nanoTime() + 60_000_000_000L;
                while (!admin.listTopics().names().get().contains(topic) && System.nanoTime() < deadline) {
                    Thread.sleep(200);
                }
                ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
                Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
                boolean asSeen = say(config, "retention.ms", "-1", true) & say(config, "retention.bytes", "1073741824", false);
                System.out.println(asSeen ? "as seen on 2026-11-29" : "CHANGED since 2026-11-29");
                streams.close(java.time.Duration.ofSeconds(10));
                System.exit(asSeen ? 0 : 1);
            }
        }
    }

    static boolean say(Config config, String name, String value, boolean own) {
        ConfigEntry entry = config.get(name);
        boolean isOwn = entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG;
        System.out.println(name + "=" + entry.value() + (isOwn ? " (set on the topic)" : " (the broker's default)"));
        return entry.value().equals(value) && isOwn == own;
    }
}
JAVA
timeout 120 java -cp 'lib/*' Repartition.java "127.0.0.1:$port" "$work/state" 2>streams.log
