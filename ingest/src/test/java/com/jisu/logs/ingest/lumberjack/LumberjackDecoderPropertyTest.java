package com.jisu.logs.ingest.lumberjack;

import static com.jisu.logs.ingest.lumberjack.RecordedFrames.decode;
import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.ingest.Frames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** However a valid stream is cut, the same windows and events come out. */
class LumberjackDecoderPropertyTest {

    private static final DecoderLimits LIMITS = new DecoderLimits(1 << 20, 4 << 20, 1000);

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    /** A stream and what is in it. */
    private record Stream(byte[] bytes, List<String> content) {}

    @RepeatedTest(5)
    void a_stream_cut_in_two_anywhere_gives_the_same() throws ProtocolViolation {
        Stream stream = randomStream(6, 200);
        for (int cut = 0; cut <= stream.bytes.length; cut++) {
            assertThat(decode(LIMITS, stream.bytes, cut))
                    .as("seed %d, cut at %d", seed, cut)
                    .isEqualTo(stream.content);
        }
    }

    @Test
    void a_stream_that_comes_byte_by_byte_gives_the_same() throws ProtocolViolation {
        Stream stream = randomStream(20, 2000);
        int[] pieces = new int[stream.bytes.length];
        Arrays.fill(pieces, 1);

        assertThat(decode(LIMITS, stream.bytes, pieces)).as("seed %d", seed).isEqualTo(stream.content);
    }

    @RepeatedTest(20)
    void a_stream_in_random_pieces_gives_the_same() throws ProtocolViolation {
        Stream stream = randomStream(20, 80_000); // more than what is inflated at once, and than a small event
        List<Integer> pieces = new ArrayList<>();
        for (int left = stream.bytes.length; left > 0; left -= pieces.get(pieces.size() - 1)) {
            pieces.add(1 + random.nextInt(Math.min(left, 1 << 1 + random.nextInt(17))));
        }

        assertThat(decode(
                        LIMITS,
                        stream.bytes,
                        pieces.stream().mapToInt(Integer::intValue).toArray()))
                .as("seed %d", seed)
                .isEqualTo(stream.content);
    }

    private Stream randomStream(int windows, int maxEventBytes) {
        Frames stream = Frames.v2();
        List<String> content = new ArrayList<>();
        for (int i = 0; i < windows; i++) {
            boolean v1 = random.nextInt(4) == 0;
            int events = 1 + random.nextInt(8);
            stream.raw((v1 ? Frames.v1() : Frames.v2()).window(events).bytes());
            content.add((v1 ? "1W " : "2W ") + events);
            int sequence = v1 ? random.nextInt() : 1;
            for (int left = events; left > 0; ) {
                int group = 1 + random.nextInt(left);
                Frames frames = v1 ? Frames.v1() : Frames.v2();
                for (int j = 0; j < group; j++) {
                    addEvent(frames, v1, sequence++, maxEventBytes, content);
                }
                if (random.nextBoolean()) {
                    stream.raw((v1 ? Frames.v1() : Frames.v2())
                            .compressed(random.nextInt(10), frames.bytes())
                            .bytes());
                } else {
                    stream.raw(frames.bytes());
                }
                left -= group;
            }
        }
        return new Stream(stream.bytes(), content);
    }

    private void addEvent(Frames frames, boolean v1, int sequence, int maxBytes, List<String> content) {
        String line = Integer.toUnsignedString(sequence) + " ";
        String text = randomText(random.nextInt(maxBytes));
        if (v1) {
            Map<String, String> pairs = new LinkedHashMap<>();
            pairs.put("line", text);
            pairs.put("host", "web");
            frames.data(sequence, pairs);
            content.add(line + "{\"line\":\"" + text + "\",\"host\":\"web\"}");
        } else {
            frames.json(sequence, text);
            content.add(line + text);
        }
    }

    /** Characters that mean something in the protocol, and that JSON need not escape. */
    private String randomText(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append("12WJDCA{}: x".charAt(random.nextInt(12)));
        }
        return text.toString();
    }
}
