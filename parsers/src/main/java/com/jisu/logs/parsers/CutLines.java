package com.jisu.logs.parsers;

import com.jisu.logs.parsers.api.ContainerLine;
import com.jisu.logs.parsers.api.LineSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lines of which a first part is there and the last is not. Says when one ends, and why. Not thread-safe; has no
 * clock.
 *
 * @param <P> a part, or what stands for one
 */
public final class CutLines<P> {

    /** Bytes of text, UTF-8, that are joined. What a line has more begins another one. */
    public static final int MAX_BYTES = 1 << 20;

    /** How long a line waits for its last part. */
    public static final long MAX_AGE_MILLIS = 30_000;

    private static final long MAX_AGE_NANOS = MAX_AGE_MILLIS * 1_000_000;

    /** Why a line ended. */
    public enum End {
        /** Its last part came. */
        LAST_PART,
        /** With the next part it would be larger than {@link #MAX_BYTES}. */
        SIZE,
        /** It has been open for {@link #MAX_AGE_MILLIS}. */
        TIME,
        /** The engine says of the next line of its source that it is another one: the container had died in it. */
        OTHER_LINE,
        /** The next line of its source stands in front of it in their file. */
        ORDER,
        /** There was no room for more. */
        ROOM
    }

    /**
     * A line that has ended.
     *
     * @param parts in the order in which they came, at least one
     */
    public record Line<P>(List<P> parts, End end) {}

    private static final class OpenLine<P> {
        private final List<P> parts = new ArrayList<>();
        private final ContainerLine first;
        private final long since;
        private long bytes;
        private ContainerLine last;

        OpenLine(ContainerLine first, long since) {
            this.first = first;
            this.since = since;
        }
    }

    private final Map<LineSource, OpenLine<P>> open = new LinkedHashMap<>(); // the oldest first

    /**
     * Whether it is neither a part of the line of its source that waits, nor one that begins a line: no line waits, or
     * it was written before that one, and comes again.
     */
    public boolean isWhole(ContainerLine line) {
        OpenLine<P> its = open.get(line.source());
        return !line.cut() && (its == null || line.isBefore(its.first));
    }

    /** Whether no line waits. */
    public boolean isEmpty() {
        return open.isEmpty();
    }

    /** The first part of the line of this source that waits for more. */
    public Optional<P> firstPart(LineSource source) {
        OpenLine<P> line = open.get(source);
        return line == null ? Optional.empty() : Optional.of(line.parts.get(0));
    }

    /** Ends the line of its source that waits for more, where the next line of that source is no part of it. */
    public Optional<Line<P>> endBefore(ContainerLine next) {
        OpenLine<P> line = open.get(next.source());
        if (line == null || isWhole(next)) {
            return Optional.empty();
        }
        if (next.isOfOtherLine(line.last)) {
            return Optional.of(end(next.source(), End.OTHER_LINE));
        }
        if (next.isBefore(line.last)) {
            return Optional.of(end(next.source(), End.ORDER));
        }
        return line.bytes + next.textBytes() > MAX_BYTES ? Optional.of(end(next.source(), End.SIZE)) : Optional.empty();
    }

    /**
     * Takes the next part of its source, which continues the line that waits, or begins one.
     *
     * @param now nanoseconds of any clock that does not go back
     * @return the line that ended with it
     */
    public Optional<Line<P>> add(ContainerLine line, P part, long now) {
        OpenLine<P> its = open.computeIfAbsent(line.source(), source -> new OpenLine<>(line, now));
        its.parts.add(part);
        its.bytes += line.textBytes();
        its.last = line;
        return line.cut() ? Optional.empty() : Optional.of(end(line.source(), End.LAST_PART));
    }

    /** Ends the lines that have waited for too long. */
    public List<Line<P>> endOld(long now) {
        List<Line<P>> ended = new ArrayList<>();
        Iterator<OpenLine<P>> lines = open.values().iterator();
        while (lines.hasNext()) {
            OpenLine<P> line = lines.next();
            if (now - line.since < MAX_AGE_NANOS) {
                break;
            }
            lines.remove();
            ended.add(new Line<>(line.parts, End.TIME));
        }
        return ended;
    }

    /** Ends the line that has waited for longest, to make room. */
    public Line<P> endOldest() {
        return end(open.keySet().iterator().next(), End.ROOM);
    }

    /** Ends all lines, in the order in which they began. */
    public List<Line<P>> endAll() {
        List<Line<P>> ended = new ArrayList<>();
        open.values().forEach(line -> ended.add(new Line<>(line.parts, End.TIME)));
        open.clear();
        return ended;
    }

    private Line<P> end(LineSource source, End why) {
        return new Line<>(open.remove(source).parts, why);
    }
}
