package com.jisu.logs.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.records.DeadLetter.Stage;
import com.jisu.logs.records.DeadReason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MalformedEventTest {

    @ParameterizedTest
    @EnumSource
    void is_a_dead_letter_for_the_reason_that_the_parsers_give(MalformedEventException.Reason reason) {
        assertThat(DeadReason.of(Stage.STREAMS)).extracting(DeadReason::name).contains(reason.name());
    }
}
