package com.jisu.logs.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.records.RawHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class TopicPartitionsTest {

    private static final Node NODE = new Node(1, "localhost", 9092);
    private static final byte[] EVENT =
            "{\"fields\":{\"logtype\":\"docker\"},\"log\":{\"file\":{\"path\":\"/var/log/pods/a/0.log\"}}}"
                    .getBytes(StandardCharsets.UTF_8);
    private static final int ITS = 125_773_070 % 6;

    private long now = 1_000;

    @Test
    void an_event_goes_to_the_partition_of_its_source_and_is_marked_so() {
        TopicPartitions partitions = partitions(null, 6, List.of());

        assertThat(partitions.ofSource(EVENT)).isEqualTo(ITS);
        RecordHeaders headers = new RecordHeaders(partitions.headers(ITS));
        assertThat(RawHeaders.isOfSource(headers, ITS)).isTrue();
        assertThat(RawHeaders.isOfSource(headers, ITS + 1)).isFalse();
        assertThat(partitions.ofSource("{}".getBytes(StandardCharsets.UTF_8))).isEqualTo(EventSource.NONE);
    }

    @Test
    void without_a_leader_it_goes_elsewhere_and_nothing_is_marked_until_a_minute_later() {
        TopicPartitions without = partitions(partitions(null, 6, List.of()), 6, List.of(ITS));
        assertThat(without.ofSource(EVENT)).isEqualTo(EventSource.NONE);
        assertThat(without.any(ITS)).isNotEqualTo(ITS);
        assertThat(without.headers(ITS + 1)).isNotEmpty();

        now += TopicPartitions.UNSURE.toNanos();
        TopicPartitions back = partitions(without, 6, List.of());
        assertThat(back.ofSource(EVENT)).isEqualTo(ITS);
        assertThat(back.headers(ITS)).isEmpty();

        now++;
        assertThat(partitions(back, 6, List.of()).headers(ITS)).isNotEmpty();
    }

    @Test
    void partitions_that_were_added_are_used() {
        TopicPartitions more = partitions(partitions(null, 6, List.of()), 7, List.of());

        assertThat(more.ofSource(EVENT)).isEqualTo(125_773_070 % 7);
        assertThat(more.headers(6)).isNotEmpty();
    }

    @Test
    void nothing_is_made_anew_while_the_producer_hears_nothing_new() {
        List<PartitionInfo> infos = infos(6, List.of());
        TopicPartitions partitions = TopicPartitions.of(infos, null, () -> now);

        assertThat(TopicPartitions.of(infos, partitions, () -> now)).isSameAs(partitions);
    }

    private TopicPartitions partitions(TopicPartitions before, int count, List<Integer> unled) {
        return TopicPartitions.of(infos(count, unled), before, () -> now);
    }

    private static List<PartitionInfo> infos(int count, List<Integer> unled) {
        Node[] replicas = {NODE};
        List<PartitionInfo> infos = new ArrayList<>();
        for (int i = count - 1; i >= 0; i--) {
            infos.add(new PartitionInfo("raw", i, unled.contains(i) ? null : NODE, replicas, replicas));
        }
        return infos;
    }
}
