package com.jisu.logs.ingest.lumberjack;

import static com.jisu.logs.ingest.lumberjack.RecordedFrames.decode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jisu.logs.ingest.Frames;
import com.jisu.logs.ingest.api.IngestSettings;
import com.jisu.logs.ingest.memory.LargeEventRoom;
import com.jisu.logs.ingest.metrics.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LumberjackDecoderTest {

    private static final DecoderLimits LIMITS = new DecoderLimits(1 << 20, 4 << 20, 1000);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 9})
    void a_filebeat_window_gives_its_events_in_order(int level) throws ProtocolViolation {
        byte[] window = Frames.filebeatWindow(level, bytes("{\"a\":1}"), bytes("{}"), bytes("{\"b\":\"ü\"}"));

        assertThat(decode(LIMITS, window)).containsExactly("2W 3", "1 {\"a\":1}", "2 {}", "3 {\"b\":\"Ã¼\"}");
    }

    /** Less what a compressed frame may hold back. */
    @Test
    void the_bytes_of_an_event_that_have_come_are_known_whatever_frame_it_comes_in() throws ProtocolViolation {
        String line = "x".repeat(100_000);
        byte[] data = Frames.v1().window(1).data(1, Map.of("line", line)).bytes();
        byte[] json = Frames.v2().window(1).json(1, line).bytes();
        byte[] compressed = Frames.v2().compressed(0, json).bytes();
        for (byte[] stream : List.of(data, json, compressed)) {
            try (LumberjackDecoder decoder =
                    new LumberjackDecoder(LIMITS, new Inflation.Pool(), new RecordedFrames())) {
                decoder.decode(Unpooled.wrappedBuffer(stream, 0, 60_000));
                assertThat(decoder.eventBytes()).isBetween(59_900, 60_000);

                decoder.decode(Unpooled.wrappedBuffer(stream, 60_000, stream.length - 60_000));
                assertThat(decoder.eventBytes()).isZero();
            }
        }
    }

    @Test
    void windows_follow_each_other() throws ProtocolViolation {
        byte[] stream = Frames.v2()
                .raw(Frames.filebeatWindow(3, bytes("a"), bytes("b")))
                .raw(Frames.filebeatWindow(0, bytes("c")))
                .bytes();

        assertThat(decode(LIMITS, stream)).containsExactly("2W 2", "1 a", "2 b", "2W 1", "1 c");
    }

    @Test
    void a_window_may_come_in_several_compressed_frames_with_bare_ones_between() throws ProtocolViolation {
        byte[] stream = Frames.v2()
                .window(4)
                .compressed(3, Frames.v2().json(1, "a").json(2, "b").bytes())
                .json(3, "c")
                .compressed(6, Frames.v2().json(4, "d").bytes())
                .bytes();

        assertThat(decode(LIMITS, stream)).containsExactly("2W 4", "1 a", "2 b", "3 c", "4 d");
    }

    @Test
    void a_window_may_be_announced_inside_a_compressed_frame() throws ProtocolViolation {
        byte[] stream = Frames.v2()
                .compressed(3, Frames.v2().window(1).json(1, "a").bytes())
                .bytes();

        assertThat(decode(LIMITS, stream)).containsExactly("2W 1", "1 a");
    }

    @Test
    void pairs_of_version_1_become_a_json_object() throws ProtocolViolation {
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put("line", "say \"hi\"\\\n\r\t\u0001\u007f é");
        pairs.put("", "");
        byte[] frame = Frames.v1().window(1).data(7, pairs).bytes();

        assertThat(decode(LIMITS, frame))
                .containsExactly("1W 1", "7 {\"line\":\"say \\\"hi\\\"\\\\\\n\\r\\t\\u0001\u007f Ã©\",\"\":\"\"}");
    }

    @Test
    void a_data_frame_without_pairs_is_an_empty_object() throws ProtocolViolation {
        assertThat(decode(LIMITS, Frames.v1().window(1).data(1, Map.of()).bytes()))
                .containsExactly("1W 1", "1 {}");
    }

    @Test
    void data_frames_may_be_compressed() throws ProtocolViolation {
        byte[] pairs =
                Frames.v1().data(1, Map.of("a", "b")).data(2, Map.of("c", "d")).bytes();

        assertThat(decode(LIMITS, Frames.v1().window(2).compressed(3, pairs).bytes()))
                .containsExactly("1W 2", "1 {\"a\":\"b\"}", "2 {\"c\":\"d\"}");
    }

    @Test
    void events_need_not_be_json_or_utf8_or_have_a_byte() throws ProtocolViolation {
        byte[] stream = Frames.filebeatWindow(0, new byte[0], new byte[] {(byte) 0xFF, 0, '2', 'W'});

        assertThat(decode(LIMITS, stream)).containsExactly("2W 2", "1 ", "2 \u00FF\u00002W");
    }

    @Test
    void a_decoder_that_is_refused_an_event_goes_on_where_it_stopped() throws ProtocolViolation {
        byte[] body = Frames.v2().json(1, "a").json(2, "b").json(3, "c").bytes();
        ByteBuf stream = Unpooled.copiedBuffer(
                Frames.v2().window(6).compressed(3, body).raw(body).bytes());
        RecordedFrames frames = new RecordedFrames();
        try (LumberjackDecoder decoder = new LumberjackDecoder(LIMITS, new Inflation.Pool(), frames)) {
            int calls = 0;
            do {
                frames.admitted = 1;
                assertThat(frames.events()).hasSize(calls);
                calls++;
            } while (!decoder.decode(stream));
            assertThat(calls).isEqualTo(6);
        }
        assertThat(frames.found).containsExactly("2W 6", "1 a", "2 b", "3 c", "1 a", "2 b", "3 c");
        stream.release();
    }

    @Test
    void the_end_of_a_stream_inside_a_frame_is_seen() throws ProtocolViolation {
        byte[] stream = Frames.filebeatWindow(3, bytes("a"), bytes("b"));
        RecordedFrames frames = new RecordedFrames();
        try (LumberjackDecoder decoder = new LumberjackDecoder(LIMITS, new Inflation.Pool(), frames)) {
            for (int i = 0; i < stream.length; i++) {
                boolean boundary = i == 0 || i == 6; // the window's frame is 6 bytes
                assertThat(decoder.atFrameBoundary()).as("after %d bytes", i).isEqualTo(boundary);
                decoder.decode(Unpooled.wrappedBuffer(stream, i, 1));
            }
            assertThat(decoder.atFrameBoundary()).isTrue();
        }
    }

    @Test
    void a_compressed_frame_inside_another_is_refused() {
        byte[] inner = Frames.v2().compressed(3, bytes("x")).bytes();

        assertRefused(Frames.v2().window(1).compressed(3, inner), CloseReason.NESTED_COMPRESSION);
    }

    @Test
    void a_frame_of_unknown_version_is_refused() {
        assertRefused(Frames.v2().window(1).raw(bytes("3J")), CloseReason.UNKNOWN_VERSION);
        assertRefused(Frames.v2().raw(new byte[] {0, 0}), CloseReason.UNKNOWN_VERSION);
    }

    @Test
    void a_frame_of_unknown_type_is_refused() {
        assertRefused(Frames.v2().type('X'), CloseReason.UNKNOWN_FRAME);
        assertRefused(Frames.v2().type('A').int32(1), CloseReason.UNKNOWN_FRAME); // only servers acknowledge
    }

    @Test
    void a_window_of_nothing_is_a_question() throws ProtocolViolation {
        assertThat(decode(LIMITS, Frames.v2().window(0).bytes())).containsExactly("2W 0");
    }

    @ParameterizedTest
    @ValueSource(ints = {1001, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
    void a_window_beyond_the_limit_is_refused(int events) {
        assertRefused(Frames.v2().window(events), CloseReason.WINDOW_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {(1 << 20) + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
    void a_length_beyond_the_limit_is_refused_before_any_memory_is_taken(int length) {
        Frames window = Frames.v2().window(1);
        assertRefused(window.type('J').int32(1).int32(length), CloseReason.FRAME_TOO_LARGE);
        assertRefused(Frames.v2().type('C').int32(length), CloseReason.FRAME_TOO_LARGE);
        assertRefused(Frames.v1().type('D').int32(1).int32(1).int32(length), CloseReason.FRAME_TOO_LARGE);
    }

    @Test
    void a_data_frame_of_endless_empty_pairs_is_refused() {
        Frames frames = Frames.v1().window(1).type('D').int32(1).int32(-1);
        frames.raw(new byte[4 << 20]);

        assertRefused(frames, CloseReason.FRAME_TOO_LARGE);
    }

    @Test
    void a_data_frame_that_escaping_makes_too_large_is_refused() {
        Frames frames =
                Frames.v1().window(1).type('D').int32(1).int32(1).int32(0).int32(1 << 19);
        frames.raw(new byte[1 << 19]);

        assertRefused(frames, CloseReason.FRAME_TOO_LARGE);
    }

    @Test
    void a_data_frame_which_takes_several_times_its_bytes_is_refused_long_before_other_events() {
        DecoderLimits limits = new DecoderLimits(64 << 20, 1 << 30, 1);
        byte[] stream = Frames.v1()
                .window(1)
                .type('D')
                .int32(1)
                .int32(1)
                .int32(0)
                .int32(17 << 20)
                .bytes();

        assertThatThrownBy(() -> decode(limits, stream)).hasMessage("sent a data frame larger than 16777216 bytes");
    }

    /** What a decoder asks to be admitted for a data frame with this line. */
    private static List<Integer> askedFor(String line) throws ProtocolViolation {
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put("file", "/var/log/syslog");
        pairs.put("line", line);
        pairs.put("offset", "12345");
        RecordedFrames frames = new RecordedFrames();
        byte[] stream = Frames.v1().window(1).data(1, pairs).bytes();
        DecoderLimits limits = DecoderLimits.of(IngestSettings.Limits.DEFAULT);
        try (LumberjackDecoder decoder = new LumberjackDecoder(limits, new Inflation.Pool(), frames)) {
            for (int at = 0; at < stream.length; at += 10_000) {
                decoder.decode(Unpooled.wrappedBuffer(stream, at, Math.min(10_000, stream.length - at)));
            }
        }
        assertThat(frames.events()).hasSize(1);
        return frames.asked;
    }

    @Test
    void a_data_frame_asks_for_what_its_line_takes_and_half_as_much_again() throws ProtocolViolation {
        int small = LargeEventRoom.SMALL_EVENT_BYTES;
        assertThat(askedFor("x".repeat(small - 100))).containsExactly(small);
        assertThat(askedFor("x".repeat(100_000)))
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo(small),
                        second -> assertThat(second).isBetween(150_000, 150_100));
        assertThat(askedFor("\u0001".repeat(100_000))).last().isEqualTo(16 << 20);
    }

    @Test
    void a_frame_that_inflates_beyond_the_limit_is_refused() {
        byte[] bomb = Frames.v2().window(1000).raw(new byte[0]).bytes();
        Frames body = Frames.v2().raw(bomb);
        for (int i = 0; i < 100; i++) {
            body.json(i, new byte[50_000]);
        }

        assertRefused(Frames.v2().compressed(9, body.bytes()), CloseReason.INFLATED_TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource({"no zlib data", "''"})
    void a_compressed_frame_that_is_no_zlib_data_is_refused(String content) {
        Frames frames = Frames.v2().type('C').int32(content.length()).raw(bytes(content));

        assertRefused(frames, CloseReason.BAD_COMPRESSION);
    }

    @Test
    void zlib_data_cut_short_is_refused() {
        byte[] deflated = Frames.deflate(3, Frames.v2().window(1).json(1, "abc").bytes());
        Frames frames = Frames.v2().type('C').int32(deflated.length - 1);
        frames.raw(Arrays.copyOf(deflated, deflated.length - 1));

        assertRefused(frames, CloseReason.BAD_COMPRESSION);
    }

    @Test
    void bytes_after_the_zlib_data_are_refused() {
        byte[] deflated = Frames.deflate(3, Frames.v2().window(1).bytes());
        Frames frames =
                Frames.v2().type('C').int32(deflated.length + 1).raw(deflated).raw(new byte[1]);

        assertRefused(frames, CloseReason.BAD_COMPRESSION);
    }

    @Test
    void a_compressed_frame_that_ends_inside_a_frame_is_refused() {
        assertRefused(Frames.v2().compressed(3, bytes("2J")), CloseReason.BAD_COMPRESSION);
    }

    @Test
    void tls_and_http_are_named() {
        assertRefused(Frames.v2(), new byte[] {0x16, 3, 1, 2, 0}, CloseReason.TLS_ON_PLAIN_PORT, "set ingest.tls");
        assertRefused(Frames.v2(), bytes("GET / HTTP/1.1\r\n"), CloseReason.HTTP, "spoke HTTP");
        assertRefused(Frames.v2(), bytes("OPTIONS * HTTP/1.1\r\n"), CloseReason.HTTP, "spoke HTTP");
        assertRefused(Frames.v2(), bytes("GETTING"), CloseReason.UNKNOWN_VERSION, "'G'");
        assertRefused(Frames.v2().window(1), bytes("GET / "), CloseReason.UNKNOWN_VERSION, "'G'");
    }

    private static void assertRefused(Frames frames, CloseReason reason) {
        assertRefused(frames, new byte[0], reason, "");
    }

    private static void assertRefused(Frames frames, byte[] more, CloseReason reason, String message) {
        byte[] stream = frames.raw(more).bytes();
        assertThatThrownBy(() -> decode(LIMITS, stream)).isInstanceOfSatisfying(ProtocolViolation.class, violation -> {
            assertThat(violation.reason()).isEqualTo(reason);
            assertThat(violation).hasMessageContaining(message);
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
