package com.jisu.logs.parsers.api;

/**
 * What a container engine says of the line in an event: Docker's json-file driver, or containerd and CRI-O (Kubernetes'
 * CRI format). They cut long lines, Docker at 16 KiB.
 *
 * @param source which stream of which container it comes from
 * @param cut whether the line goes on in its source's next event. Nothing tells the last part of a cut line from a line
 *     that is whole, but what came before it
 * @param textBytes bytes of the text in it, UTF-8
 * @param time the engine's, nanoseconds since 1970; {@link #NO_TIME} where that can not be read
 * @param timeOfLine whether all parts of a line have the same time, as Docker's do
 * @param file stands for the file that the event was read from; {@link #NO_FILE} where that is not known
 * @param offset where its event begins in that file, bytes; {@link #NO_OFFSET} where that is not known
 */
public record ContainerLine(
        LineSource source, boolean cut, int textBytes, long time, boolean timeOfLine, long file, long offset) {

    /** No engine's time. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** No file's. */
    public static final long NO_FILE = 0;

    /** No place in a file. */
    public static final long NO_OFFSET = -1;

    /** Whether the engine says that the two are no parts of one line. */
    public boolean isOfOtherLine(ContainerLine other) {
        return timeOfLine && other.timeOfLine && time != other.time && time != NO_TIME && other.time != NO_TIME;
    }

    /** Whether it was written before another line of its source, as far as their places in the file or their times tell. */
    public boolean isBefore(ContainerLine other) {
        boolean placed = file == other.file && file != NO_FILE && offset != NO_OFFSET && other.offset != NO_OFFSET;
        return placed ? offset < other.offset : time < other.time && time != NO_TIME;
    }
}
