package com.jisu.logs.ingest;

import com.jisu.logs.records.Topics;
import java.time.Duration;
import java.util.Objects;

/**
 * How the Beats server listens and what it allows. Every value is checked when it is set; the message names the
 * configuration key.
 *
 * @param host address to listen on, {@code ingest.host}
 * @param port 0 to 65535, 0 for any free one, {@code ingest.port}
 */
public record IngestSettings(String host, int port, Limits limits, Timeouts timeouts) {

    /** All interfaces, port 5044, default limits and timeouts. */
    public static final IngestSettings DEFAULT = new IngestSettings("0.0.0.0", 5044, Limits.DEFAULT, Timeouts.DEFAULT);

    public IngestSettings {
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(timeouts, "timeouts");
        if (host == null || host.isBlank()) {
            throw new IllegalArgumentException("ingest.host must be an address or a host name");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("ingest.port must be from 0 to 65535, not " + port);
        }
    }

    /** The same, listening on another address. */
    public IngestSettings withHost(String newHost) {
        return new IngestSettings(newHost, port, limits, timeouts);
    }

    /** The same, listening on another port. */
    public IngestSettings withPort(int newPort) {
        return new IngestSettings(host, newPort, limits, timeouts);
    }

    /** The same with other limits. */
    public IngestSettings withLimits(Limits newLimits) {
        return new IngestSettings(host, port, newLimits, timeouts);
    }

    /** The same with other timeouts. */
    public IngestSettings withTimeouts(Timeouts newTimeouts) {
        return new IngestSettings(host, port, limits, newTimeouts);
    }

    /**
     * What clients may make the server hold. Sizes are in bytes.
     *
     * @param maxEventBytes a larger event is cut before Kafka; 1 KiB to {@link #LARGEST_EVENT}
     * @param maxFrameBytes a larger event, or a compressed frame with more deflated bytes, ends the connection; at least
     *     {@code maxEventBytes}
     * @param maxInflatedBytes a compressed frame that inflates to more ends the connection
     * @param maxWindowEvents a window that announces more ends the connection
     * @param maxInFlightBytes of events of all connections that Kafka has not confirmed; beyond it, nothing is read
     * @param maxConnectionInFlightBytes the same for each connection
     */
    public record Limits(
            int maxEventBytes,
            int maxFrameBytes,
            long maxInflatedBytes,
            int maxWindowEvents,
            long maxInFlightBytes,
            long maxConnectionInFlightBytes) {

        /** What still fits into the raw topic with the overhead of a record batch, even where compression adds to it. */
        public static final int LARGEST_EVENT = Topics.MAX_RAW_BYTES - 16 * 1024;

        private static final int MIB = 1024 * 1024;

        /**
         * Events up to {@link #LARGEST_EVENT}, frames of 64 MiB that inflate to 512 MiB, windows of 65,536 events, and
         * 64 MiB in flight, 16 MiB of them of one connection.
         */
        public static final Limits DEFAULT =
                new Limits(LARGEST_EVENT, 64 * MIB, 512L * MIB, 65_536, 64L * MIB, 16L * MIB);

        public Limits {
            within("ingest.max-event-bytes", maxEventBytes, 1024, LARGEST_EVENT);
            within("ingest.max-frame-bytes", maxFrameBytes, maxEventBytes, 1024L * MIB);
            within("ingest.max-inflated-bytes", maxInflatedBytes, maxFrameBytes, Long.MAX_VALUE);
            within("ingest.max-window-events", maxWindowEvents, 1, Integer.MAX_VALUE);
            within("ingest.max-in-flight-bytes", maxInFlightBytes, MIB, Long.MAX_VALUE);
            within("ingest.max-connection-in-flight-bytes", maxConnectionInFlightBytes, MIB, maxInFlightBytes);
        }

        DecoderLimits decoder() {
            return new DecoderLimits(maxFrameBytes, maxInflatedBytes, maxWindowEvents);
        }

        private static void within(String key, long value, long least, long most) {
            if (value < least || value > most) {
                String range = most == Long.MAX_VALUE ? "at least " + least : "from " + least + " to " + most;
                throw new IllegalArgumentException(key + " must be " + range + ", not " + value);
            }
        }
    }

    /**
     * How long things may take.
     *
     * @param keepAlive how often a client hears of a window that is not done; Filebeat gives up after 30 s of silence
     * @param kafka how long Kafka may leave a window without confirming anything of it before the connection is closed
     * @param shutdown how long {@link BeatsServer#close()} waits for windows to be finished
     */
    public record Timeouts(Duration keepAlive, Duration kafka, Duration shutdown) {

        /** Keep-alives every 5 s, for 10 minutes without Kafka; 20 s to stop. */
        public static final Timeouts DEFAULT =
                new Timeouts(Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofSeconds(20));

        public Timeouts {
            positive("ingest.keep-alive", keepAlive);
            positive("ingest.kafka-timeout", kafka);
            positive("ingest.shutdown-timeout", shutdown);
        }

        private static void positive(String key, Duration value) {
            if (value == null || value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(key + " must be longer than 0, not " + value);
            }
        }
    }
}
