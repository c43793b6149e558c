#!/usr/bin/env bash
# Kafka Streams, at least once, when what several tasks of one thread have sent is given up at the same time (delivery.timeout.ms).
#
# Guess:   the default production exception handler answers RETRY to a timeout: every task that has lost a record by it is begun
#          anew at its last commit, and nothing is missing at the end. A handler that always answers FAIL ends the thread
#          without a commit, so all is read again as well, whatever moment it happens at.
# Version: org.apache.kafka kafka-streams and kafka_2.13 4.3.1, Java 17.
# Seen:    the tasks of a thread share their producer, and with it one place for an error. The first failed record takes it, with
#          its own task's name; those of other tasks leave no trace. With RETRY that one task is begun anew, and the others commit
#          past what was never written. With FAIL nothing is missing if the thread comes upon the error while it runs. But
#          close() flushes and asks task by task, and the error is gone once the first has been told: the others commit, with
#          either answer.
# Output:  missing of 30 records, all of them committed: RETRY 20, FAIL 0, FAIL and closed 20
# Date:    2026-11-29
# Why it matters: a broker that comes back soon after delivery.timeout.ms (within the minute that a commit waits for it), or a clock
#          that steps ahead by as much, makes a pipeline of more than one partition lose lines for good, while its lag is zero. To
#          answer FAIL is not enough where it may be stopped just then: the producer's flush() has to go on throwing once a
#          record has failed, which a KafkaClientSupplier can see to.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
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
offsets.topic.num.partitions=1
PROPERTIES
java -cp 'lib/*' kafka.tools.StorageTool format --standalone -t AAAAAAAAAAAAAAAAAAAAAA -c server.properties >format.log 2>&1

cat >GivenUp.java <<'JAVA'
import java.io.File;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.*;
import org.apache.kafka.streams.*;
import org.apache.kafka.streams.errors.*;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

public class GivenUp {
    static final int RECORDS = 30;
    static final int PARTITIONS = 3;
    static final CountDownLatch READY = new CountDownLatch(3);
    static final CountDownLatch GO = new CountDownLatch(1);
    static Process broker;

    public static class Fail implements ProductionExceptionHandler {
        @Override
        public Response handleError(ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception e) {
            return Response.fail();
        }

        @Override
        public void configure(Map<String, ?> configs) {}
    }

    public static void main(String[] args) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> broker.destroyForcibly().onExit().join()));
        int code = 1;
        try {
            code = run(args[0], args[1]) ? 0 : 1;
        } catch (Exception e) {
            System.out.println(e);
        }
        System.exit(code);
    }

    static boolean run(String address, String state) throws Exception {
        startBroker();
        Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", address));
        App retry = new App("retry", DefaultProductionExceptionHandler.class, address, state, admin);
        App fail = new App("fail", Fail.class, address, state, admin);
        App closed = new App("closed", Fail.class, address, state, admin);
        List<App> apps = List.of(retry, fail, closed);
        for (App app : apps) {
            app.fill();
            app.start();
        }

        // Everything is sent, and waits in the producers for linger.ms to pass, when the broker goes away.
        await(() -> READY.getCount() == 0);
        GO.countDown();
        for (App app : apps) {
            await(() -> app.processed.get() == RECORDS);
        }
        broker.destroyForcibly().waitFor();
        for (App app : apps) {
            await(() -> app.failed() == RECORDS);
        }
        startBroker();

        closed.streams.close(Duration.ofSeconds(60));
        closed.start();
        await(() -> fail.thrown);
        fail.streams.close(Duration.ofSeconds(60));
        fail.start();
        for (App app : apps) {
            await(() -> app.committed() == RECORDS);
        }
        int[] missing = apps.stream().mapToInt(App::missing).toArray();
        System.out.println("missing of " + RECORDS + " records, all of them committed: RETRY " + missing[0] + ", FAIL "
                + missing[1] + ", FAIL and closed " + missing[2]);
        boolean asSeen = Arrays.equals(missing, new int[] {20, 0, 20});
        System.out.println(asSeen ? "as seen on 2026-11-29" : "CHANGED since 2026-11-29");
        return asSeen;
    }

    static void startBroker() throws Exception {
        broker = new ProcessBuilder("java", "-Xmx512m", "-cp", "lib/*", "kafka.Kafka", "server.properties")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("broker.log")))
                .start();
    }

    static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + 120_000_000_000L;
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("a step took more than two minutes");
            }
            Thread.sleep(50);
        }
    }

    /** One thread with a task for each partition, which passes records on to another topic. */
    static class App {
        final String name;
        final Class<?> handler;
        final String address;
        final String state;
        final Admin admin;
        final AtomicInteger processed = new AtomicInteger();
        volatile boolean thrown;
        KafkaStreams streams;

        App(String name, Class<?> handler, String address, String state, Admin admin) {
            this.name = name;
            this.handler = handler;
            this.address = address;
            this.state = state;
            this.admin = admin;
        }

        void fill() throws Exception {
            admin.createTopics(Stream.of("in", "out")
                            .map(topic -> new NewTopic(name + "-" + topic, PARTITIONS, (short) 1))
                            .toList())
                    .all()
                    .get();
            try (Producer<String, String> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", address), new StringSerializer(), new StringSerializer())) {
                for (int i = 0; i < RECORDS; i++) {
                    producer.send(new ProducerRecord<>(name + "-in", i % PARTITIONS, "key-" + i, "record-" + i));
                }
            }
        }

        void start() {
            Properties properties = new Properties();
            properties.put("application.id", name);
            properties.put("bootstrap.servers", address);
            properties.put("state.dir", state);
            properties.put("default.key.serde", Serdes.StringSerde.class);
            properties.put("default.value.serde", Serdes.StringSerde.class);
            properties.put("production.exception.handler", handler);
            properties.put("producer.linger.ms", 5_000);
            properties.put("producer.request.timeout.ms", 1_000);
            properties.put("producer.delivery.timeout.ms", 6_000);
            StreamsBuilder builder = new StreamsBuilder();
            builder.<String, String>stream(name + "-in").peek((key, value) -> count()).to(name + "-out");
            streams = new KafkaStreams(builder.build(), properties);
            streams.setUncaughtExceptionHandler(e -> {
                thrown = true;
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            });
            streams.start();
        }

        /** Waits with the first record until the other applications have theirs. */
        void count() {
            if (GO.getCount() > 0) {
                READY.countDown();
                try {
                    GO.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            processed.incrementAndGet();
        }

        long failed() {
            return streams.metrics().values().stream()
                    .filter(metric -> metric.metricName().group().equals("producer-metrics"))
                    .filter(metric -> metric.metricName().name().equals("record-error-total"))
                    .mapToLong(metric -> ((Number) metric.metricValue()).longValue())
                    .sum();
        }

        long committed() throws Exception {
            return admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata().get().values().stream()
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
        }

        int missing() {
            Set<String> missing = IntStream.range(0, RECORDS).mapToObj(i -> "record-" + i).collect(Collectors.toSet());
            try (Consumer<String, String> consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", address), new StringDeserializer(), new StringDeserializer())) {
                List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                        .mapToObj(i -> new TopicPartition(name + "-out", i))
                        .toList();
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
                while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                    consumer.poll(Duration.ofMillis(200)).forEach(record -> missing.remove(record.value()));
                }
            }
            return missing.size();
        }
    }
}
JAVA
timeout 300 java -Xmx400m -cp 'lib/*' GivenUp.java "127.0.0.1:$port" "$work/state" 2>streams.log
