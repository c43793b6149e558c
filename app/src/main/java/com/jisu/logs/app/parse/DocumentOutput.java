package com.jisu.logs.app.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.jisu.logs.parsers.api.Delivery;
import com.jisu.logs.parsers.api.FieldOrigin;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.RuleResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.IntStream;

/** Documents as lines, or explained field by field. Buffered. */
final class DocumentOutput {

    /** The index of documents that rules do not send elsewhere. */
    private static final DateTimeFormatter DAILY =
            DateTimeFormatter.ofPattern("'jisu-logs-'uuuu.MM.dd").withZone(ZoneOffset.UTC);

    private final OutputStream out;
    private final JsonFactory jsonFactory = new JsonFactory();
    private final byte[] buffer = new byte[256 * 1024];
    private int length;

    DocumentOutput(OutputStream out) {
        this.out = out;
    }

    void document(ParsedEvent document) throws IOException {
        write(document.document());
        write(new byte[] {'\n'});
    }

    /** A line with all that rules made of an event: a JSON array of what each output gets. */
    void results(List<RuleResult> results) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        line.write('[');
        for (RuleResult result : results) {
            if (line.size() > 1) {
                line.write(',');
            }
            write(result, line);
        }
        line.write(']');
        line.write('\n');
        write(line.toByteArray());
    }

    private void write(RuleResult result, ByteArrayOutputStream line) throws IOException {
        Delivery delivery = result.delivery();
        String index = delivery.index() == null ? DAILY.format(Instant.ofEpochMilli(result.time())) : delivery.index();
        try (JsonGenerator json = jsonFactory.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("index", index);
            writeIfThere(json, "id", delivery.id());
            writeIfThere(json, "routing", delivery.routing());
            writeIfThere(json, "pipeline", delivery.pipeline());
            json.writeFieldName("document");
            json.writeRawValue(new String(result.json(), StandardCharsets.UTF_8));
            json.writeEndObject();
        }
    }

    private static void writeIfThere(JsonGenerator json, String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    /** A table of a document's fields, and an empty line. */
    void explained(EventDocuments.Part first, List<FieldOrigin> fields) throws IOException {
        StringBuilder text = new StringBuilder(
                first.position().topic() + ":" + first.position().offset() + "\n");
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
