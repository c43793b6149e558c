package com.jisu.logs.app.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.app.kafka.UnreadRecords;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How long a reader may stand still, by each limit. */
class HeadroomTest {

    private static final OptionalLong NONE = OptionalLong.empty();
    private static final OptionalLong THREE_DAYS = OptionalLong.of(3 * 86_400_000L);
    private static final OptionalLong GIBIBYTE = OptionalLong.of(1L << 30);

    @Test
    void by_bytes_it_is_what_is_left_at_the_rate_of_now() {
        // 1 GiB a partition at 5,000 events/s in six of them, 100 bytes each
        Headroom all =
                Headroom.of(new Limits(THREE_DAYS, GIBIBYTE, true), seen(0, 500_000, 500_000, 0, 100, 5_000 / 6.0));
        assertThat(all.seconds()).isCloseTo((1L << 30) / (100 * 5_000 / 6.0), within(1));
        assertThat(all.limit()).isEqualTo("retention.bytes");

        Headroom half = Headroom.of(
                new Limits(THREE_DAYS, GIBIBYTE, true), seen(0, 0, (1L << 30) / 200, 3_600, 100, 5_000 / 6.0));
        assertThat(half.seconds()).isCloseTo(all.seconds() / 2, within(1));
    }

    @Test
    void by_time_it_is_what_the_first_unread_record_has_left() {
        Limits limits = new Limits(THREE_DAYS, GIBIBYTE, true);
        Headroom read = Headroom.of(limits, seen(0, 1_000, 1_000, 9e9, 100, 1));
        assertThat(read.seconds()).isEqualTo(3 * 86_400);
        assertThat(read.limit()).isEqualTo("retention.ms");
        assertThat(Headroom.of(limits, seen(0, 900, 1_000, 86_400, 100, 1)).seconds())
                .isEqualTo(2 * 86_400);
        assertThat(Headroom.of(limits, seen(0, 900, 1_000, 4 * 86_400, 100, 1)).seconds())
                .as("kept for its segment's sake only")
                .isZero();
    }

    @Test
    void it_is_nothing_once_a_record_is_gone_or_more_is_unread_than_is_kept() {
        Limits limits = new Limits(THREE_DAYS, GIBIBYTE, true);
        assertThat(Headroom.of(limits, seen(1_001, 1_000, 2_000, 60, 100, 1)).seconds())
                .isZero();
        assertThat(Headroom.of(limits, seen(0, 0, 1L << 30, 60, 2, 0)).seconds())
                .isZero();
    }

    @Test
    void without_a_limit_or_without_events_it_has_no_end() {
        assertThat(Headroom.of(new Limits(NONE, NONE, true), seen(0, 0, 1_000, 0, 100, 1)))
                .isEqualTo(new Headroom(Double.POSITIVE_INFINITY, "", 0));
        assertThat(Headroom.of(new Limits(NONE, GIBIBYTE, true), seen(0, 1_000, 1_000, 0, 100, 0))
                        .seconds())
                .isInfinite();
    }

    @Test
    void while_the_rate_is_not_known_it_is_not_known_and_the_sooner_of_two_counts() {
        Headroom unknown = Headroom.of(new Limits(THREE_DAYS, GIBIBYTE, true), seen(0, 0, 1, 0, 100, Double.NaN));
        assertThat(unknown.seconds()).isNaN();
        Headroom gone = new Headroom(0, "retention.ms", 1);
        Headroom hour = new Headroom(3_600, "retention.ms", 2);
        assertThat(hour.sooner(gone)).isEqualTo(gone);
        assertThat(gone.sooner(unknown)).isEqualTo(gone);
        assertThat(unknown.sooner(gone)).isEqualTo(gone);
        assertThat(unknown.sooner(hour).seconds()).isNaN();
        assertThat(hour.sooner(unknown).seconds()).isNaN();
    }

    @Test
    void growth_is_that_of_the_last_minute_or_of_the_last_five_whichever_is_more() {
        Growth growth = new Growth();
        long second = 1_000_000_000;
        growth.seen(0, 100);
        assertThat(growth.rate()).isNaN();
        for (int i = 1; i <= 20; i++) {
            growth.seen(i * 15 * second, 100 + i * 150);
        }
        assertThat(growth.rate()).isEqualTo(10);
        for (int i = 21; i <= 24; i++) {
            growth.seen(i * 15 * second, 3_100 + (i - 20) * 1_500);
        }
        assertThat(growth.rate()).as("it has risen").isEqualTo(100);
        for (int i = 25; i <= 32; i++) {
            growth.seen(i * 15 * second, 9_100);
        }
        assertThat(growth.rate()).as("it has ended").isBetween(10.0, 30.0);
        growth.seen(33 * 15 * second, 5); // made anew
        assertThat(growth.rate()).isNaN();
    }

    private static Headroom.Seen seen(long start, long next, long end, double age, double bytes, double rate) {
        return new Headroom.Seen(0, new UnreadRecords(start, next, end), age, bytes, rate);
    }

    private static org.assertj.core.data.Offset<Double> within(double value) {
        return org.assertj.core.data.Offset.offset(value);
    }
}
