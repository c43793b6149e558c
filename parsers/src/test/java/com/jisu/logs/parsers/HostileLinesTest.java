package com.jisu.logs.parsers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.api.Schema;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines made to cost time cost no more for their length than others. */
class HostileLinesTest {

    private static final int LENGTH = 1 << 18;

    /**
     * Nanoseconds of one thread for each byte, at most. A linear scan takes a few, cold and on a busy machine some hundred;
     * one that is quadratic in lines of this length takes a hundred thousand. It is no measure of speed.
     */
    private static final int MAX_NANOS_PER_BYTE = 5_000;

    private static final String LINE = "8.8.8.8 - - [06/May/2024:07:08:09 +0000] \"GET / HTTP/1.1\" 200 12 \"-\" \"-\"";

    static Stream<String> repeated() {
        return Stream.of(
                "[",
                " [",
                "\"",
                "\\\"",
                "\\",
                " ",
                "-",
                "a",
                "a.",
                "1.",
                "1:",
                "::",
                "8.8.8.8 ",
                "8.8.8.8 - - [",
                "8.8.8.8 - - [06/May/2024:07:08:09 +0000] ",
                "8.8.8.8 - - [06/May/2024:07:08:09 +0000] \"",
                "8.8.8.8 - - [06/May/2024:07:08:09 +0000] \"GET / HTTP/1.1\" 200 12 \"",
                "\" 200 12 \"",
                "\" 200 12 '",
                "\" - - \"\\",
                "\" 1 1 \"x\" ",
                "\" \"",
                ", client: ",
                ", client: 8.8.8.8, server: ",
                "\", host: \"",
                ",\"a\":{\"b\":",
                ",\"a\":\"{[",
                "\",\"a",
                "{}x,",
                " , ",
                "=\"x\" a",
                "\ud83d\ude00");
    }

    @ParameterizedTest
    @MethodSource("repeated")
    void a_line_of_one_part_repeated_takes_time_for_its_length_only(String part) {
        String many = part.repeat(LENGTH / part.length());
        for (Schema schema : Schema.values()) {
            EventParser parser = new EventParser(Fixtures.settings(schema));
            Fixtures.parse(parser, Fixtures.event("nginx", LINE).toString());
            for (String line : new String[] {
                many,
                LINE.substring(0, 41) + "\"" + many,
                LINE.substring(0, 10) + many + LINE.substring(10),
                LINE + many,
                "{\"a\":" + many,
                "{\"a\":\"" + many + "}",
                "2024/05/06 07:08:09 [error] 1#1: *1 " + many
            }) {
                assertLinear(parser, line);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Schema.class)
    void a_line_of_random_parts_takes_time_for_its_length_only(Schema schema) {
        Random random = Fixtures.random("a_line_of_random_parts_takes_time_for_its_length_only");
        String[] parts = repeated().toArray(String[]::new);
        EventParser parser = new EventParser(Fixtures.settings(schema));
        for (int i = 0; i < 20; i++) {
            StringBuilder line =
                    new StringBuilder(random.nextBoolean() ? LINE.substring(0, random.nextInt(LINE.length())) : "");
            while (line.length() < LENGTH / 4) {
                line.append(Fixtures.any(random, parts).repeat(1 + random.nextInt(random.nextInt(10) == 0 ? 5000 : 3)));
            }
            assertLinear(parser, line.toString());
        }
    }

    @Test
    void an_object_of_many_keys_takes_time_for_its_length_only() {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; json.length() < LENGTH; i++) {
            json.append(i > 0 ? "," : "")
                    .append("\"k")
                    .append(i)
                    .append(i % 3 == 0 ? ".a" : "")
                    .append("\":")
                    .append(i);
        }
        String line = json.append('}').toString();
        EventParser parser = Fixtures.ecs();
        String event = Fixtures.event("application", line).toString();
        Fixtures.parse(parser, event);
        long nanos = cpuNanos(() -> Fixtures.parse(parser, event));
        assertThat(nanos / line.length()).isLessThan(10 * MAX_NANOS_PER_BYTE);
    }

    private static void assertLinear(EventParser parser, String line) {
        String event = Fixtures.event("nginx", line).toString();
        long nanos = cpuNanos(() -> Fixtures.parse(parser, event));
        assertThat(nanos / event.getBytes(UTF_8).length)
                .as("nanoseconds for each byte of %.200s", line)
                .isLessThan(MAX_NANOS_PER_BYTE);
    }

    private static long cpuNanos(Runnable run) {
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        run.run();
        return threads.getCurrentThreadCpuTime() - before;
    }
}
