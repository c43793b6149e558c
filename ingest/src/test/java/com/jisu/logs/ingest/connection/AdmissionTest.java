package com.jisu.logs.ingest.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.ingest.memory.InFlightBudget;
import com.jisu.logs.ingest.memory.InflationRoom;
import com.jisu.logs.ingest.memory.LargeEventRoom;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Where there is room for one event of 200,000 bytes, and one more outside. */
class AdmissionTest {

    private static final int LARGE = 200_000;
    private static final Duration TIME = Duration.ofSeconds(60);

    private final InFlightBudget budget = new InFlightBudget(1 << 20);
    private final LargeEventRoom largeEvents = new LargeEventRoom(1 << 20);

    private final InflationRoom inflationRoom = new InflationRoom(2);

    private final long before = System.nanoTime();
    private final Admission first = admission(1);
    private final Admission outside = admission(2);
    private final Admission waits = admission(3);

    private Admission admission(int address) {
        try {
            InetAddress peer = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) address});
            return new Admission(budget, largeEvents, inflationRoom, peer, 1 << 20, Runnable::run, what -> {});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static long after(long nanoTime, int seconds) {
        return nanoTime + Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void who_sends_too_slowly_to_finish_in_time_while_others_wait_is_known_long_before_that_time() {
        assertThat(first.admits(LARGE)).isTrue();
        assertThat(outside.admits(LARGE)).isTrue();
        assertThat(waits.admits(LARGE)).isFalse();
        long since = System.nanoTime();

        assertThat(first.blocksOthers(0, TIME, after(before, 6))).isFalse(); // not yet
        assertThat(first.blocksOthers(LARGE / 10 - 1, TIME, after(since, 7))).isTrue();
        assertThat(first.blocksOthers(LARGE / 2, TIME, after(before, 30))).isFalse();
        assertThat(first.blocksOthers(LARGE / 2 - 1, TIME, after(since, 31))).isTrue();
        assertThat(first.blocksOthers(LARGE, TIME, after(since, 61))).isTrue();
        assertThat(outside.blocksOthers(LARGE / 2 - 1, TIME, after(since, 31))).isTrue();
    }

    @Test
    void who_keeps_nobody_waiting_may_take_its_time() {
        assertThat(first.admits(LARGE)).isTrue();

        assertThat(first.blocksOthers(0, TIME, after(System.nanoTime(), 1000))).isFalse();
    }

    @Test
    void compressed_frames_are_inflated_as_far_as_there_is_room() {
        assertThat(first.admitsInflation()).isTrue(); // half of the room for two
        assertThat(outside.admitsInflation()).isTrue(); // one is inflated outside of it
        assertThat(waits.admitsInflation()).isFalse();
        assertThat(waits.waitsForKafka()).isTrue();

        first.endInflation();

        assertThat(waits.endWait(Admission.Wait.INFLATION)).isTrue();
        assertThat(waits.admitsInflation()).isTrue();
    }

    @Test
    void a_connection_that_closes_leaves_its_room_for_inflating() {
        assertThat(first.admitsInflation()).isTrue();
        assertThat(outside.admitsInflation()).isTrue();
        assertThat(waits.admitsInflation()).isFalse();

        outside.close();

        assertThat(waits.endWait(Admission.Wait.INFLATION)).isTrue();
        assertThat(waits.admitsInflation()).isTrue();
    }

    @Test
    void a_compressed_frame_has_to_come_in_time_while_others_wait_for_its_room() {
        assertThat(first.admitsInflation()).isTrue();
        assertThat(first.blocksOthers(0, TIME, after(System.nanoTime(), 1000))).isFalse(); // nobody waits
        assertThat(outside.admitsInflation()).isTrue();
        assertThat(waits.admitsInflation()).isFalse();
        long since = System.nanoTime();

        assertThat(first.blocksOthers(0, TIME, after(before, 59))).isFalse();
        assertThat(first.blocksOthers(0, TIME, after(since, 61))).isTrue();
        assertThat(outside.blocksOthers(0, TIME, after(since, 61))).isTrue();
    }
}
