package com.jisu.logs.streams;

import com.jisu.logs.parsers.ReferenceData;
import com.jisu.logs.parsers.api.GeoIpDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says at the start which GeoIP databases are old, looks from time to time whether the GeoIP databases' files have changed, and publishes which are in use. Has a thread. */
final class GeoIpWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GeoIpWatch.class);

    private final ReferenceData reference;
    private final MultiGauge ages;
    private final ScheduledExecutorService thread;

    GeoIpWatch(ReferenceData reference, Duration interval, MeterRegistry registry) {
        this.reference = reference;
        ages = MultiGauge.builder("jisu.logs.geoip.age")
                .description("Seconds since a GeoIP database in use was built, by its type")
                .baseUnit("seconds")
                .register(registry);
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "geoip-watch");
            daemon.setDaemon(true);
            return daemon;
        });
        GeoIpDatabase.old(reference.geoIpDatabases(), Instant.now()).ifPresent(LOG::warn);
        publish();
        thread.scheduleWithFixedDelay(this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            if (reference.refreshGeoIp()) {
                publish();
            }
        } catch (RuntimeException e) {
            LOG.error("Looking for new GeoIP databases failed; those in use stay", e);
        }
    }

    private void publish() {
        ages.register(
                reference.geoIpDatabases().stream()
                        .map(database -> MultiGauge.Row.of(
                                Tags.of("type", database.type(), "source", database.source()),
                                () -> Duration.between(database.built(), Instant.now())
                                        .toSeconds()))
                        .toList(),
                true);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
