package com.jisu.logs.parsers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.jisu.logs.parsers.time.EpochTime;
import com.jisu.logs.parsers.time.HttpDate;
import com.jisu.logs.parsers.time.IsoTime;
import com.jisu.logs.parsers.time.LocalZone;
import com.jisu.logs.parsers.time.LogTime;
import com.jisu.logs.parsers.time.Moment;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Reads whatever a fuzzer comes up with as a time, in every form.
 *
 * <p>In the build it runs the corpus in {@code src/test/resources}; docs/reliability.md tells how to search for more.
 */
class TimesFuzzTest {

    private final IsoTime isoTime = new IsoTime();
    private final LogTime logTime = new LogTime();
    private final HttpDate httpDate = new HttpDate();
    private final Moment moment = new Moment();
    private final Moment again = new Moment();

    @FuzzTest(maxDuration = "5m")
    void any_text_is_no_time_or_one_that_is_read_again_as_it_is_written(byte[] text) {
        if (isoTime.parse(text, 0, text.length, moment)) {
            assertIsReadAgain(text);
            if (isoTime.parseCommon(text, 0, text.length, again)) {
                assertThat(again.isSame(moment)).as(new String(text, UTF_8)).isTrue();
            }
        }
        if (isoTime.parseAsLogstash(text, 0, text.length, moment)) {
            assertIsReadAgain(text);
        }
        if (EpochTime.parse(text, 0, text.length, moment)) {
            assertIsReadAgain(text);
        }
        if (logTime.parse(text, 0, text.length, LocalZone.UTC, moment)) {
            assertIsReadAgain(text);
        }
        int end = httpDate.scan(text, 0, text.length);
        assertThat(end).isBetween(-1, text.length);
        if (end >= 0 && httpDate.get(moment)) {
            assertIsReadAgain(text);
        }
    }

    private void assertIsReadAgain(byte[] text) {
        if (!moment.hasFourDigitYear()) {
            return; // written in a form of our own
        }
        String written = moment.toLeaf().text();
        try {
            assertThat(Instant.parse(written))
                    .as(new String(text, UTF_8))
                    .isEqualTo(Instant.ofEpochSecond(moment.seconds(), moment.nanos()));
        } catch (DateTimeException e) {
            throw new AssertionError(new String(text, UTF_8) + " is written as " + written, e);
        }
        byte[] bytes = written.getBytes(UTF_8);
        assertThat(isoTime.parseCommon(bytes, 0, bytes.length, again))
                .as(written)
                .isTrue();
        assertThat(again.isSame(moment)).as(written).isTrue();
    }
}
