package com.jisu.logs.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A sink that is killed as a crash would (SIGKILL). */
class CrashTest extends RealSinkTest {

    /** Enough for the kills among them; the profile {@code crash} has ten kills among 300,000. */
    private static final int DOCUMENTS = Integer.getInteger(CrashTest.PROPERTY, 20_000);

    private static final String PROPERTY = "jisu.logs.crash.documents";

    private static final int KILLS = Integer.getInteger("jisu.logs.crash.kills", 3);
    private static final Duration LONG = Duration.ofSeconds(180);

    @TempDir
    Path directory;

    @Test
    void killed_again_and_again_it_loses_nothing_and_doubles_nothing() throws Exception {
        fixture.sendNumbered(DOCUMENTS);
        for (int kill = 1; kill <= KILLS; kill++) {
            Process sink = startSink();
            long aim = (long) kill * DOCUMENTS / (KILLS + 2);
            await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> indexed() >= aim);
            sink.destroyForcibly().waitFor();
            assertThat(fixture.committed()).isLessThan(DOCUMENTS);
        }
        Process sink = startSink();
        await().atMost(LONG).untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(DOCUMENTS));
        sink.getOutputStream().close();
        sink.waitFor();
        fixture.awaitCount(DOCUMENTS);
        assertThat(fixture.deadLetters()).isZero();
    }

    @Test
    @EnabledIfSystemProperty(named = PROPERTY, matches = "\\d+", disabledReason = "takes long: profile crash")
    void frozen_for_longer_than_its_session_it_loses_nothing_and_doubles_nothing() throws Exception {
        fixture.sendNumbered(DOCUMENTS);
        Process frozen = startSink();
        await().atMost(LONG).until(() -> indexed() >= DOCUMENTS / 20);
        signal(frozen, "STOP");
        fixture.startSink();
        await().atMost(LONG).untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(DOCUMENTS));
        signal(frozen, "CONT");
        fixture.sendNumbered(DOCUMENTS + 1_000); // the first ones again: they are duplicates
        await().atMost(LONG).untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(2L * DOCUMENTS + 1_000));
        fixture.awaitCount(DOCUMENTS + 1_000);
        assertThat(frozen.isAlive()).isTrue();
        frozen.getOutputStream().close();
        frozen.waitFor();
        assertThat(fixture.deadLetters()).isZero();
    }

    @Test
    @EnabledIfSystemProperty(named = PROPERTY, matches = "\\d+", disabledReason = "takes long: profile crash")
    void what_is_small_in_kafka_and_large_in_memory_does_not_exhaust_its_heap() throws Exception {
        String text = "{\"event\":{\"original\":\"" + "x".repeat(1024 * 1024) + "\"}}";
        for (int i = 0; i < 400; i++) {
            fixture.send("id-" + i, text, Fixture.DAY_1);
        }
        fixture.flush();
        Process sink = startSink();
        await().atMost(LONG).untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(400));
        assertThat(sink.isAlive()).isTrue();
        sink.getOutputStream().close();
        sink.waitFor();
        fixture.awaitCount(400);
    }

    private static void signal(Process process, String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Documents that the node has indexed, whether or not a search finds them yet. */
    private long indexed() throws Exception {
        return fixture.request("GET", "/" + fixture.indices() + "/_stats/indexing?filter_path=_all.primaries", "")
                .at("/_all/primaries/indexing/index_total")
                .asLong();
    }

    private Process startSink() throws Exception {
        return SinkProcess.start(fixture, directory);
    }
}
