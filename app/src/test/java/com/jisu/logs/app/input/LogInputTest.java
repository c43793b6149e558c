package com.jisu.logs.app.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogInputTest {

    private static final String LINES = "a line\n".repeat(50_000);

    /** What could be read, and what was wrong then. */
    private record Result(String text, String problem) {}

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "a", "plain text\n", "\u001f", "\u001fx", "{\"a\":1}\n"})
    void plain_text_is_read_as_it_is(String text) throws IOException {
        assertThat(read(bytes(text))).isEqualTo(new Result(text, null));
    }

    @Test
    void gzip_is_inflated_member_for_member_however_little_comes_at_once() throws IOException {
        byte[] members = join(gzip(LINES), gzip(""), gzip("the end"));
        assertThat(read(members)).isEqualTo(new Result(LINES + "the end", null));
        assertThat(read(new Dripping(members))).isEqualTo(new Result(LINES + "the end", null));
        assertThat(read(join(members, new byte[600]))).isEqualTo(new Result(LINES + "the end", null));
    }

    @Test
    void a_header_with_name_comment_extra_and_check_is_passed_over() throws IOException {
        byte[] plain = gzip("text");
        byte[] header = {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 3, 0, 'x', 'y', 'z'};
        byte[] withAll = join(
                header, bytes("access.log\0a comment\0"), new byte[2], Arrays.copyOfRange(plain, 10, plain.length));
        assertThat(read(withAll)).isEqualTo(new Result("text", null));
    }

    @Test
    void what_is_cut_off_anywhere_is_read_as_far_as_it_goes() throws IOException {
        byte[] whole = join(gzip("one\n"), gzip("two\n"));
        int first = gzip("one\n").length;
        for (int length = 2; length < whole.length; length++) {
            Result result = read(Arrays.copyOf(whole, length));
            assertThat("one\ntwo\n").startsWith(result.text());
            if (length == first) {
                assertThat(result).isEqualTo(new Result("one\n", null)); // who could know
            } else {
                assertThat(result.problem()).as("at %d", length).isEqualTo("its gzip data is cut off");
            }
            if (length > first) {
                assertThat(result.text()).startsWith("one\n");
            }
        }
    }

    @Test
    void what_is_damaged_is_said_and_stays_so() throws IOException {
        byte[] damaged = gzip(LINES);
        damaged[damaged.length - 6] ^= 1; // of the check sum
        assertThat(read(damaged)).isEqualTo(new Result(LINES, "its gzip data is damaged"));
        assertThat(read(join(gzip("one\n"), bytes("garbage"))))
                .isEqualTo(new Result("one\n", "behind its gzip data is something else"));
        InputStream in = LogInput.of(new ByteArrayInputStream(damaged));
        for (int i = 0; i < 2; i++) {
            assertThat(drain(in, new ByteArrayOutputStream())).isEqualTo("its gzip data is damaged");
        }
    }

    @Test
    void random_damage_is_an_io_error_or_nothing() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] data = gzip("some text\n".repeat(20));
            data[2 + random.nextInt(data.length - 2)] = (byte) random.nextInt();
            Result result = read(data);
            assertThat(result.text().length()).as("seed %d", seed).isLessThan(1_000_000);
        }
    }

    @Test
    void a_line_that_is_typed_does_not_wait_for_more() throws IOException {
        InputStream typed = new SequenceInputStream(new ByteArrayInputStream(bytes("\n")), new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("it would wait here");
            }
        });
        assertThat(LogInput.of(typed).read()).isEqualTo('\n');
    }

    /** A pipe that is never ahead of its reader. */
    private static final class Dripping extends ByteArrayInputStream {

        Dripping(byte[] all) {
            super(all);
        }

        @Override
        public synchronized int read(byte[] to, int offset, int length) {
            return super.read(to, offset, Math.min(length, 1));
        }

        @Override
        public synchronized int available() {
            return 0;
        }
    }

    private static Result read(byte[] file) throws IOException {
        return read(new ByteArrayInputStream(file));
    }

    private static Result read(InputStream file) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (InputStream in = LogInput.of(file)) {
            String problem = drain(in, text);
            return new Result(text.toString(StandardCharsets.UTF_8), problem);
        }
    }

    private static String drain(InputStream in, ByteArrayOutputStream text) {
        byte[] buffer = new byte[1000];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                text.write(buffer, 0, read);
            }
            return null;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes(text));
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.write(part);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
