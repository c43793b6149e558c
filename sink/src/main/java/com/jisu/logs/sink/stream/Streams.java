package com.jisu.logs.sink.stream;

import com.jisu.logs.sink.api.SinkSettings.Target;
import com.jisu.logs.sink.document.Delivery;
import com.jisu.logs.sink.elasticsearch.BulkAnswer.Failure;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection;
import com.jisu.logs.sink.elasticsearch.TemplateSetup;
import com.jisu.logs.sink.elasticsearch.TemplateSetup.NotReadyException;
import com.jisu.logs.sink.index.DailyIndex;
import com.jisu.logs.sink.index.StreamName;
import com.jisu.logs.sink.metrics.SinkMetrics;
import com.jisu.logs.sink.stream.BackingIndices.Behind;
import com.jisu.logs.sink.stream.Copies.Copy;
import com.jisu.logs.sink.stream.Copies.UnansweredException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What documents need that go to data streams: a stream that is made ready, and each line once though a stream knows ids of its newest
 * index only. Used by the sink's thread, which waits for the answers.
 *
 * <p>A document may be in an older index where that index still took documents when the event came about, or its record came to Kafka:
 * then the older ones since that time are asked for its id, before it is sent. Of what is younger than the newest index there is no copy
 * elsewhere, and nothing is asked.
 */
public final class Streams {

    /** How far the clocks of the cluster, of the brokers and of what writes logs may be apart. */
    private static final long CLOCKS_MILLIS = TimeUnit.MINUTES.toMillis(1);

    /** Documents that are so old are not sent for the first time, perhaps. */
    private static final long OLD_MILLIS = TimeUnit.SECONDS.toMillis(10);

    /** How old an answer about the indices may be then: what is late comes in many requests. */
    private static final long VALID_FOR_OLD_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * What may be sent of some documents.
     *
     * @param ready to be sent
     * @param stored those that are there already
     * @param waiting of which it can not be told now
     * @param blocks why, by index
     * @param unanswered why, where it is the cluster that does not answer
     */
    public record Sorted(
            List<Delivery> ready,
            List<Delivery> stored,
            List<Delivery> waiting,
            Map<String, Failure> blocks,
            Optional<String> unanswered) {}

    private final boolean isOn;
    private final TemplateSetup setup;
    private final SinkMetrics metrics;
    private final Placement placement;
    private final BackingIndices indices;
    private final Copies copies;

    /** @param target where it is no data stream, all documents are ready as they are */
    public Streams(ElasticsearchConnection elasticsearch, TemplateSetup setup, SinkMetrics metrics, Target target) {
        this.isOn = target.isDataStream();
        this.setup = setup;
        this.metrics = metrics;
        this.placement = new Placement(setup.streams(), target.maxStreams());
        this.indices = new BackingIndices(elasticsearch);
        this.copies = new Copies(elasticsearch);
    }

    /** The document for the stream that takes it; itself where that can not be told now. */
    public Delivery place(Delivery delivery) {
        try {
            return placed(delivery);
        } catch (NotReadyException e) {
            return delivery; // it is asked again before it is sent
        }
    }

    private Delivery placed(Delivery delivery) throws NotReadyException {
        Optional<StreamName> wanted = delivery.index().stream();
        if (wanted.isEmpty()) {
            return delivery;
        }
        Placement.Place place = placement.of(wanted.get());
        if (place.stream().equals(wanted.get())) {
            return delivery;
        }
        metrics.diverted(place.why());
        return delivery.movedTo(place.stream());
    }

    /** The index in which a name's new documents come to be; the name itself where that is no stream, or not known. */
    public String writeIndex(String name) {
        if (!isOn) {
            return name;
        }
        Behind behind = indices.of(name, BackingIndices.VALID_NANOS).behind();
        return behind != null && behind.isStream() ? behind.writeIndex().index() : name;
    }

    /** Requests for these were left unanswered: what they did may have been in an index that has been the newest until now. */
    public void forget(List<Delivery> documents) {
        indices.forget(
                documents.stream().map(delivery -> delivery.index().text()).toList());
    }

    /** Records come that somebody else may have sent before. */
    public void forgetAll() {
        indices.forgetAll();
    }

    /** Sorts documents right before they are sent. */
    public Sorted sort(List<Delivery> documents) {
        if (!isOn) {
            return new Sorted(documents, List.of(), List.of(), Map.of(), Optional.empty());
        }
        Sorted sorted =
                new Sorted(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new HashMap<>(), Optional.empty());
        Map<String, List<Delivery>> byIndex = new LinkedHashMap<>();
        for (Delivery delivery : documents) {
            try {
                Delivery placed = placed(delivery);
                byIndex.computeIfAbsent(placed.index().text(), index -> new ArrayList<>())
                        .add(placed);
            } catch (NotReadyException e) {
                wait(sorted, delivery.index().text(), List.of(delivery), "", e.getMessage());
            }
        }
        for (Map.Entry<String, List<Delivery>> group : byIndex.entrySet()) {
            try {
                sort(group.getKey(), group.getValue(), sorted);
            } catch (NotReadyException e) {
                wait(sorted, group.getKey(), group.getValue(), "", e.getMessage());
            } catch (UnansweredException e) {
                if (e.reply().status() == 0) {
                    return new Sorted(
                            List.of(),
                            sorted.stored(),
                            without(documents, sorted.stored()),
                            Map.of(),
                            Optional.of(e.reply().describe()));
                }
                indices.forget(List.of(group.getKey()));
                wait(
                        sorted,
                        group.getKey(),
                        group.getValue(),
                        "its older indices",
                        e.reply().describe());
            }
        }
        return sorted;
    }

    private static List<Delivery> without(List<Delivery> documents, List<Delivery> stored) {
        return documents.stream().filter(each -> !stored.contains(each)).toList();
    }

    private void wait(Sorted sorted, String index, List<Delivery> documents, String what, String why) {
        sorted.waiting().addAll(documents);
        sorted.blocks().put(index, new Failure(0, 503, what, why, setup.server().errors()));
    }

    private void sort(String name, List<Delivery> documents, Sorted sorted)
            throws NotReadyException, UnansweredException {
        BackingIndices.Answer answer = indices.of(name, validity(documents));
        if (answer.failed().isPresent()) {
            throw new UnansweredException(answer.failed().get());
        }
        Behind behind = answer.behind();
        if (!behind.isStream()) {
            if (documents.get(0).index().stream().isPresent()) {
                placement.prepare(
                        documents.get(0).index().stream().get()); // it is to be made, or somebody has deleted it
            }
            sorted.ready().addAll(documents);
            return;
        }
        List<Delivery> replays = documents.stream().filter(Delivery::isReplay).toList();
        if (!replays.isEmpty()) {
            sortReplays(name, replays, sorted);
        }
        List<Delivery> older = new ArrayList<>();
        long oldest = Long.MAX_VALUE;
        for (Delivery delivery : documents) {
            if (delivery.isReplay()) {
                continue;
            }
            long since = since(delivery) - CLOCKS_MILLIS;
            if (behind.backing().size() > 1 && since < behind.writeIndex().created()) {
                older.add(delivery);
                oldest = Math.min(oldest, since);
            } else {
                sorted.ready().add(delivery);
            }
        }
        if (!older.isEmpty()) {
            Map<String, Copy> found = copies.inOlder(name, behind.olderSince(oldest), older);
            older.forEach(each -> (found.containsKey(Copies.id(each)) ? sorted.stored() : sorted.ready()).add(each));
        }
    }

    /** Of what came about some time ago there may be a copy, in an index that was rolled over a moment ago. */
    private long validity(List<Delivery> documents) {
        long fresh = metrics.now() - OLD_MILLIS;
        return documents.stream().allMatch(delivery -> since(delivery) > fresh)
                ? BackingIndices.VALID_NANOS
                : VALID_FOR_OLD_NANOS;
    }

    /** Epoch milliseconds before which there was no copy of it. */
    private static long since(Delivery delivery) {
        return Math.min(delivery.time(), delivery.record().timestamp());
    }

    /** A stream replaces nothing by itself: that is done in the index in which it is, on the condition that it still is so. */
    private void sortReplays(String name, List<Delivery> replays, Sorted sorted) throws UnansweredException {
        Map<String, Copy> found = copies.inAll(name, replays);
        for (Delivery delivery : replays) {
            Copy copy = found.get(Copies.id(delivery));
            String members = delivery.index().members();
            byte[] action = copy == null
                    ? delivery.index().create()
                    : DailyIndex.Name.of(
                                    copy.index(),
                                    "\"if_seq_no\":%d,\"if_primary_term\":%d,%s"
                                            .formatted(copy.sequence(), copy.term(), members))
                            .replace();
            sorted.ready().add(delivery.by(action));
        }
    }
}
