package com.jisu.logs.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PollPaceTest {

    private static final Duration USUAL = Duration.ofMillis(100);

    private long now = 1_000_000_000L;
    private final PollPace pace = new PollPace(now);

    @Test
    void whatComesAfterSilenceIsReadAtOnce() {
        poll(0, false);
        pass(Duration.ofMinutes(1));

        assertThat(gather()).isZero();
        poll(1, false);
        assertThat(gather()).as("what came meanwhile").isZero();
    }

    @Test
    void afterTwoPollsThatLeftNothingBehindRecordsGather() {
        poll(10, false);
        poll(10, false);

        assertThat(gather()).isEqualTo(PollPace.GATHER);
        pass(PollPace.GATHER.dividedBy(3));
        assertThat(gather()).isEqualTo(PollPace.GATHER.dividedBy(3).multipliedBy(2));
        pass(PollPace.GATHER);
        assertThat(gather()).isZero();
    }

    @Test
    void whoHasGatheredPollsTwiceAgain() {
        poll(10, false);
        poll(10, false);
        pass(PollPace.GATHER);

        poll(10, false);
        assertThat(gather()).isZero();
        poll(300, false);
        assertThat(gather()).isEqualTo(PollPace.GATHER);
    }

    @Test
    void whatTheWorkTakesIsATimeInWhichRecordsGather() {
        poll(10, false);
        pass(PollPace.GATHER.multipliedBy(2));
        poll(10, false);

        assertThat(gather()).isZero();
    }

    @Test
    void whileRecordsAreLeftBehindNothingGathers() {
        for (int i = 0; i < 10; i++) {
            poll(500, true);
            assertThat(gather()).isZero();
        }
        poll(100, false);
        assertThat(gather()).isZero();
    }

    @Test
    void aPollWithoutRecordsBeginsAnew() {
        poll(1, false);
        poll(0, false);
        poll(1, false);

        assertThat(gather()).isZero();
    }

    @Test
    void pollsAreLongWhileNothingComes() {
        poll(1, false);
        assertThat(pace.patience(USUAL, now)).isEqualTo(USUAL);
        pass(PollPace.QUIET);
        assertThat(pace.patience(USUAL, now)).isEqualTo(PollPace.LONGEST);

        poll(1, false);
        assertThat(pace.patience(USUAL, now)).isEqualTo(USUAL);
    }

    @Test
    void pollsAreNotShortenedByThat() {
        pass(PollPace.QUIET);

        assertThat(pace.patience(Duration.ofMinutes(1), now)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void afterADisturbancePollsAreAsUsual() {
        pass(PollPace.QUIET);
        pace.disturbed(now);

        assertThat(pace.patience(USUAL, now)).isEqualTo(USUAL);
    }

    private void poll(int records, boolean more) {
        pace.polls(now);
        pace.polled(records, more, now);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private Duration gather() {
        return Duration.ofNanos(pace.nanosToGather(now));
    }
}
