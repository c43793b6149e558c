package com.jisu.logs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.ingest.LargeEventRoom.Claim;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where 800 bytes may be in flight: 400 for large events, 200 of them for those of one address. */
class LargeEventRoomTest {

    private final LargeEventRoom room = new LargeEventRoom(800);
    private final List<String> served = new ArrayList<>();

    /** @param name the last number of its address, and what tells it from others of that */
    private Claim claim(String name) {
        try {
            byte[] address = {10, 0, 0, (byte) (name.charAt(0) - '0')};
            return new Claim(InetAddress.getByAddress(address), () -> served.add(name));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private Claim reserved(String name, long bytes) {
        Claim claim = claim(name);
        assertThat(room.reserve(claim, bytes)).as(name).isTrue();
        return claim;
    }

    private Claim waiting(String name, long bytes) {
        Claim claim = claim(name);
        assertThat(room.reserve(claim, bytes)).as(name).isFalse();
        return claim;
    }

    @Test
    void one_address_has_half_of_the_room_at_most() {
        reserved("1a", 100);
        Claim last = reserved("1b", 100);
        Claim next = waiting("1c", 1);
        reserved("2", 200);
        assertThat(room.reserved()).isEqualTo(400);

        room.release(last);

        assertThat(served).containsExactly("1c");
        assertThat(room.reserve(next, 1)).isTrue();
        assertThat(room.reserved()).isEqualTo(301);
    }

    @Test
    void an_address_that_waits_for_its_own_events_keeps_no_other_waiting() {
        Claim hog = reserved("1a", 200);
        waiting("1b", 200);
        waiting("1c", 200);

        Claim other = reserved("2", 150);
        assertThat(room.keepsOthersWaiting(hog)).isTrue();
        assertThat(room.keepsOthersWaiting(other)).isFalse();

        waiting("3", 100);
        assertThat(room.keepsOthersWaiting(other)).isTrue();
    }

    @Test
    void addresses_take_turns() {
        Claim first = reserved("1a", 200);
        Claim second = reserved("2a", 200);
        waiting("1b", 200);
        waiting("1c", 200);
        waiting("3", 200);
        waiting("2b", 200);

        room.release(first);
        room.release(second);

        assertThat(served).containsExactly("1b", "3");
    }

    @Test
    void who_waits_is_not_overtaken_by_smaller_events() {
        reserved("1a", 200);
        Claim second = reserved("2", 150);
        Claim large = waiting("3", 100);
        waiting("4", 10);

        room.release(second);

        assertThat(served).containsExactly("3", "4");
        assertThat(room.reserve(large, 100)).isTrue();
    }

    @Test
    void an_event_larger_than_that_half_is_received_outside_one_at_a_time_and_addresses_take_turns() {
        Claim first = reserved("1a", 5000);
        waiting("1b", 5000);
        waiting("1c", 5000);
        waiting("2", 201);
        reserved("3", 200); // has room all the same
        assertThat(room.reserved()).isEqualTo(5200);
        assertThat(room.keepsOthersWaiting(first)).isTrue();

        room.release(first);
        assertThat(served).containsExactly("1b");
        assertThat(room.reserved()).isEqualTo(5200);
    }

    @Test
    void the_next_address_follows_the_first_event_outside() {
        Claim first = reserved("1a", 5000);
        Claim second = waiting("1b", 5000);
        waiting("1c", 5000);
        waiting("2", 5000);
        room.release(first);
        room.release(second);

        assertThat(served).containsExactly("1b", "2");
    }

    @Test
    void an_event_that_proves_larger_than_it_reserved_goes_on_outside_and_gives_everything_back() {
        Claim grows = reserved("1", 150);
        Claim outside = reserved("2", 5000);
        assertThat(room.reserve(grows, 160)).isFalse();
        room.release(outside);
        assertThat(served).containsExactly("1");
        assertThat(room.reserve(grows, 160)).isTrue();
        assertThat(room.reserved()).isEqualTo(310);

        room.release(grows);

        assertThat(room.reserved()).isZero();
    }

    @Test
    void who_has_left_waits_for_nothing() {
        Claim hog = reserved("1a", 200);
        Claim gone = waiting("1b", 200);
        Claim goneOutside = reserved("2", 5000);
        Claim goneToo = waiting("3", 5000);
        room.release(gone);
        room.release(goneToo);

        room.release(hog);
        room.release(goneOutside);

        assertThat(served).isEmpty();
        assertThat(room.reserved()).isZero();
        assertThat(room.keepsOthersWaiting(hog)).isFalse();
    }
}
