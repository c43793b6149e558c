package com.jisu.logs.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.jisu.logs.parsers.MmdbWriter;
import com.jisu.logs.parsers.ReferenceData;
import com.jisu.logs.records.IndexTemplates;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class GeoIpWatchTest {

    private static final Duration OFTEN = Duration.ofMillis(20);

    @TempDir
    private Path directory;

    @Test
    void type_and_age_of_the_databases_in_use_are_metrics_and_follow_the_files() throws Exception {
        Path file = directory.resolve("asn.mmdb");
        copy("/GeoLite2-ASN.mmdb", file);
        ReferenceData reference = ReferenceData.open(IndexTemplates.mappings(), List.of(), List.of(file), 100);
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        try (GeoIpWatch watch = new GeoIpWatch(reference, OFTEN, metrics)) {
            Instant built = reference.geoIpDatabases().get(1).built();
            Gauge age = metrics.get("jisu.logs.geoip.age")
                    .tag("type", "GeoLite2-ASN")
                    .tag("source", file.toString())
                    .gauge();
            assertThat(age.value()).isBetween(1.0, (double)
                    Duration.between(built, Instant.now()).toSeconds());

            // The same database, of another type by one letter: enough to see that it is read again.
            byte[] bytes = Files.readAllBytes(file);
            rename(bytes, "GeoLite2-ASN", "GeoLiteX-ASN");
            Files.write(file, bytes);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> metrics.find("jisu.logs.geoip.age")
                                    .tag("type", "GeoLiteX-ASN")
                                    .gauge()
                            != null);
            assertThat(metrics.find("jisu.logs.geoip.age")
                            .tag("type", "GeoLite2-ASN")
                            .gauge())
                    .isNull();
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void old_databases_are_said_in_one_line_at_the_start_and_fresh_ones_are_not() throws Exception {
        Path file = Files.write(
                directory.resolve("both.mmdb"),
                new MmdbWriter("both", 24)
                        .built(Instant.now().minus(Duration.ofDays(89)))
                        .put(new byte[] {0x20}, Map.of("country_code", "DE", "asn", "AS5"))
                        .toByteArray());
        assertThat(warnings(ReferenceData.open(IndexTemplates.mappings(), List.of(file), List.of(file), 100)))
                .isEmpty();
        assertThat(warnings(ReferenceData.open(IndexTemplates.mappings(), List.of(file), List.of(), 100)))
                .singleElement()
                .asString()
                .matches("GeoIP database GeoLite2-ASN is of 2019-11-\\d\\d: places may be wrong; see docs/geoip.md");
        assertThat(warnings(ReferenceData.open(IndexTemplates.mappings(), List.of(), List.of(), 100)))
                .singleElement()
                .asString()
                .matches("GeoIP databases: GeoLite2-City is of 2019-11-\\d\\d, GeoLite2-ASN is of 2019-11-\\d\\d:"
                        + " places may be wrong; see docs/geoip.md");
    }

    private static List<String> warnings(ReferenceData reference) {
        Logger logger = (Logger) LoggerFactory.getLogger(GeoIpWatch.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (GeoIpWatch watch = new GeoIpWatch(reference, OFTEN, new SimpleMeterRegistry())) {
            assertThat(watch).isNotNull();
            return log.list.stream()
                    .filter(event -> event.getLevel() == Level.WARN)
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
        } finally {
            logger.detachAppender(log);
        }
    }

    private static void copy(String resource, Path to) throws Exception {
        try (InputStream in = ReferenceData.class.getResourceAsStream(resource)) {
            Files.copy(in, to);
        }
    }

    private static void rename(byte[] bytes, String from, String to) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.lastIndexOf(from);
        for (int i = 0; i < to.length(); i++) {
            bytes[at + i] = (byte) to.charAt(i);
        }
    }
}
