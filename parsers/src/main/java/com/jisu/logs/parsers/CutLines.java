package com.jisu.logs.parsers;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lines of which a first part is there and the last is not. Says when one ends: with its last part, before it would
 * be larger than {@link #MAX_BYTES}, or when it has been open for {@link #MAX_AGE_MILLIS}. Not thread-safe; has no clock.
 *
 * @param <P> a part, or what stands for one
 */
public final class CutLines<P> {

    /** Bytes of text, UTF-8, that are joined. What a line has more begins another one. */
    public static final int MAX_BYTES = 1 << 20;

    /** How long a line waits for its last part. */
    public static final long MAX_AGE_MILLIS = 30_000;

    /** Why a line ended. */
    public enum End {
        LAST_PART,
        SIZE,
        TIME
    }

    /**
     * A line that has ended.
     *
     * @param parts in the order in which they came, at least one
     */
    public record Line<P>(List<P> parts, End end) {}

    private static final class OpenLine<P> {
        private final List<P> parts = new ArrayList<>();
        private final long since;
        private long bytes;

        OpenLine(long since) {
            this.since = since;
        }
    }

    private final Map<LineSource, OpenLine<P>> open = new LinkedHashMap<>(); // the oldest first

    /** Whether a line of this source waits for more. */
    public boolean isOpen(LineSource source) {
        return open.containsKey(source);
    }

    /** The first part of the line that this one continues; nothing if it begins one. */
    public Optional<P> firstPart(ContainerLine part) {
        OpenLine<P> line = open.get(part.source());
        return line == null || isTooLarge(line, part) ? Optional.empty() : Optional.of(line.parts.get(0));
    }

    private static boolean isTooLarge(OpenLine<?> line, ContainerLine part) {
        return line.bytes + part.textBytes() > MAX_BYTES;
    }

    /**
     * Takes the next part of its source, or a whole line.
     *
     * @param now milliseconds of any clock that does not go back
     * @return the lines that ended with it, in order: none, one or two
     */
    public List<Line<P>> add(ContainerLine line, P part, long now) {
        List<Line<P>> ended = new ArrayList<>(2);
        OpenLine<P> before = open.get(line.source());
        if (before != null && isTooLarge(before, line)) {
            ended.add(end(line.source(), End.SIZE));
        }
        OpenLine<P> its = open.computeIfAbsent(line.source(), source -> new OpenLine<>(now));
        its.parts.add(part);
        its.bytes += line.textBytes();
        if (!line.cut()) {
            ended.add(end(line.source(), End.LAST_PART));
        }
        return ended;
    }

    /** Ends the lines that have waited for too long. */
    public List<Line<P>> endOld(long now) {
        List<Line<P>> ended = new ArrayList<>();
        Iterator<OpenLine<P>> lines = open.values().iterator();
        while (lines.hasNext()) {
            OpenLine<P> line = lines.next();
            if (now - line.since < MAX_AGE_MILLIS) {
                break;
            }
            lines.remove();
            ended.add(new Line<>(line.parts, End.TIME));
        }
        return ended;
    }

    private Line<P> end(LineSource source, End why) {
        return new Line<>(open.remove(source).parts, why);
    }
}
