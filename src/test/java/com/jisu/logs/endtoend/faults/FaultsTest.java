package com.jisu.logs.endtoend.faults;

import com.jisu.logs.endtoend.faults.RoleProcess.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The fault suite; see docs/reliability.md. Each test is a scenario of its own, of about five minutes. */
@Tag("faults")
class FaultsTest {

    private static final int TIMES = Integer.getInteger("jisu.logs.faults.times", 10);
    private static final Duration FROZEN = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Role.class)
    void a_role_is_killed_again_and_again(Role role) throws Exception {
        try (Scenario scenario = Scenario.start(role + " killed", directory, 1)) {
            for (int i = 0; i < TIMES; i++) {
                scenario.strike(
                        "kill -9", () -> scenario.kill(scenario.deployment().role(role)));
            }
            scenario.finish();
        }
    }

    @Test
    void the_only_broker_is_killed_again_and_again() throws Exception {
        try (Scenario scenario = Scenario.start("broker killed", directory, 1)) {
            Part broker = scenario.deployment().brokers().get(0);
            for (int i = 0; i < TIMES; i++) {
                scenario.strike("kill -9", () -> scenario.kill(broker));
            }
            scenario.finish();
        }
    }

    @Test
    void elasticsearch_is_killed_again_and_again() throws Exception {
        try (Scenario scenario = Scenario.start("Elasticsearch killed", directory, 1)) {
            for (int i = 0; i < TIMES; i++) {
                scenario.strike(
                        "kill -9", () -> scenario.kill(scenario.deployment().elasticsearch()));
            }
            scenario.finish();
        }
    }

    @Test
    void everything_is_frozen_for_a_while() throws Exception {
        try (Scenario scenario = Scenario.start("everything frozen", directory, 1)) {
            Deployment deployment = scenario.deployment();
            List<Part> parts = List.of(
                    deployment.role(Role.INGEST),
                    deployment.role(Role.STREAMS),
                    deployment.role(Role.SINK),
                    deployment.brokers().get(0),
                    deployment.elasticsearch());
            for (Part part : parts) {
                scenario.strike(part.name() + " frozen", () -> scenario.freeze(part, FROZEN));
            }
            scenario.finish();
        }
    }

    @Test
    void connections_are_cut_and_slow_and_swallow_everything() throws Exception {
        try (Scenario scenario = Scenario.start("connections disturbed", directory, 1)) {
            Deployment deployment = scenario.deployment();
            disturb(scenario, "shippers to ingest", List.of(deployment.toIngest()));
            disturb(scenario, "roles to Kafka", deployment.toKafka());
            disturb(scenario, "sink to Elasticsearch", List.of(deployment.toElasticsearch()));
            scenario.finish();
        }
    }

    private static void disturb(Scenario scenario, String which, List<ConnectionProxy> proxies) throws Exception {
        scenario.strike(which + " cut", () -> disturb(scenario, proxies, ConnectionProxy::cut));
        scenario.strike(
                which + " slow", () -> disturb(scenario, proxies, proxy -> proxy.delay(Duration.ofMillis(300))));
        scenario.strike(which + " stalled", () -> disturb(scenario, proxies, ConnectionProxy::stall));
    }

    private interface Disturbance {
        void of(ConnectionProxy proxy);
    }

    private static void disturb(Scenario scenario, List<ConnectionProxy> proxies, Disturbance disturbance)
            throws Exception {
        proxies.forEach(disturbance::of);
        try {
            scenario.pause(5_000, 20_000);
        } finally {
            proxies.forEach(ConnectionProxy::heal);
        }
    }

    @Test
    void elasticsearch_has_no_room_left_for_a_while() throws Exception {
        try (Scenario scenario = Scenario.start("disk full", directory, 1)) {
            ElasticsearchProcess elasticsearch = scenario.deployment().elasticsearch();
            for (int i = 0; i < 3; i++) {
                scenario.strike("flood-stage block", () -> {
                    elasticsearch.floodStage();
                    scenario.pause(5_000, 25_000);
                    elasticsearch.liftFloodStage();
                });
            }
            scenario.finish();
        }
    }

    @Test
    void instances_come_and_go() throws Exception {
        try (Scenario scenario = Scenario.start("instances come and go", directory, 1)) {
            Deployment deployment = scenario.deployment();
            for (Role role : Role.values()) {
                scenario.strike(role + " added", () -> deployment.add(role));
                scenario.strike(role + " killed beside another", () -> scenario.kill(deployment.role(role)));
                scenario.strike(role + " stopped", () -> deployment.remove(deployment.role(role)));
            }
            scenario.finish();
        }
    }

    @Test
    void brokers_of_three_are_killed_and_frozen() throws Exception {
        try (Scenario scenario = Scenario.start("three brokers", directory, 3)) {
            List<Broker> brokers = scenario.deployment().brokers();
            for (int i = 0; i < TIMES; i++) {
                Broker broker = brokers.get(scenario.random().nextInt(brokers.size()));
                scenario.strike("kill -9 of one broker", () -> scenario.kill(broker));
            }
            Broker frozen = brokers.get(scenario.random().nextInt(brokers.size()));
            scenario.strike("one broker frozen", () -> scenario.freeze(frozen, FROZEN));
            ConnectionProxy cut =
                    scenario.deployment().toKafka().get(scenario.random().nextInt(brokers.size()));
            scenario.strike(
                    "roles cut off from one broker", () -> disturb(scenario, List.of(cut), ConnectionProxy::cut));
            scenario.finish();
        }
    }
}
