package com.jisu.logs.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.embedded.EmbeddedKafka;
import com.jisu.logs.records.TopicSetup;
import com.jisu.logs.records.Topics;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
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
