package com.jisu.logs.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.app.RunInProcess;
import com.jisu.logs.app.admin.AdminServer;
import com.jisu.logs.app.admin.Health;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RulesInStatusTest {

    @Test
    void status_names_the_rules_in_effect_by_their_hash_and_says_when_a_file_is_refused() {
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        List<Health> roles = List.of(new Health("streams", () -> true, () -> true, () -> "RUNNING"));
        try (AdminServer admin = AdminServer.start("127.0.0.1", 0, metrics, roles, request -> null)) {
            Gauge.builder("jisu.logs.kafka.reachable", () -> 1).register(metrics);
            String[] status = {"status", "--seconds=1", "--at=127.0.0.1:" + admin.port()};
            assertThat(RunInProcess.of(status).out())
                    .contains("ready", "RUNNING")
                    .doesNotContain("rules");

            AtomicInteger refused = new AtomicInteger();
            Gauge.builder("jisu.logs.rules.info", () -> 1)
                    .tag("hash", "0a1b2c3d4e5f")
                    .register(metrics);
            Gauge.builder("jisu.logs.rules.refused", refused::get).register(metrics);
            RunInProcess run = RunInProcess.of(status);
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("rules 0a1b2c3d4e5f").doesNotContain("REFUSED");

            refused.set(1);
            assertThat(RunInProcess.of(status).out()).contains("rules 0a1b2c3d4e5f, THE FILE IS REFUSED");
        }
    }
}
