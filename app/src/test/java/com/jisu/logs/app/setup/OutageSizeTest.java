package com.jisu.logs.app.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.app.retention.Limits;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What setup says of the topics' sizes. */
class OutageSizeTest {

    private static final OptionalLong NONE = OptionalLong.empty();
    private static final OptionalLong THREE_DAYS = OptionalLong.of(3 * 86_400_000L);

    @Test
    void bytes_are_worth_a_time_at_each_rate_and_never_more_than_the_time_limit() {
        OutageSize size = new OutageSize(new Limits(THREE_DAYS, OptionalLong.of(1L << 30), true), 12);
        assertThat(size.kept()).isEqualTo("3.0 d and 12 partitions × 1.0 GiB");
        assertThat(size.worth(OptionalDouble.empty(), 241))
                .isEqualTo(
                        "15 h at 1,000 events/s, 3.0 h at 5,000 events/s, 89 min at 10,000 events/s (241 bytes a record,"
                                + " assumed)");
        assertThat(size.worth(OptionalDouble.of(10), 241))
                .isEqualTo(
                        "3.0 d at 1,000 events/s, 3.0 d at 5,000 events/s, 36 h at 10,000 events/s (10 bytes a record,"
                                + " measured)");
    }

    @Test
    void without_a_limit_of_bytes_it_is_the_disk_that_counts() {
        OutageSize week = new OutageSize(new Limits(OptionalLong.of(7 * 86_400_000L), NONE, true), 6);
        assertThat(week.kept()).isEqualTo("7.0 d");
        assertThat(week.worth(OptionalDouble.empty(), 241))
                .startsWith(
                        "136 GiB of disk for each copy at 1,000 events/s, 679 GiB of disk for each copy at 5,000 events/s");
        OutageSize all = new OutageSize(new Limits(NONE, NONE, true), 6);
        assertThat(all.kept()).isEqualTo("everything, by time and size");
        assertThat(all.worth(OptionalDouble.empty(), 241)).startsWith("no end at 1,000 events/s");
    }
}
