package com.jisu.logs.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.endtoend.faults.RoleProcess.Role;
import com.jisu.logs.records.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The fault suite; see docs/reliability.md. Each test is a scenario of its own, of about five minutes. */
@Tag("faults")
class FaultsTest {

    private static final int TIMES = Integer.getInteger("jisu.logs.faults.times", 10);
    private static final Duration FROZEN = Duration.ofSeconds(20);
    private static final Duration SLOWER = Duration.ofMillis(300);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void ingest_is_killed_again_and_again() throws Exception {
        killAgainAndAgain("ingest killed", deployment -> deployment.role(Role.INGEST));
    }

    @Test
    void streams_is_killed_again_and_again() throws Exception {
        killAgainAndAgain("streams killed", deployment -> deployment.role(Role.STREAMS));
    }

    @Test
    void the_sink_is_killed_again_and_again() throws Exception {
        killAgainAndAgain("sink killed", deployment -> deployment.role(Role.SINK));
    }

    @Test
    void the_only_broker_is_killed_again_and_again() throws Exception {
        killAgainAndAgain("broker killed", deployment -> deployment.brokers().get(0));
    }

    @Test
    void elasticsearch_is_killed_again_and_again() throws Exception {
        killAgainAndAgain("Elasticsearch killed", Deployment::elasticsearch);
    }

    private void killAgainAndAgain(String name, Function<Deployment, Part> part) throws Exception {
        try (Scenario scenario = Scenario.start(name, directory)) {
            Part victim = part.apply(scenario.deployment());
            for (int i = 0; i < TIMES; i++) {
                scenario.strike("kill -9", () -> scenario.kill(victim));
            }
            scenario.finish();
        }
    }

    @Test
    void everything_is_frozen_for_a_while() throws Exception {
        try (Scenario scenario = Scenario.start("everything frozen", directory)) {
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
        try (Scenario scenario = Scenario.start("connections disturbed", directory)) {
            Deployment deployment = scenario.deployment();
            disturb(scenario, "shippers to ingest", List.of(deployment.toIngest()));
            for (Role role : Role.values()) {
                disturb(scenario, role + " to Kafka", deployment.toKafka(role));
            }
            disturb(scenario, "sink to Elasticsearch", List.of(deployment.toElasticsearch()));
            scenario.finish();
        }
    }

    private static void disturb(Scenario scenario, String which, List<ConnectionProxy> proxies) throws Exception {
        strike(scenario, which + " cut", proxies, ConnectionProxy::cut);
        strike(scenario, which + " slow", proxies, proxy -> proxy.delay(SLOWER));
        strike(scenario, which + " stalled", proxies, ConnectionProxy::stall);
    }

    private static void strike(
            Scenario scenario, String what, List<ConnectionProxy> proxies, Consumer<ConnectionProxy> disturbance)
            throws Exception {
        scenario.strike(what, () -> {
            proxies.forEach(disturbance);
            try {
                scenario.pause(5_000, 20_000);
            } finally {
                proxies.forEach(ConnectionProxy::heal);
            }
        });
    }

    @Test
    void elasticsearch_has_no_room_left_for_a_while() throws Exception {
        try (Scenario scenario = Scenario.start("disk full", directory)) {
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

    /** The one loss that nothing can prevent once the disk's size is set: it must be seen coming, and be counted to the record. */
    @Test
    void retention_overtakes_a_stopped_sink_and_what_it_deletes_is_foreseen_and_counted() throws Exception {
        try (Scenario scenario = Scenario.start("retention overtakes a stopped sink", directory);
                ParsedTopic parsed = new ParsedTopic(scenario.deployment().kafkaServers())) {
            RoleProcess sink = scenario.deployment().role(Role.SINK);
            RoleProcess streams = scenario.deployment().role(Role.STREAMS);
            parsed.set(Map.of("segment.bytes", "1048576", "retention.bytes", "4194304"));
            Map<TopicPartition, Long> deleted = new HashMap<>();
            scenario.strike("sink stopped until retention has passed it", () -> {
                sink.stop(); // a killed one may have indexed more than it has committed, and its successor counts
                // that too
                // Nobody is left to tell but the others.
                awaitHeadroom(streams, seconds -> seconds < 3_600 && seconds > 0);
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> parsed.deletedUnread().size() >= 3);
                awaitHeadroom(streams, seconds -> seconds == 0);
                parsed.set(Map.of("retention.bytes", "-1"));
                await().during(Duration.ofSeconds(12))
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> {
                            Map<TopicPartition, Long> now = parsed.deletedUnread();
                            return now.equals(deleted.isEmpty() ? now : deleted) & keep(deleted, now);
                        });
                scenario.deployment().start(sink);
            });
            long sum = deleted.values().stream().mapToLong(Long::longValue).sum();
            assertThat(sink.metric("jisu_logs_deleted_unread_total", "role=\"sink\"", "jisu-logs-parsed"))
                    .isEqualTo(sum);
            assertThat(sink.log().lines().filter(line -> line.contains("were deleted before sink had read them")))
                    .hasSameSizeAs(deleted.keySet());
            awaitHeadroom(sink, seconds -> seconds > 6 * 3_600);
            scenario.finish(sum);
        }
    }

    private static boolean keep(Map<TopicPartition, Long> kept, Map<TopicPartition, Long> now) {
        kept.clear();
        kept.putAll(now);
        return true;
    }

    private static void awaitHeadroom(RoleProcess role, DoublePredicate expected) {
        await("headroom of the sink, told by " + role.name())
                .atMost(Duration.ofMinutes(2))
                .until(() -> expected.test(role.metric(
                        "jisu_logs_retention_headroom_seconds", "role=\"sink\"", "topic=\"jisu-logs-parsed\"")));
    }

    @Test
    void instances_come_and_go() throws Exception {
        try (Scenario scenario = Scenario.start("instances come and go", directory)) {
            Deployment deployment = scenario.deployment();
            for (Role role : Role.values()) {
                scenario.strike(role + " added", () -> deployment.add(role));
                scenario.strike(role + " killed beside another", () -> scenario.kill(deployment.role(role)));
                scenario.strike(role + " stopped", () -> deployment.remove(deployment.role(role)));
            }
            scenario.finish();
        }
    }

    /** With half of the load: the brokers, which share the machine, do three times the work. */
    @Test
    void brokers_of_three_are_killed_and_frozen() throws Exception {
        try (Scenario scenario = Scenario.start("three brokers", directory, 3, Scenario.DEFAULT_RATE / 2)) {
            List<Broker> brokers = scenario.deployment().brokers();
            for (int i = 0; i < TIMES; i++) {
                Broker broker = brokers.get(scenario.random().nextInt(brokers.size()));
                scenario.strike("kill -9 of one broker", () -> scenario.kill(broker));
            }
            Broker frozen = brokers.get(scenario.random().nextInt(brokers.size()));
            scenario.strike("one broker frozen", () -> scenario.freeze(frozen, FROZEN));
            int cutOff = scenario.random().nextInt(brokers.size());
            List<ConnectionProxy> toIt = Stream.of(Role.values())
                    .map(role -> scenario.deployment().toKafka(role).get(cutOff))
                    .toList();
            strike(scenario, "roles cut off from one broker", toIt, ConnectionProxy::cut);
            scenario.finish();
        }
    }

    @Test
    void the_state_directory_of_streams_is_removed_while_it_runs() throws Exception {
        try (Scenario scenario = Scenario.start("state directory removed", directory)) {
            RoleProcess streams = scenario.deployment().role(Role.STREAMS);
            for (int i = 1; i <= 3; i++) {
                int times = i;
                scenario.strike("state directory removed", () -> {
                    removeAll(streams.stateDirectory());
                    scenario.awaitLog(Role.STREAMS, "was removed while streams used it", times);
                    scenario.pause(15_000, 20_000); // till it runs again
                });
            }
            scenario.strike("state directory removed while it is made anew", () -> {
                for (int i = 0; i < 5; i++) {
                    removeAll(streams.stateDirectory());
                    scenario.pause(500, 3_000);
                }
            });
            scenario.finish();
        }
    }

    /** Files may come while others go. */
    private static void removeAll(Path directory) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("rm", "-rf", directory.toString()).start().waitFor();
        if (exit != 0) {
            throw new IOException("rm -rf " + directory + " ended with " + exit);
        }
    }

    @Test
    void a_parsed_topic_takes_ever_smaller_records() throws Exception {
        try (Scenario scenario = Scenario.start("topics with small limits", directory)) {
            for (int i = 0; i < 3; i++) {
                int bytes = 20_000 >> i;
                scenario.strike("parsed topic takes " + bytes + " bytes", () -> {
                    scenario.limitTopic(Topics.DEFAULT.parsed(), bytes);
                    scenario.pause(15_000, 20_000);
                });
            }
            scenario.finish();
        }
    }
}
