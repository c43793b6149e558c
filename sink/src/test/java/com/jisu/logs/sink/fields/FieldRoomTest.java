package com.jisu.logs.sink.fields;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.records.IndexTemplates;
import com.jisu.logs.records.SteadyClock;
import com.jisu.logs.sink.Fixture;
import com.jisu.logs.sink.SinkLog;
import com.jisu.logs.sink.document.Delivery;
import com.jisu.logs.sink.elasticsearch.Elasticsearch;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection.Reply;
import com.jisu.logs.sink.index.DailyIndex;
import com.jisu.logs.sink.metrics.SinkMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** New names in few documents among many that have none, before an index that takes all names it gets. */
class FieldRoomTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern KEY = Pattern.compile("\"(key_\\d+)\":");
    private static final int SHARE = 300;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DailyIndex.Name index = DailyIndex.Name.of("jisu-logs-2026.11.23");
    private final Set<String> mapped = new HashSet<>();
    private final FieldRoom room =
            new FieldRoom(name -> mapping(), Elasticsearch::new, new SinkMetrics(registry, new SteadyClock()), SHARE);
    private final Delivery ordinary = delivery("checkout", "");
    private long later;
    private int moved;

    @Test
    void a_rare_document_of_many_new_names_is_noticed_among_thousands_of_others() {
        try (SinkLog log = new SinkLog()) {
            for (int i = 0; i < 12; i++) {
                ordinary(7_000);
                slow(i * 90, 90);
            }
            // One such document in thirty gets past.
            assertThat(mapped).hasSizeBetween(SHARE, SHARE + 3 * 90);
            assertThat(moved).isPositive();
            assertThat(log.lines("service 'slow' has added")).hasSize(1);
        }
        assertThat(registry.get("jisu.logs.sink.field.limit")
                        .tag("scope", "service")
                        .counter()
                        .count())
                .isEqualTo(moved);
    }

    @Test
    void rare_documents_of_one_new_name_each_are_noticed_before_they_are_many() {
        for (int i = 0; i < 1_500; i++) {
            ordinary(5_500);
            slow(i, 1);
        }
        // What the service is charged with, what is nobody's, and what got past since the mapping was read last.
        assertThat(mapped).hasSizeBetween(SHARE, 2 * SHARE + 150);
        assertThat(moved).isEqualTo(1_500 - mapped.size());
    }

    @Test
    void when_as_many_names_as_a_share_are_nobodys_all_documents_are_looked_through() {
        ordinary(6_000);
        for (int i = 0; i < SHARE; i++) {
            mapped.add("key_" + i);
        }
        later = Duration.ofSeconds(11).toNanos(); // the mapping is read again
        for (int i = SHARE; i < SHARE + 400; i++) {
            ordinary(5_500);
            slow(i, 1);
        }
        assertThat(mapped).hasSize(2 * SHARE);
        assertThat(moved).isEqualTo(100);
    }

    private void ordinary(int count) {
        for (int i = 0; i < count; i++) {
            room.fit(ordinary, System.nanoTime() + later);
        }
    }

    private void slow(int first, int count) {
        StringBuilder members = new StringBuilder();
        for (int key = first; key < first + count; key++) {
            members.append(",\"key_%d\":\"value %d\"".formatted(key, key));
        }
        Delivery delivery = delivery("slow", members.toString());
        Delivery fitted = room.fit(delivery, System.nanoTime() + later);
        moved += fitted == delivery ? 0 : 1;
        String source = new String(fitted.source(), UTF_8);
        int overflow = source.indexOf("\"overflow\":");
        Matcher key = KEY.matcher(overflow < 0 ? source : source.substring(0, overflow));
        while (key.find()) {
            mapped.add(key.group(1));
        }
    }

    private Delivery delivery(String service, String members) {
        byte[] source = Fixture.bytes("""
                {"@timestamp":"2026-11-23T10:00:00.000Z","host":{"name":"web-1"},"agent":{"name":"web-1","type":"filebeat"},\
                "log":{"offset":17,"file":{"path":"/var/log/a.log","inode":"131"},"level":"INFO","logger":"com.example.Cart"},\
                "message":"cart 4711 took longer than expected","process":{"thread":{"name":"http-3"}},\
                "trace":{"id":"9556ad8ca8eeba810ad4107c28209047"},"service":{"name":"%s"}%s}""".formatted(service, members));
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("parsed", 0, 0, new byte[0], source);
        return Delivery.of(record, null, index, Fixture.DAY_1.toEpochMilli(), new byte[0], source);
    }

    /** That of the templates, and what documents have added. */
    private Reply mapping() {
        try {
            JsonNode mappings = JSON.readTree(IndexTemplates.read("component-templates/jisu-logs-mappings.json"))
                    .at("/template/mappings");
            ObjectNode properties = (ObjectNode) mappings.path("properties");
            mapped.forEach(key -> properties.putObject(key).put("type", "keyword"));
            ObjectNode answer = JSON.createObjectNode();
            ObjectNode one = answer.putObject(index.text());
            one.set("mappings", mappings);
            one.putObject("settings").put("index.mapping.total_fields.limit", "2500");
            return new Reply(200, JSON.writeValueAsBytes(answer), Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
