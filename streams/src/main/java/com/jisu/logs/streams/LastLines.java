package com.jisu.logs.streams;

import com.jisu.logs.parsers.api.ContainerLine;
import com.jisu.logs.parsers.api.LineSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last lines of the containers' streams that were seen last, to tell lines that come out of order. Not thread-safe.
 */
final class LastLines {

    private static final int MAX_SOURCES = 10_000;

    private final Map<LineSource, ContainerLine> last = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<LineSource, ContainerLine> eldest) {
            return size() > MAX_SOURCES;
        }
    };

    /** Takes note of a source's next line; says whether it was written before the one that came before it. */
    boolean goesBackTo(ContainerLine line) {
        ContainerLine before = last.put(line.source(), line);
        return before != null && line.isBefore(before);
    }
}
