package com.jisu.logs.benchmarks;

import com.jisu.logs.benchmarks.EventGenerator.Kind;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** Lines at a steady rate: portions of a fifth of a second, each given when its time has come. Used by one thread. */
final class Portions implements Iterable<Map<Kind, List<String>>> {

    private static final int PER_SECOND = 5;
    private static final long INTERVAL = 1_000_000_000L / PER_SECOND;

    private final Map<Kind, List<String>> lines;
    private final int ofKind;

    /** @param rate lines per second of all kinds, of which there are equally many */
    Portions(Map<Kind, List<String>> lines, int rate) {
        this.lines = lines;
        this.ofKind = Math.max(1, rate / PER_SECOND / lines.size());
    }

    @Override
    public Iterator<Map<Kind, List<String>>> iterator() {
        int size = lines.values().iterator().next().size();
        long start = System.nanoTime();
        return new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                return given < size;
            }

            @Override
            public Map<Kind, List<String>> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Pace.sleepUntil(start + given / ofKind * INTERVAL);
                int to = Math.min(size, given + ofKind);
                Map<Kind, List<String>> portion = new EnumMap<>(Kind.class);
                lines.forEach((kind, some) -> portion.put(kind, some.subList(given, to)));
                given = to;
                return portion;
            }
        };
    }
}
