package com.jisu.logs.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.embedded.EmbeddedKafka;
import com.jisu.logs.records.Retention;
import com.jisu.logs.records.RetentionSetup;
import com.jisu.logs.records.TopicSetup;
import com.jisu.logs.records.Topics;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics are created on a cluster whose brokers do not all learn of them at once. */
class TopicSetupTest {

    @Test
    void a_broker_that_does_not_know_the_new_topic_yet_is_asked_again(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            AtomicInteger asked = new AtomicInteger();

            assertThat(new TopicSetup(lagging(admin, asked), Topics.DEFAULT).createMissing(2, Optional.empty()))
                    .containsExactlyElementsOf(Topics.DEFAULT.all());

            assertThat(asked).hasValue(5); // three topics, the first three times
        }
    }

    @Test
    void topics_are_created_with_their_retention_and_existing_ones_are_changed_where_that_is_wanted(
            @TempDir Path directory) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Topics topics = Topics.DEFAULT;
            Retention hundredDays = new Retention(Optional.of(Duration.ofDays(100)), Optional.of(10L << 30));
            new TopicSetup(admin, topics, Map.of(topics.dead(), hundredDays)).createMissing(4, Optional.empty());
            assertThat(settings(admin, topics.dead()))
                    .containsEntry("retention.ms", "8640000000")
                    .containsEntry("retention.bytes", Long.toString(5L << 29))
                    .containsEntry("segment.bytes", Long.toString(5L << 25))
                    .containsEntry(
                            "segment.ms", Long.toString(Duration.ofHours(150).toMillis()));
            assertThat(settings(admin, topics.parsed()))
                    .containsEntry("retention.ms", "604800000")
                    .containsEntry("retention.bytes", "-1");

            RetentionSetup setup = new RetentionSetup(admin);
            Retention forEver = new Retention(Optional.of(Duration.ZERO), Optional.of(1L << 30));
            List<RetentionSetup.Difference> differences =
                    setup.differences(topics.parsed(), setup.partitions(topics.parsed()), forEver);
            assertThat(differences)
                    .containsExactlyInAnyOrder(
                            new RetentionSetup.Difference(topics.parsed(), "retention.ms", "604800000", "-1"),
                            new RetentionSetup.Difference(topics.parsed(), "retention.bytes", "-1", "268435456"),
                            new RetentionSetup.Difference(topics.parsed(), "segment.bytes", "1073741824", "33554432"));
            setup.alter(differences);
            // A broker tells a setting that was changed a moment later.
            await().untilAsserted(() -> assertThat(settings(admin, topics.parsed()))
                    .containsEntry("retention.ms", "-1")
                    .containsEntry("message.timestamp.type", "LogAppendTime")); // the rest stays
            assertThat(setup.differences(topics.parsed(), setup.partitions(topics.parsed()), forEver))
                    .isEmpty();
        }
    }

    private static Map<String, String> settings(Admin admin, String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource)).all().get().get(resource).entries().stream()
                .collect(Collectors.toMap(ConfigEntry::name, entry -> String.valueOf(entry.value())));
    }

    /** As if the first two questions for offsets went to a broker that does not know the topic. */
    private static Admin lagging(Admin admin, AtomicInteger asked) {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("listOffsets") && asked.incrementAndGet() <= 2) {
                        KafkaFutureImpl<ListOffsetsResultInfo> unknown = new KafkaFutureImpl<>();
                        unknown.completeExceptionally(new UnknownTopicOrPartitionException());
                        Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> answers = ((Map<?, ?>) arguments[0])
                                .keySet().stream()
                                        .collect(Collectors.toMap(each -> (TopicPartition) each, each -> unknown));
                        return new ListOffsetsResult(answers);
                    }
                    return method.invoke(admin, arguments);
                });
    }
}
