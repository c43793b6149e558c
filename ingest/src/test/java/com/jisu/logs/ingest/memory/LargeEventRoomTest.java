package com.jisu.logs.ingest.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.ingest.memory.FairRoom.Claim;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Where 800 bytes may be in flight: 400 for large events, and one event outside of these. */
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
    void an_address_holds_no_more_than_it_leaves_free_and_there_is_always_a_rest() {
        reserved("9", 5000); // outside
        reserved("1a", 100);
        reserved("1b", 100);
        waiting("1c", 1);
        reserved("2a", 100);
        waiting("2b", 1);
        reserved("3", 50);
        reserved("4", 25);

        assertThat(room.reserved()).isEqualTo(5375);
    }

    @Test
    void addresses_that_ask_for_the_same_get_the_same() {
        reserved("9", 5000);
        reserved("1", 100);
        reserved("2", 100);
        reserved("3", 100);
        waiting("4", 100);
    }

    @Test
    void what_waited_gets_room_when_others_have_left_it() {
        reserved("9", 5000);
        Claim first = reserved("1", 200);
        Claim next = waiting("2a", 150);
        waiting("2b", 120);

        room.release(first);

        assertThat(served).containsExactly("2a");
        assertThat(room.reserve(next, 150)).isTrue();
        assertThat(room.reserved()).isEqualTo(5150);
    }

    @Test
    void what_finds_no_room_is_received_outside_if_nobody_is_there() {
        reserved("1a", 200);
        reserved("1b", 100);
        waiting("1c", 100);

        assertThat(room.reserved()).isEqualTo(300);
    }

    @Test
    void who_waits_is_overtaken_by_smaller_events_but_not_on_the_way_outside() {
        Claim outside = reserved("9", 5000);
        reserved("1", 200);
        Claim large = waiting("3a", 150);
        reserved("3b", 10);
        waiting("4", 120);

        room.release(outside);

        assertThat(served).containsExactly("3a");
        assertThat(room.reserve(large, 150)).isTrue();
    }

    @Test
    void addresses_take_turns_outside() {
        Claim first = reserved("1a", 5000);
        Claim second = waiting("1b", 5000);
        waiting("1c", 5000);
        waiting("2", 5000);
        room.release(first);
        room.release(second);

        assertThat(served).containsExactly("1b", "2");
    }

    @Test
    void an_address_that_waits_for_its_own_events_keeps_no_other_waiting() {
        Claim outside = reserved("9", 5000);
        Claim hog = reserved("1a", 200);
        waiting("1b", 150);
        Claim other = reserved("2", 60);
        assertThat(room.keepsOthersWaiting(outside)).isTrue();
        assertThat(room.keepsOthersWaiting(hog)).isTrue();
        assertThat(room.keepsOthersWaiting(other)).isFalse();

        waiting("3", 80);
        assertThat(room.keepsOthersWaiting(other)).isTrue();
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
        Claim outside = reserved("2", 5000);
        Claim gone = waiting("1b", 200);
        Claim goneToo = waiting("3", 5000);
        room.release(gone);
        room.release(goneToo);

        room.release(hog);
        room.release(outside);

        assertThat(served).isEmpty();
        assertThat(room.reserved()).isZero();
        assertThat(room.keepsOthersWaiting(hog)).isFalse();
    }

    /** Claims of any size come, some prove larger, and those that may go on finish in any order. */
    @RepeatedTest(20)
    void every_event_has_its_turn_and_the_room_is_never_exceeded() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Map<Claim, Integer> receiving = new LinkedHashMap<>(); // and the size that each has, or waits for
        int begun = 0;
        while (begun < 1000 || !receiving.isEmpty()) {
            if (begun < 1000 && random.nextBoolean()) {
                Claim claim = claim(Integer.toString(random.nextInt(10)));
                int size = 1 + (int) Math.pow(5000, random.nextDouble());
                room.reserve(claim, size);
                receiving.put(claim, size);
                begun++;
                continue;
            }
            List<Claim> going = receiving.keySet().stream()
                    .filter(claim -> room.reserve(claim, receiving.get(claim)))
                    .toList();
            assertThat(going).as("seed %d: all wait", seed).hasSizeGreaterThanOrEqualTo(receiving.isEmpty() ? 0 : 1);
            if (!going.isEmpty()) {
                Claim claim = going.get(random.nextInt(going.size()));
                if (random.nextInt(10) == 0) {
                    receiving.merge(claim, 100, Integer::sum);
                    room.reserve(claim, receiving.get(claim));
                } else {
                    room.release(claim);
                    receiving.remove(claim);
                }
            }
            assertThat(room.reserved()).as("seed %d", seed).isLessThanOrEqualTo(400 + 10_000);
        }
        assertThat(room.reserved()).as("seed %d", seed).isZero();
    }
}
