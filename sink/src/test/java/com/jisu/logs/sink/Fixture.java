package com.jisu.logs.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.records.ParsedHeaders;
import com.jisu.logs.records.SteadyClock;
import com.jisu.logs.records.TopicSetup;
import com.jisu.logs.records.Topics;
import com.jisu.logs.sink.api.SinkSettings;
import com.jisu.logs.sink.api.SinkSettings.Batch;
import com.jisu.logs.sink.api.SinkSettings.IndexMode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What one test has to itself on the shared servers: topics, indices, a proxy before the node, and any number of sinks
 * of one group. Closing it fails the test if the node warned of a deprecated call.
 */
public final class Fixture {

    static final int PARTITIONS = 3;
    public static final Instant DAY_1 = Instant.parse("2026-11-23T12:00:00Z");
    static final Instant DAY_2 = Instant.parse("2026-11-24T12:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Topics.MAX_DOCUMENT_BYTES)
                    .build())
            .build());
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Servers servers;
    private final String name;
    private final ElasticsearchProxy proxy;
    private Admin admin;
    private KafkaProducer<byte[], byte[]> producer;
    private final List<ElasticsearchSink> sinks = new ArrayList<>();
    private final List<SimpleMeterRegistry> registries = new ArrayList<>();
    final Topics topics;
    public Batch batch = new Batch(1024 * 1024, 1_000, Duration.ofMillis(100));
    int requestsInFlight = 4;
    SinkSettings.Target target = SinkSettings.Target.DAILY_INDICES;
    int newFieldsPerService = TestSettings.NEW_FIELDS_PER_SERVICE;
    boolean gzip;
    Duration requestTimeout = Duration.ofSeconds(30);
    public Map<String, Object> consumer = Map.of();

    public Fixture(Servers servers) {
        this.servers = servers;
        this.name = UUID.randomUUID().toString().substring(0, 8);
        this.topics = new Topics("raw-" + name, "parsed-" + name, "dead-" + name);
        this.proxy = new ElasticsearchProxy(servers.elasticsearch().url());
    }

    /** Creates the topics; done by the first that sends or starts a sink, since not every test needs them. */
    void createTopics() {
        if (producer != null) {
            return;
        }
        try {
            new TopicSetup(admin(), topics).createMissing(PARTITIONS, Optional.empty());
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Map<String, Object> properties = new HashMap<>(kafka());
        properties.put("max.request.size", Topics.MAX_DOCUMENT_BYTES);
        properties.put("linger.ms", 5);
        properties.put("compression.type", "lz4");
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** One for the whole test: most tests ask it ten times a second. */
    private Admin admin() {
        if (admin == null) {
            admin = Admin.create(kafka());
        }
        return admin;
    }

    public ElasticsearchProxy proxy() {
        return proxy;
    }

    Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", servers.kafka().address());
    }

    public SinkSettings settings() {
        return settings(List.of(proxy.url()));
    }

    public SinkSettings settings(List<URI> urls) {
        return new SinkSettings(
                urls,
                TestSettings.OPEN,
                "jisu-logs-" + name + "-%{yyyy.MM.dd}",
                List.of(),
                batch,
                requestsInFlight,
                gzip,
                requestTimeout,
                IndexMode.STANDARD,
                newFieldsPerService,
                "sink-" + name,
                target);
    }

    public ElasticsearchSink startSink() {
        return startSink(settings());
    }

    public ElasticsearchSink startSink(SinkSettings settings) {
        createTopics();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        registries.add(registry);
        Map<String, Object> properties = new HashMap<>(kafka());
        properties.putAll(consumer);
        ElasticsearchSink sink = ElasticsearchSink.start(settings, topics, properties, new SteadyClock(), registry);
        sinks.add(sink);
        return sink;
    }

    /** The node itself, not the proxy. */
    URI node() {
        return servers.elasticsearch().url();
    }

    /** The name of the index of a day. */
    public String index(Instant day) {
        return "jisu-logs-" + name + "-" + day.toString().substring(0, 10).replace('-', '.');
    }

    /** A dataset of this test. */
    String dataset(String suffix) {
        return name + "." + suffix;
    }

    /** All indices of this test. */
    String indices() {
        return "jisu-logs-" + name + "-*";
    }

    public void send(String id, String document, Instant time) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(ParsedHeaders.TIME, ParsedHeaders.encodeTime(time.toEpochMilli()));
        send(new ProducerRecord<>(topics.parsed(), null, null, bytes(id), bytes(document), headers));
    }

    public void send(ProducerRecord<byte[], byte[]> record) {
        createTopics();
        producer.send(record);
    }

    /** Documents numbered from 0, over two days. */
    public void sendNumbered(int count) {
        for (int i = 0; i < count; i++) {
            Instant time = (i % 2 == 0 ? DAY_1 : DAY_2).plusSeconds(i % 3_600);
            send(
                    "id-" + i,
                    "{\"@timestamp\":\"%s\",\"message\":\"line %d\",\"number\":%d}".formatted(time, i, i),
                    time);
        }
        flush();
    }

    public void flush() {
        producer.flush();
    }

    /** Waits until this many documents can be found, and is sure that there are no more. */
    public void awaitCount(int count) {
        awaitCount(indices(), count);
    }

    public void awaitCount(String index, int count) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(count(index)).isEqualTo(count));
    }

    long count() throws IOException, InterruptedException {
        return count(indices());
    }

    private long count(String index) throws IOException, InterruptedException {
        request("POST", "/" + index + "/_refresh", "");
        return request("GET", "/" + index + "/_count", "").path("count").asLong();
    }

    /** The stored document. */
    JsonNode document(Instant day, String id) throws IOException, InterruptedException {
        return request("GET", "/" + index(day) + "/_doc/" + id, "").path("_source");
    }

    /** Asks the node itself, not the proxy. */
    public JsonNode request(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        servers.elasticsearch().url().resolve(path))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return JSON.readTree(HTTP.send(request, BodyHandlers.ofByteArray()).body());
    }

    /** Waits for this many dead letters and reads them. */
    List<ConsumerRecord<byte[], byte[]>> awaitDeadLetters(int count) {
        return records(topics.dead(), count);
    }

    /** Reads this many records of the parsed topic. */
    List<ConsumerRecord<byte[], byte[]>> parsedRecords(int count) {
        return records(topics.parsed(), count);
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String topic, int count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = partitions(topic);
            consumer.assign(all);
            consumer.seekToBeginning(all);
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return records.size() >= count;
            });
        }
        assertThat(records).hasSize(count);
        return records;
    }

    /** How many records the dead-letter topic has. */
    public long deadLetters() {
        return endOffsets(topics.dead());
    }

    /** Records of the parsed topic that the group has committed. */
    public long committed() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = admin().listConsumerGroupOffsets("sink-" + name)
                .partitionsToOffsetAndMetadata()
                .get();
        return offsets.values().stream().mapToLong(OffsetAndMetadata::offset).sum();
    }

    /** Records of the parsed topic. */
    long sent() {
        return endOffsets(topics.parsed());
    }

    /** Waits until the sink has counted so many: it counts a document after it was told, so after a search may find it. */
    void awaitMetric(double value, String meter, String... tags) {
        await().untilAsserted(() -> assertThat(metric(meter, tags)).isEqualTo(value));
    }

    /** A counter, over all sinks; 0 if it was never counted. */
    public double metric(String meter, String... tags) {
        double sum = 0;
        for (SimpleMeterRegistry registry : registries) {
            Counter counter =
                    registry.find("jisu.logs.sink." + meter).tags(tags).counter();
            sum += counter == null ? 0 : counter.count();
        }
        return sum;
    }

    /** Records that were deleted before the sinks had read them, over all sinks. */
    double deletedUnread() {
        return registries.stream()
                .mapToDouble(registry -> registry.get("jisu.logs.deleted.unread")
                        .tags("role", "sink", "topic", topics.parsed())
                        .counter()
                        .count())
                .sum();
    }

    /** A gauge of the sink that was started last. */
    public double gauge(String meter, String... tags) {
        return registries
                .get(registries.size() - 1)
                .get("jisu.logs.sink." + meter)
                .tags(tags)
                .gauge()
                .value();
    }

    /** The ids of those members of the sinks' group that have partitions. */
    public List<String> workers() throws ExecutionException, InterruptedException {
        String group = "sink-" + name;
        return admin().describeConsumerGroups(List.of(group)).all().get().get(group).members().stream()
                .filter(member -> !member.assignment().topicPartitions().isEmpty())
                .map(MemberDescription::consumerId)
                .toList();
    }

    private long endOffsets(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(partitions(topic)).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private static List<TopicPartition> partitions(String topic) {
        List<TopicPartition> all = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            all.add(new TopicPartition(topic, i));
        }
        return all;
    }

    public static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }

    public void close() throws IOException, InterruptedException {
        sinks.forEach(ElasticsearchSink::close);
        if (producer != null) {
            producer.close();
        }
        if (admin != null) {
            admin.close();
        }
        proxy.close();
        request("DELETE", "/" + indices(), "");
        assertThat(proxy.warnings()).as("deprecation warnings of Elasticsearch").isEmpty();
    }
}
