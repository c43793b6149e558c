package com.jisu.logs.streams;

import com.jisu.logs.parsers.ContainerLine;
import com.jisu.logs.parsers.LineSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The containers' streams of which no line was cut lately, of those that this task saw: their next line begins a new one.
 * Of any other the last part of a cut line may be still to come, or be what is here; or it was here and comes again,
 * without the parts before it, from a shipper whose acknowledgement was lost. Not thread-safe.
 *
 * <p>Kept in memory only: after a restart nothing is known, and the first line of each stream is asked about.
 */
final class EndedSources {

    /** For so long after a cut line came, a part of it may come again: the joiner knows it for as long. */
    private static final long MAY_COME_AGAIN_MS = LineJoiner.KEPT.toMillis();

    /** Streams that are remembered, of those seen last. One that is forgotten costs a detour of one line. */
    private static final int MAX_SOURCES = 20_000;

    /** By source, the time of arrival until which its lines may be parts of the one that was cut last. */
    private final Map<LineSource, Long> sources = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<LineSource, Long> eldest) {
            return size() > MAX_SOURCES;
        }
    };

    /** Takes note of a source's next line, which arrived then; says whether it may be a part of a cut one. */
    boolean mayBePart(ContainerLine line, long arrivalMillis) {
        if (line.cut()) {
            sources.put(line.source(), arrivalMillis + MAY_COME_AGAIN_MS);
            return true;
        }
        Long until = sources.get(line.source());
        if (until == null) {
            sources.put(line.source(), Long.MIN_VALUE);
            return true;
        }
        return arrivalMillis <= until;
    }
}
