package com.jisu.logs.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.app.RunInProcess;
import com.jisu.logs.app.admin.AdminServer;
import com.jisu.logs.app.admin.Health;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class GeoIpInStatusTest {

    private static final double DAY = 86_400;

    @Test
    void status_names_databases_of_more_than_90_days_in_one_line() {
        Map<String, Double> ages = new ConcurrentHashMap<>(Map.of("GeoLite2-City", 89 * DAY, "GeoLite2-ASN", 10 * DAY));
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        List<Health> roles = List.of(new Health("streams", () -> true, () -> true, () -> "RUNNING"));
        try (AdminServer admin = AdminServer.start("127.0.0.1", 0, metrics, roles, request -> null)) {
            Gauge.builder("jisu.logs.kafka.reachable", () -> 1).register(metrics);
            for (String type : ages.keySet()) {
                Gauge.builder("jisu.logs.geoip.age", () -> ages.get(type))
                        .baseUnit("seconds")
                        .tag("type", type)
                        .tag("source", "embedded")
                        .register(metrics);
            }
            String[] status = {"status", "--seconds=1", "--at=127.0.0.1:" + admin.port()};
            assertThat(RunInProcess.of(status).out()).contains("RUNNING").doesNotContain("GeoIP");

            ages.put("GeoLite2-City", 91 * DAY);
            assertThat(RunInProcess.of(status).out().lines())
                    .contains("  GeoIP: GeoLite2-City is 91 d old: places may be wrong; see docs/geoip.md");

            ages.put("GeoLite2-ASN", 2_000 * DAY);
            assertThat(RunInProcess.of(status).out().lines())
                    .contains("  GeoIP: GeoLite2-ASN is 2000 d old, GeoLite2-City is 91 d old:"
                            + " places may be wrong; see docs/geoip.md");
        }
    }
}
