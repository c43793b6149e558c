package com.jisu.logs.parsers.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a container engine's line says of the line it may be a part of. */
class ContainerLineTest {

    private static final int PART = 16 * 1024;

    private final EventParser used =
            new EventParser(Fixtures.settings(Schema.ECS).withIngested());
    private final EventParser rules =
            new EventParser(Fixtures.settings(Schema.ECS).withIngested());

    @ParameterizedTest
    @CsvSource({
        // begin, how often, end, whether it is a part
        "'', 16384, '', true",
        "'', 16383, '', false",
        "'', 16385, '', false",
        "'', 16383, 'L', false",
        "'', 16384, 'L', false",
        "'', 0, '', false",
        "'panic: boom', 0, '', false",
        "'', 600000, '', false",
        // A character of two bytes, of which one is here; of three; of four.
        "'', 16383, 'R', true",
        "'', 16382, 'RR', true",
        "'', 16381, 'RRR', true",
        "'RRR', 16380, 'R', true",
        // What was written as U+FFFD is three bytes of the text.
        "'RR', 16378, '', true",
        "'RR', 16380, '', true",
        "'RR', 16383, '', false",
        "'RR', 16374, '', false",
        // Nobody knows which of two a decoder has left of a character.
        "'e', 16382, '', true",
        "'e', 16379, '', true",
        "'e', 16378, '', false",
        "'e', 16383, '', false"
    })
    void only_a_text_of_sixteen_kibibytes_is_a_part_of_dockerds(String begin, int times, String end, boolean cut)
            throws Exception {
        String text = (begin + "x".repeat(times) + end)
                .replace('e', 'é')
                .replace('R', '\uFFFD')
                .replace('L', '\n');
        ContainerLine line =
                parse(used, event(0, "2024-05-06T07:59:59.000000001Z", text)).containerLine();

        assertThat(line.cut()).isEqualTo(cut);
        assertThat(line.textBytes()).isEqualTo(text.getBytes(UTF_8).length);
    }

    @Test
    void what_is_known_of_shorter_texts_does_not_decide_on_a_longer_one() throws Exception {
        for (String begin : new String[] {"", "{\"message\":\"", "plain "}) {
            String end = begin.startsWith("{") ? "\"}" : "";
            for (int i = 0; i < 50; i++) {
                int length = i % 10 < 6 ? 10 + i : PART - begin.length() - end.length() - 3 + i % 10 - 6;
                String text = begin + "z".repeat(length) + end;
                byte[] event = event(1_000L * i, "2024-05-06T07:59:%02d.000000001Z".formatted(i), text);
                ContainerLine line = parse(used, event).containerLine();
                assertThat(line)
                        .isEqualTo(rules.parseByRules(event, Fixtures.POSITION, Fixtures.ARRIVAL, null)
                                .containerLine());
                assertThat(line.cut()).as(begin + i).isEqualTo(text.length() == PART);
                assertThat(line.offset()).isEqualTo(1_000L * i);
            }
        }
        assertThat(used.eventsByTemplate()).isGreaterThan(50);
    }

    @Test
    void all_parts_of_a_line_have_one_time_in_json_file_and_each_its_own_in_cri() throws Exception {
        String time = "2024-05-06T07:59:59.000000001Z";
        ContainerLine first = parse(used, event(0, time, "x".repeat(PART))).containerLine();
        ContainerLine last = parse(used, event(20_000, time, "end\n")).containerLine();
        ContainerLine next = parse(used, event(20_100, "2024-05-06T07:59:59.000000002Z", "next\n"))
                .containerLine();

        assertThat(last.isOfOtherLine(first)).isFalse();
        assertThat(next.isOfOtherLine(first)).isTrue();
        assertThat(first.isBefore(last)).isTrue();
        assertThat(next.isBefore(last)).isFalse();
        assertThat(first.source()).isEqualTo(next.source());
        ContainerLine cri = parse(used, criEvent(time + " stdout P one")).containerLine();
        ContainerLine other =
                parse(used, criEvent("2024-05-06T08:00:00Z stdout F one")).containerLine();
        assertThat(other.isOfOtherLine(cri)).isFalse();
    }

    private static ParsedEvent parse(EventParser parser, byte[] event) throws MalformedEventException {
        return parser.parse(event, Fixtures.POSITION, Fixtures.ARRIVAL);
    }

    private static byte[] event(long offset, String time, String text) {
        String line = "{\"log\":" + Fixtures.JSON.getNodeFactory().textNode(text) + ",\"stream\":\"stdout\",\"time\":\""
                + time + "\"}";
        return event(offset, line);
    }

    private static byte[] criEvent(String line) {
        return event(0, line);
    }

    private static byte[] event(long offset, String line) {
        return ("{\"@timestamp\":\"2024-05-06T07:00:00.123Z\",\"message\":"
                        + Fixtures.JSON.getNodeFactory().textNode(line)
                        + ",\"fields\":{\"logtype\":\"docker\"},\"agent\":{\"id\":\"a\"},\"log\":{\"offset\":" + offset
                        + ",\"file\":{\"path\":\"/a\",\"inode\":\"1\",\"device_id\":\"2\"}}}")
                .getBytes(UTF_8);
    }
}
