package com.jisu.logs.streams;

import com.jisu.logs.parsers.ContainerLine;
import com.jisu.logs.parsers.LineSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The containers' streams whose last line, of those that this task saw, was whole: their next line begins a new one. Of
 * any other the last part of a cut line may be still to come, or be what is here. Not thread-safe.
 *
 * <p>Kept in memory only: after a restart nothing is known, and the first line of each stream is asked about.
 */
final class EndedSources {

    /** Streams that are remembered, of those seen last. One that is forgotten costs a detour of one line. */
    private static final int MAX_SOURCES = 20_000;

    private final Map<LineSource, Boolean> sources = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<LineSource, Boolean> eldest) {
            return size() > MAX_SOURCES;
        }
    };

    /** Takes note of a source's next line; says whether it may be a part of a cut one. */
    boolean mayBePart(ContainerLine line) {
        if (line.cut()) {
            sources.remove(line.source());
            return true;
        }
        return sources.put(line.source(), true) == null;
    }
}
