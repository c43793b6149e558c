package com.jisu.logs.sink.bulk;

/**
 * How many bulk requests may be in flight, and how large each may be: as much as Elasticsearch takes well.
 *
 * <p>Additive increase, multiplicative decrease, as in TCP. A refusal (429), a timeout or a request too large halves; an
 * answer that took much longer per byte than answers lately take at their best lowers the number a little: then
 * requests only queue inside Elasticsearch. Number first, size only once the number is 1. Used by one thread.
 */
final class Pace {

    static final int MIN_BYTES = 256 * 1024;

    /** Answers this many times slower than the best ones mean a queue. */
    private static final double SLOW = 4;

    /** The best time is forgotten slowly, since what is indexed changes. */
    private static final double FORGET = 1.005;

    private static final double SMOOTH = 0.2;

    private final int maxRequests;
    private int maxBytes;
    private double requests;
    private double bytes;
    private double bestNanosPerByte = Double.MAX_VALUE;
    private double recentNanosPerByte;
    private int answersUntilNextDecrease;

    Pace(int maxRequests, int maxBytes) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
        this.requests = Math.min(2, maxRequests);
        this.bytes = maxBytes;
    }

    /** Requests that may be in flight, at least 1. */
    int requests() {
        return (int) requests;
    }

    /** Bytes that one request may have. */
    int bytes() {
        return (int) bytes;
    }

    /**
     * A request was answered well.
     *
     * @param nanos from sending to answer
     * @param size of its body in bytes
     * @param stored bytes of it that were stored. To turn documents away takes little time: an answer about mostly such
     *     ones is no measure of the others
     * @param wasFull whether more requests would have been sent, had the number allowed it
     */
    void answered(long nanos, int size, int stored, boolean wasFull) {
        if (answersUntilNextDecrease > 0) {
            answersUntilNextDecrease--;
        }
        // Small requests are mostly overhead: their time per byte says nothing about a queue.
        if (size >= maxBytes / 4 && stored > size / 2) {
            double nanosPerByte = (double) nanos / size;
            recentNanosPerByte = recentNanosPerByte == 0
                    ? nanosPerByte
                    : recentNanosPerByte + SMOOTH * (nanosPerByte - recentNanosPerByte);
            bestNanosPerByte = Math.min(nanosPerByte, bestNanosPerByte * FORGET);
            if (recentNanosPerByte > SLOW * bestNanosPerByte && requests > 1) {
                decrease(0.9);
                return;
            }
        }
        if (bytes < maxBytes) {
            bytes = Math.min(maxBytes, bytes + maxBytes / 16.0);
        } else if (wasFull) {
            requests = Math.min(maxRequests, requests + 1 / requests);
        }
    }

    /** Elasticsearch has too much: a 429, or no answer in time. */
    void refused() {
        decrease(0.5);
    }

    /** A body was larger than Elasticsearch, or a proxy before it, ever takes: no request will be as large again. */
    void tooLarge(int size) {
        maxBytes = Math.min(maxBytes, Math.max(MIN_BYTES, size / 4 * 3));
        bytes = Math.min(maxBytes, Math.max(MIN_BYTES, size / 2));
    }

    /** At most once per round: the requests in flight all tell of the same moment. */
    private void decrease(double factor) {
        if (answersUntilNextDecrease > 0) {
            return;
        }
        answersUntilNextDecrease = requests();
        if (requests > 1) {
            requests = Math.max(1, requests * factor);
        } else {
            bytes = Math.max(Math.min(MIN_BYTES, maxBytes), bytes * factor);
        }
    }
}
