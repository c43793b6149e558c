package com.jisu.logs.streams;

import com.jisu.logs.parsers.api.ContainerLine;
import com.jisu.logs.parsers.api.LineSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The containers' streams of which no line was cut lately, of those that this task saw: their next line begins a new one.
 * Of any other the last part of a cut line may be still to come, or be what is here; or it was here and comes again,
 * without the parts before it, from a shipper whose acknowledgement was lost. Not thread-safe.
 *
 * <p>That holds where all lines of a stream come to this task's partition, in order, which ingest says of those that it
 * sent by their source. Of all others, parts may have gone elsewhere. So may they of a line that is far from the one
 * before it in the file: to another partition while this one had no leader, say.
 *
 * <p>Kept in memory only: after a restart nothing is known, and the first line of each stream is asked about.
 */
final class EndedSources {

    /** For so long after a cut line came, a part of it may come again: the joiner knows it for as long. */
    private static final long MAY_COME_AGAIN_NANOS = LineJoiner.KEPT.toNanos();

    /** From one line to the next of a stream, bytes: less than one with a whole part of another line between them. */
    private static final long NEAR = 16 * 1024;

    /** Streams that are remembered, of those seen last. One that is forgotten costs a detour of one line. */
    private static final int MAX_SOURCES = 20_000;

    private static final class Source {
        private long offset = ContainerLine.NO_OFFSET;
        private boolean wasCut;
        private long cutNanos;
    }

    private final LongSupplier nanoTime;

    private final Map<LineSource, Source> sources = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<LineSource, Source> eldest) {
            return size() > MAX_SOURCES;
        }
    };

    /** @param nanoTime {@link System#nanoTime()}, or a test's */
    EndedSources(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Takes note of a source's next line; says whether it may be a part of a cut one.
     *
     * @param bySource whether ingest chose the partition by the line's source
     */
    boolean mayBePart(ContainerLine line, boolean bySource) {
        Source source = sources.get(line.source());
        boolean known = source != null;
        if (!known) {
            source = new Source();
            sources.put(line.source(), source);
        }
        boolean near = isNear(source.offset, line.offset());
        source.offset = line.offset();
        if (line.cut()) {
            source.wasCut = true;
            source.cutNanos = nanoTime.getAsLong();
            return true;
        }
        return !known || !bySource || !near || source.wasCut && mayComeAgain(source);
    }

    private static boolean isNear(long before, long offset) {
        boolean bothKnown = before != ContainerLine.NO_OFFSET && offset != ContainerLine.NO_OFFSET;
        return !bothKnown || offset >= before && offset - before < NEAR;
    }

    private boolean mayComeAgain(Source source) {
        source.wasCut = nanoTime.getAsLong() - source.cutNanos <= MAY_COME_AGAIN_NANOS;
        return source.wasCut;
    }
}
