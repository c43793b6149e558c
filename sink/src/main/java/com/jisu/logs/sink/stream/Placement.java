package com.jisu.logs.sink.stream;

import com.jisu.logs.sink.elasticsearch.StreamTemplates;
import com.jisu.logs.sink.elasticsearch.TemplateSetup.NotReadyException;
import com.jisu.logs.sink.index.StreamName;
import com.jisu.logs.sink.metrics.Diverted;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which data stream takes the documents of a dataset and an environment: their own, made ready on the first one, unless it is somebody
 * else's or there are as many as may be. Used by the sink's thread.
 */
final class Placement {

    private static final Logger LOG = LoggerFactory.getLogger(Placement.class);

    /** How long it holds that there are as many as may be. */
    private static final long FULL_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Streams that the log has named; more are counted only. */
    private static final int MAX_TOLD = 100;

    /**
     * Where documents go.
     *
     * @param why not to the stream of their own; null where they do
     */
    record Place(StreamName stream, Diverted why) {}

    private final StreamTemplates templates;
    private final int maxStreams;
    private final Map<StreamName, Place> places = new HashMap<>();
    private final Set<StreamName> told = new HashSet<>();
    private boolean isFull;
    private long fullSince;
    private boolean fullTold;

    /** @param maxStreams {@code sink.max-data-streams} */
    Placement(StreamTemplates templates, int maxStreams) {
        this.templates = templates;
        this.maxStreams = maxStreams;
    }

    /**
     * The place of the documents of a stream.
     *
     * @throws NotReadyException if the cluster does not answer, or refuses the stream's template
     */
    Place of(StreamName wanted) throws NotReadyException {
        Place known = places.get(wanted);
        if (known != null) {
            return known;
        }
        boolean isGeneric = wanted.equals(StreamName.GENERIC);
        if (!isGeneric && isFull && System.nanoTime() - fullSince < FULL_NANOS) {
            return new Place(of(StreamName.GENERIC).stream(), Diverted.BOUND);
        }
        Place place = find(wanted, isGeneric);
        if (place.why() != Diverted.BOUND) {
            places.put(wanted, place); // as many as there are streams, and twice at most
        }
        return place;
    }

    /** Makes a stream of ours ready that is not there. */
    void prepare(StreamName stream) throws NotReadyException {
        templates.prepare(stream.text());
    }

    private Place find(StreamName wanted, boolean isGeneric) throws NotReadyException {
        Set<String> ours = templates.names();
        if (ours.contains(wanted.text())) {
            templates.prepare(wanted.text());
            return new Place(wanted, null);
        }
        if (templates.isSomebodyElses(wanted.text()) && !wanted.equals(wanted.ours())) {
            StreamName instead = of(wanted.ours()).stream();
            if (told.size() < MAX_TOLD && told.add(wanted)) {
                LOG.warn(
                        "the data stream {}, or the template of its dataset, is not of the sink's making: documents for it go to {}",
                        wanted.text(),
                        instead.text());
            }
            return new Place(instead, Diverted.FOREIGN);
        }
        boolean isSpare = isGeneric || wanted.equals(StreamName.GENERIC.ours());
        if (ours.size() >= maxStreams && !isSpare) {
            return full(wanted, ours.size());
        }
        isFull = false;
        templates.prepare(wanted.text());
        return new Place(wanted, null);
    }

    private Place full(StreamName wanted, int count) throws NotReadyException {
        isFull = true;
        fullSince = System.nanoTime();
        StreamName generic = of(StreamName.GENERIC).stream();
        if (!fullTold) {
            fullTold = true;
            LOG.warn(
                    "there are {} data streams (sink.max-data-streams): documents of further datasets and environments go to {};"
                            + " the first would have been {}",
                    count,
                    generic.text(),
                    wanted.text());
        }
        return new Place(generic, Diverted.BOUND);
    }
}
