package com.jisu.logs.ingest.api;

import com.jisu.logs.records.Topics;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the Beats server listens and what it allows. Every value is checked when it is set; the message names the
 * configuration key.
 *
 * @param host address to listen on, {@code ingest.host}
 * @param port 0 to 65535, 0 for any free one, {@code ingest.port}
 * @param tls empty for plain TCP, {@code ingest.tls}
 */
public record IngestSettings(String host, int port, Limits limits, Timeouts timeouts, Optional<TlsSettings> tls) {

    /** All interfaces, port 5044, default limits and timeouts, no TLS. */
    public static final IngestSettings DEFAULT =
            new IngestSettings("0.0.0.0", 5044, Limits.DEFAULT, Timeouts.DEFAULT, Optional.empty());

    public IngestSettings {
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(timeouts, "timeouts");
        Objects.requireNonNull(tls, "tls");
        if (host == null || host.isBlank()) {
            throw new IllegalArgumentException("ingest.host must be an address or a host name");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("ingest.port must be from 0 to 65535, not " + port);
        }
    }

    /**
     * What clients may make the server hold. Sizes are in bytes.
     *
     * @param maxEventBytes a larger event is cut before Kafka, {@code ingest.max-event-bytes}; 1 KiB to {@link
     *     #LARGEST_EVENT}
     * @param maxFrameBytes a larger event, or a compressed frame with more deflated bytes, ends the connection, {@code
     *     ingest.max-frame-bytes}; at least {@code maxEventBytes}
     * @param maxInflatedBytes a compressed frame that inflates to more ends the connection, {@code
     *     ingest.max-inflated-bytes}
     * @param maxWindowEvents a window that announces more ends the connection, {@code ingest.max-window-events}
     * @param maxInFlightBytes of events of all connections that Kafka has not confirmed; beyond it, nothing is read,
     *     {@code ingest.max-in-flight-bytes}
     * @param maxConnectionInFlightBytes the same for each connection, {@code ingest.max-connection-in-flight-bytes}
     * @param maxConnections open at once, {@code ingest.max-connections}; more are closed at once
     * @param maxConnectionsPerAddress the same for each client address, {@code ingest.max-connections-per-address}
     */
    public record Limits(
            int maxEventBytes,
            int maxFrameBytes,
            long maxInflatedBytes,
            int maxWindowEvents,
            long maxInFlightBytes,
            long maxConnectionInFlightBytes,
            int maxConnections,
            int maxConnectionsPerAddress) {

        /** What still fits into the raw topic with the overhead of a record batch, even where compression adds to it. */
        public static final int LARGEST_EVENT = Topics.MAX_RAW_BYTES - 16 * 1024;

        private static final int MIB = 1024 * 1024;
        private static final int DEFAULT_EVENT = Topics.MAX_RAW_BYTES - 256 * 1024;

        /**
         * Events up to 9.75 MiB, frames of 64 MiB that inflate to 512 MiB, windows of 65,536 events, 32
         * MiB in flight, 16 MiB of them of one connection, and 2,000 connections, 1,000 of them from one address.
         */
        public static final Limits DEFAULT =
                new Limits(DEFAULT_EVENT, 64 * MIB, 512L * MIB, 65_536, 32L * MIB, 16L * MIB, 2000, 1000);

        public Limits {
            within("ingest.max-event-bytes", maxEventBytes, 1024, LARGEST_EVENT);
            within("ingest.max-frame-bytes", maxFrameBytes, maxEventBytes, 1024L * MIB);
            within("ingest.max-inflated-bytes", maxInflatedBytes, maxFrameBytes, Long.MAX_VALUE);
            within("ingest.max-window-events", maxWindowEvents, 1, Integer.MAX_VALUE);
            within("ingest.max-in-flight-bytes", maxInFlightBytes, MIB, Long.MAX_VALUE);
            within("ingest.max-connection-in-flight-bytes", maxConnectionInFlightBytes, MIB, maxInFlightBytes);
            within("ingest.max-connections", maxConnections, 1, Integer.MAX_VALUE);
            within("ingest.max-connections-per-address", maxConnectionsPerAddress, 1, maxConnections);
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
     * @param keepAlive how often a client hears of a window that is not done, {@code ingest.keep-alive}; Filebeat gives
     *     up after 30 s of silence
     * @param kafka how long Kafka may leave a window without confirming anything of it before the connection is closed,
     *     {@code ingest.kafka-timeout}
     * @param handshake how long a new client may take to its first frame, TLS included, {@code
     *     ingest.handshake-timeout}
     * @param client how long a client may take to finish an event that it began, or 64 KiB of it; all of a large one, while
     *     others wait to send theirs; and to take an acknowledgement, {@code ingest.client-timeout}
     * @param idle how long a client may send nothing between windows, {@code ingest.idle-timeout}
     * @param maxConnectionAge after which a connection is closed between two windows, give or take a tenth, so that
     *     clients spread over instances again, {@code ingest.max-connection-age}; zero for never
     * @param shutdown how long {@code BeatsServer.close} waits for windows to be finished, {@code
     *     ingest.shutdown-timeout}
     */
    public record Timeouts(
            Duration keepAlive,
            Duration kafka,
            Duration handshake,
            Duration client,
            Duration idle,
            Duration maxConnectionAge,
            Duration shutdown) {

        /**
         * Keep-alives every 5 s, for 10 minutes without Kafka; 30 s to the first frame, a minute for an event, 15
         * minutes idle, no limit to age, 20 s to stop.
         */
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(5),
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ofMinutes(1),
                Duration.ofMinutes(15),
                Duration.ZERO,
                Duration.ofSeconds(20));

        public Timeouts {
            positive("ingest.keep-alive", keepAlive);
            positive("ingest.kafka-timeout", kafka);
            positive("ingest.handshake-timeout", handshake);
            positive("ingest.client-timeout", client);
            positive("ingest.idle-timeout", idle);
            if (maxConnectionAge == null || maxConnectionAge.isNegative()) {
                throw new IllegalArgumentException(
                        "ingest.max-connection-age must be a duration, or 0 for no limit, not " + maxConnectionAge);
            }
            positive("ingest.shutdown-timeout", shutdown);
        }

        /** How often a connection looks at the time: often enough for the shortest of these. */
        public Duration tick() {
            long shortest = Stream.of(keepAlive, kafka, handshake, client, idle, maxConnectionAge)
                    .filter(timeout -> !timeout.isZero())
                    .mapToLong(Duration::toMillis)
                    .min()
                    .orElseThrow();
            return Duration.ofMillis(Math.max(10, Math.min(1000, shortest / 5)));
        }

        /** The silence after which a look at the time sends a keep-alive: at the look that is nearest to the interval. */
        public Duration keepAliveDue() {
            return keepAlive.minus(tick().dividedBy(2));
        }

        private static void positive(String key, Duration value) {
            if (value == null || value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(key + " must be longer than 0, not " + value);
            }
        }
    }
}
