package com.jisu.logs.app.retention;

import com.jisu.logs.app.kafka.UnreadRecords;
import com.jisu.logs.records.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long the readers' topics still keep what was not read, asked of Kafka whenever {@link #look} is called: the gauge
 * {@code jisu.logs.retention.headroom} by role and topic, and a line in the log when it becomes short.
 *
 * <p>Readers that do not run here are watched, too, once their group has committed something: when all their processes are
 * gone, somebody has to tell. {@link #readings} may be called from any thread, the rest by one.
 */
public final class HeadroomWatch {

    private static final Logger LOG = LoggerFactory.getLogger(HeadroomWatch.class);

    /** From here on the log tells. */
    static final Duration SHORT = Duration.ofHours(1);

    private static final int TWICE = 2;

    /** How exactly the arrival of the first unread record has to be known: a part of what the topic keeps. */
    private static final int PRECISION = 200;

    private final Admin admin;
    private final List<Reader> readers;
    private final MeterRegistry registry;
    private final RecordSizes sizes;
    private final Map<Read, Headroom> headrooms = new ConcurrentHashMap<>();
    private final Set<Read> gauges = new HashSet<>();
    private final Map<Read, Integer> tight = new HashMap<>();
    private final Map<Read, Arrivals> arrivals = new HashMap<>();
    private final Map<TopicPartition, Growth> growth = new HashMap<>();

    private record Read(Reader reader, String topic) {}

    /** What is known of one reader and topic. */
    public record Reading(String role, String topic, Headroom headroom) {}

    public HeadroomWatch(Admin admin, Topics topics, List<Reader> readers, MeterRegistry registry) {
        this.admin = admin;
        this.readers = readers;
        this.registry = registry;
        this.sizes = new RecordSizes(admin, topics);
        readers.stream()
                .filter(Reader::isHere)
                .forEach(reader -> known(new Read(reader, reader.topic()), Headroom.UNKNOWN));
    }

    /** What was found last, by role and topic. */
    public List<Reading> readings() {
        return headrooms.entrySet().stream()
                .map(each ->
                        new Reading(each.getKey().reader().role(), each.getKey().topic(), each.getValue()))
                .toList();
    }

    /** Asks Kafka. @param brokers the numbers of those that there are */
    public void look(Collection<Integer> brokers) throws InterruptedException {
        sizes.ask(brokers);
        for (Reader reader : readers) {
            look(reader);
        }
    }

    /** Kafka is away: nothing is known. */
    public void forget() {
        headrooms.replaceAll((read, headroom) -> Headroom.UNKNOWN);
    }

    private void look(Reader reader) throws InterruptedException {
        try {
            for (String topic : topics(reader)) {
                Read read = new Read(reader, topic);
                Headroom headroom = headroom(read);
                known(read, headroom);
                tell(read, headroom);
            }
        } catch (ExecutionException e) {
            LOG.debug("How long the topics of {} keep its records is not known", reader.group(), e);
            headrooms.replaceAll((read, headroom) -> read.reader().equals(reader) ? Headroom.UNKNOWN : headroom);
        }
    }

    /** Those that the group reads; none of a group that is not ours and has committed nothing. */
    private Set<String> topics(Reader reader) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(reader.group())
                .partitionsToOffsetAndMetadata()
                .get();
        Set<String> topics = committed.keySet().stream()
                .map(TopicPartition::topic)
                .filter(topic -> topic.equals(reader.topic()) || topic.startsWith(reader.group() + "-"))
                .collect(Collectors.toCollection(TreeSet::new));
        if (reader.isHere()) {
            topics.add(reader.topic());
        }
        return topics;
    }

    private Headroom headroom(Read read) throws ExecutionException, InterruptedException {
        Map<TopicPartition, UnreadRecords> unread =
                UnreadRecords.of(admin, read.reader().group(), read.topic());
        Limits limits = Limits.of(admin, read.topic());
        Map<TopicPartition, Double> ages = ages(read, unread, limits);
        long nanos = System.nanoTime();
        return unread.entrySet().stream()
                .map(each -> {
                    Growth grown = growth.computeIfAbsent(each.getKey(), partition -> new Growth());
                    grown.seen(nanos, each.getValue().to());
                    Headroom.Seen seen = new Headroom.Seen(
                            each.getKey().partition(),
                            each.getValue(),
                            ages.getOrDefault(each.getKey(), 0.0),
                            sizes.of(each.getKey(), unread),
                            grown.rate());
                    LOG.debug(
                            "{} of {} for {}", seen, read.topic(), read.reader().role());
                    return Headroom.of(limits, seen);
                })
                .reduce(Headroom::sooner)
                .orElse(Headroom.UNKNOWN);
    }

    /** Of the first unread record of each partition that has one, in seconds. */
    private Map<TopicPartition, Double> ages(Read read, Map<TopicPartition, UnreadRecords> unread, Limits limits)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> first = unread.entrySet().stream()
                .filter(each -> each.getValue().count() > 0)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().from()));
        if (limits.millis().isEmpty() || first.isEmpty()) {
            return Map.of();
        }
        long now = limits.byArrival() ? now(first.keySet()) : System.currentTimeMillis();
        long tolerance = Math.max(1_000, limits.millis().getAsLong() / PRECISION);
        return arrivals
                .computeIfAbsent(read, each -> new Arrivals())
                .of(admin, first, now, tolerance)
                .entrySet()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> (now - each.getValue()) / 1_000.0));
    }

    /** The time by whichever clock is ahead: retention goes by the brokers', of which the newest record tells. */
    private long now(Set<TopicPartition> partitions) throws ExecutionException, InterruptedException {
        long newest = admin
                .listOffsets(partitions.stream()
                        .collect(Collectors.toMap(Function.identity(), each -> OffsetSpec.maxTimestamp())))
                .all()
                .get()
                .values()
                .stream()
                .mapToLong(ListOffsetsResultInfo::timestamp)
                .max()
                .orElse(0);
        return Math.max(System.currentTimeMillis(), newest);
    }

    private void known(Read read, Headroom headroom) {
        headrooms.put(read, headroom);
        if (gauges.add(read)) {
            Gauge.builder(
                            "jisu.logs.retention.headroom",
                            () -> headrooms.get(read).seconds())
                    .description(
                            "how long the role may stand still, at the rate of now, until retention deletes a record of the"
                                    + " topic that its group has not read")
                    .baseUnit("seconds")
                    .tag("role", read.reader().role())
                    .tag("topic", read.topic())
                    .strongReference(true)
                    .register(registry);
        }
    }

    /** Once when it was short twice in a row, once when it is no longer. */
    private void tell(Read read, Headroom headroom) {
        if (headroom.seconds() < SHORT.toSeconds()) {
            if (tight.merge(read, 1, Integer::sum) == TWICE) {
                LOG.warn(
                        "Retention deletes records of {}-{} that {} has not read {}: {} of the topic is short for this",
                        read.topic(),
                        headroom.partition(),
                        read.reader().role(),
                        headroom.seconds() == 0
                                ? "now"
                                : "in " + Math.round(headroom.seconds() / 60) + " min if it stands still",
                        headroom.limit());
            }
        } else if (headroom.seconds() > 2 * SHORT.toSeconds()) {
            Integer looks = tight.remove(read);
            if (looks != null && looks >= TWICE) {
                LOG.info(
                        "Retention of {} has time again for {}",
                        read.topic(),
                        read.reader().role());
            }
        }
    }
}
