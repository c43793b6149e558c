package com.jisu.logs.app.parse;

import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.api.FieldOrigin;
import com.jisu.logs.parsers.api.ParsedEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Documents as lines, or explained field by field. Buffered. */
final class DocumentOutput {

    private final OutputStream out;
    private final byte[] buffer = new byte[256 * 1024];
    private int length;

    DocumentOutput(OutputStream out) {
        this.out = out;
    }

    void document(ParsedEvent document) throws IOException {
        write(document.document());
        write(new byte[] {'\n'});
    }

    /** A table of the document's fields, and an empty line. */
    void explained(EventDocuments.Part first, EventParser parser) throws IOException {
        StringBuilder text = new StringBuilder(
                first.position().topic() + ":" + first.position().offset() + "\n");
        List<FieldOrigin> fields = parser.explanation();
        int names = width(fields.stream().mapToInt(field -> field.name().length()));
        int values = width(fields.stream().mapToInt(field -> field.json().length()));
        for (FieldOrigin field : fields) {
            text.append("  ").append(pad(field.name(), names)).append("  ").append(pad(field.json(), values));
            text.append("  ").append(field.rule()).append('\n');
        }
        write(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    /** What most of the texts fit into; the rule of a longer one stands further to the right. */
    private static int width(IntStream lengths) {
        return Math.min(48, lengths.max().orElse(0));
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private void write(byte[] bytes) throws IOException {
        if (bytes.length > buffer.length - length) {
            flush();
        }
        if (bytes.length > buffer.length) {
            out.write(bytes);
        } else {
            System.arraycopy(bytes, 0, buffer, length, bytes.length);
            length += bytes.length;
        }
    }

    void flush() throws IOException {
        out.write(buffer, 0, length);
        length = 0;
    }
}
