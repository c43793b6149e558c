package com.jisu.logs.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.ingest.client.LumberjackClient;
import com.jisu.logs.servers.NeedsServers;
import com.jisu.logs.servers.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A server goes away under load and comes back: every event arrives, each once. */
@Tag("long")
@ExtendWith(NeedsServers.class)
class OutageTest {

    private static final int EVENTS = 30_000;
    private static final int WINDOW = 1_000;

    @TempDir
    private Path directory;

    private TestServer kafka;
    private TestServer elasticsearch;
    private Program roles;
    private Index index;

    @BeforeEach
    void start() throws Exception {
        kafka = TestServer.kafka(directory.resolve("kafka"));
        elasticsearch = TestServer.search(directory.resolve("elasticsearch"));
        index = new Index(elasticsearch.url().toString());
        roles = Roles.start(directory, kafka.address(), elasticsearch.url().toString());
    }

    @AfterEach
    void stop() throws Exception {
        // Where the start failed, too: a broker whose folder is taken away while it runs ends the tests' JVM.
        if (roles != null) {
            roles.interrupt();
            roles.close();
        }
        if (elasticsearch != null) {
            elasticsearch.close();
        }
        if (kafka != null) {
            kafka.close();
        }
    }

    @Test
    void elasticsearch_is_killed_and_comes_back() throws Exception {
        sendAndDisturb(() -> {
            elasticsearch.kill();
            elasticsearch.start();
        });
    }

    @Test
    void kafka_stops_and_comes_back() throws Exception {
        sendAndDisturb(() -> {
            kafka.stop();
            kafka.start();
        });
    }

    private interface Disturbance {
        void happen() throws Exception;
    }

    /** Sends all events, with the disturbance once a third of them has been sent. */
    private void sendAndDisturb(Disturbance disturbance) throws Exception {
        ExecutorService beside = Executors.newSingleThreadExecutor();
        try (LumberjackClient filebeat = Roles.connect(roles)) {
            Future<Long> acknowledgedBefore = null;
            for (int from = 0; from < EVENTS; from += WINDOW) {
                if (from == EVENTS / 3) {
                    await().atMost(Duration.ofSeconds(60)).until(() -> index.count() > 0);
                    acknowledgedBefore = beside.submit(() -> {
                        long acknowledged = filebeat.acknowledged();
                        disturbance.happen();
                        return acknowledged;
                    });
                }
                Roles.send(filebeat, window(from));
            }
            filebeat.awaitAcknowledged();
            assertThat(acknowledgedBefore.get(90, TimeUnit.SECONDS))
                    .as("acknowledged when the server went away")
                    .isBetween(1L, EVENTS - 1L);
        } finally {
            beside.shutdown();
        }
        await().atMost(Duration.ofMinutes(3)).ignoreExceptions().until(() -> index.count() >= EVENTS);
        assertThat(index.count()).isEqualTo(EVENTS);
        assertThat(index.cardinality("number")).isEqualTo(EVENTS);
    }

    private static List<byte[]> window(int from) {
        List<byte[]> events = new ArrayList<>(WINDOW);
        for (int number = from; number < from + WINDOW; number++) {
            events.add(BeatsEvent.of(
                    "application",
                    "2026-11-23T00:00:00.000Z",
                    number,
                    "{\"number\":" + number + ",\"message\":\"one of many\"}"));
        }
        return events;
    }
}
