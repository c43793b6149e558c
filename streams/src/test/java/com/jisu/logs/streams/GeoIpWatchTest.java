package com.jisu.logs.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
