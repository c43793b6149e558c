package com.jisu.logs.ingest;

import com.jisu.logs.ingest.api.IngestSettings;
import com.jisu.logs.ingest.api.IngestSettings.Limits;
import com.jisu.logs.ingest.api.IngestSettings.Timeouts;
import java.time.Duration;
import java.util.Optional;

/** Settings of a server, made from the defaults by what is different in a test. */
public record TestSettings(IngestSettings made) {

    public static final TestSettings DEFAULT = new TestSettings(IngestSettings.DEFAULT);

    /** On any free port, for clients of this machine. */
    public static final TestSettings LOCAL = DEFAULT.withHost("127.0.0.1").withPort(0);

    public TestSettings withHost(String host) {
        return new TestSettings(new IngestSettings(host, made.port(), made.limits(), made.timeouts(), made.tls()));
    }

    public TestSettings withPort(int port) {
        return new TestSettings(new IngestSettings(made.host(), port, made.limits(), made.timeouts(), made.tls()));
    }

    public TestSettings withTls(TestTls tls) {
        return new TestSettings(
                new IngestSettings(made.host(), made.port(), made.limits(), made.timeouts(), Optional.of(tls.made())));
    }

    public TestSettings withSizes(int maxEventBytes, int maxFrameBytes, long maxInflatedBytes) {
        Limits old = made.limits();
        return with(new Limits(
                maxEventBytes,
                maxFrameBytes,
                maxInflatedBytes,
                old.maxWindowEvents(),
                old.maxInFlightBytes(),
                old.maxConnectionInFlightBytes(),
                old.maxConnections(),
                old.maxConnectionsPerAddress()));
    }

    public TestSettings withInFlight(long bytes, long bytesPerConnection) {
        Limits old = made.limits();
        return with(new Limits(
                old.maxEventBytes(),
                old.maxFrameBytes(),
                old.maxInflatedBytes(),
                old.maxWindowEvents(),
                bytes,
                bytesPerConnection,
                old.maxConnections(),
                old.maxConnectionsPerAddress()));
    }

    public TestSettings withConnections(int inAll, int perAddress) {
        Limits old = made.limits();
        return with(new Limits(
                old.maxEventBytes(),
                old.maxFrameBytes(),
                old.maxInflatedBytes(),
                old.maxWindowEvents(),
                old.maxInFlightBytes(),
                old.maxConnectionInFlightBytes(),
                inAll,
                perAddress));
    }

    public TestSettings withKafka(Duration keepAlive, Duration kafka) {
        Timeouts old = made.timeouts();
        return with(new Timeouts(
                keepAlive, kafka, old.handshake(), old.client(), old.idle(), old.maxConnectionAge(), old.shutdown()));
    }

    public TestSettings withClients(Duration handshake, Duration client, Duration idle) {
        Timeouts old = made.timeouts();
        return with(new Timeouts(
                old.keepAlive(), old.kafka(), handshake, client, idle, old.maxConnectionAge(), old.shutdown()));
    }

    public TestSettings withMaxConnectionAge(Duration age) {
        Timeouts old = made.timeouts();
        return with(new Timeouts(
                old.keepAlive(), old.kafka(), old.handshake(), old.client(), old.idle(), age, old.shutdown()));
    }

    public TestSettings withShutdown(Duration shutdown) {
        Timeouts old = made.timeouts();
        return with(new Timeouts(
                old.keepAlive(),
                old.kafka(),
                old.handshake(),
                old.client(),
                old.idle(),
                old.maxConnectionAge(),
                shutdown));
    }

    public Timeouts timeouts() {
        return made.timeouts();
    }

    private TestSettings with(Limits limits) {
        return new TestSettings(new IngestSettings(made.host(), made.port(), limits, made.timeouts(), made.tls()));
    }

    private TestSettings with(Timeouts timeouts) {
        return new TestSettings(new IngestSettings(made.host(), made.port(), made.limits(), timeouts, made.tls()));
    }
}
