package com.jisu.logs.sink.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.sink.ElasticsearchSink;
import com.jisu.logs.sink.ElasticsearchSink.State;
import com.jisu.logs.sink.Fixture;
import com.jisu.logs.sink.Servers;
import com.jisu.logs.sink.api.SinkSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers that go away and come back. */
@ExtendWith(Servers.Extension.class)
class OutageTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private Servers servers;
    private Fixture fixture;

    @BeforeEach
    void prepare(Servers shared) throws Exception {
        servers = shared;
        fixture = new Fixture(servers);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void elasticsearch_killed_under_load_gets_each_document_once_when_it_is_back_also_of_sinks_started_meanwhile()
            throws Exception {
        int count = 20_000;
        fixture.batch = new SinkSettings.Batch(256 * 1024, 500, Duration.ofMillis(100));
        ElasticsearchSink sink = fixture.startSink();
        Thread load = new Thread(() -> fixture.sendNumbered(count));
        load.start();
        await().atMost(LONG).until(() -> fixture.proxy().bulksPassed() > 10);
        servers.killElasticsearch();
        await().atMost(LONG).until(() -> sink.state() == State.WAITING_FOR_ELASTICSEARCH);
        assertThat(fixture.committed()).isLessThan(count);
        load.join();

        Fixture other = new Fixture(servers); // one outage for all of it: a node takes its time to start
        other.sendNumbered(100);
        ElasticsearchSink early = other.startSink();
        await().until(() -> other.gauge("held.bytes") > 5_000);
        assertThat(early.state()).isEqualTo(State.STARTING);
        long begin = System.nanoTime();
        early.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .as("it does not wait for Elasticsearch at its end")
                .isLessThan(Duration.ofSeconds(20));
        assertThat(early.state()).isEqualTo(State.STOPPED);
        ElasticsearchSink waiting = other.startSink();
        await().until(() -> other.gauge("held.bytes") > 5_000);
        servers.startElasticsearch();

        other.awaitCount(100);
        await().until(() -> waiting.state() == State.RUNNING);
        other.close();
        await().atMost(LONG).untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(count));
        fixture.awaitCount(count);
        assertThat(sink.state()).isEqualTo(State.RUNNING);
        assertThat(fixture.deadLetters()).isZero();
    }

    @Test
    void kafka_restarted_under_load_loses_nothing() throws Exception {
        int count = 20_000;
        fixture.batch = new SinkSettings.Batch(256 * 1024, 500, Duration.ofMillis(100));
        fixture.consumer = Map.of("heartbeat.interval.ms", 500); // the connection is missed after three of them
        ElasticsearchSink sink = fixture.startSink();
        fixture.sendNumbered(count);
        await().atMost(LONG).until(() -> fixture.proxy().bulksPassed() > 10);
        servers.stopKafka();
        await().atMost(LONG).until(() -> sink.state() == State.WAITING_FOR_KAFKA);
        servers.startKafka();

        await().atMost(LONG).untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(count));
        fixture.awaitCount(count);
        await().until(() -> sink.state() == State.RUNNING);
    }

    @Test
    void partitions_that_move_between_sinks_under_load_lose_nothing() throws Exception {
        int count = 20_000;
        fixture.batch = new SinkSettings.Batch(256 * 1024, 500, Duration.ofMillis(100));
        ElasticsearchSink first = fixture.startSink();
        Thread load = new Thread(() -> fixture.sendNumbered(count));
        load.start();
        await().atMost(LONG).until(() -> fixture.proxy().bulksPassed() > 10);
        fixture.startSink();
        await().atMost(LONG).until(() -> fixture.workers().size() == 2);
        load.join();
        first.close();

        await().atMost(LONG).untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(count));
        fixture.awaitCount(count);
        assertThat(fixture.deadLetters()).isZero();
    }
}
