package com.jisu.logs.sink.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.jisu.logs.records.json.JsonSpans;
import com.jisu.logs.records.json.JsonSpans.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is stored of a document that Elasticsearch refuses in any other form: enough to see the line in Kibana, with
 * the reason, and with the whole original as text that is not indexed.
 */
final class MinimalForm {

    /** What is kept as it is. */
    private static final List<String> KEPT = List.of("@timestamp", "environment", "fields", "host", "log");

    /** Shown as the message of a document that has none, in characters. */
    private static final int MAX_MESSAGE_CHARS = 2_000;

    private MinimalForm() {}

    /**
     * The original's time, environment and origin with its message.
     *
     * @param original the value of the record
     * @param error Elasticsearch's reason
     * @param time of the document, for an original without a {@code @timestamp}
     */
    static byte[] of(byte[] original, String error, Instant time) {
        return write(original, error, time, KEPT);
    }

    /** The message alone: for an original whose time or origin is what Elasticsearch refuses. */
    static byte[] bare(byte[] original, String error, Instant time) {
        return write(original, error, time, List.of());
    }

    private static byte[] write(byte[] original, String error, Instant time, List<String> kept) {
        String text = new String(original, UTF_8);
        Optional<JsonSpans> spans = parse(original);
        ByteArrayOutputStream out = new ByteArrayOutputStream(original.length * 2 + 1_000);
        Relocation.write("{\"@timestamp\":", out);
        Optional<Node> timestamp = member(spans, "@timestamp", kept).filter(each -> !each.isArray());
        if (timestamp.isPresent()) {
            spans.get().copy(timestamp.get(), out);
        } else {
            Relocation.writeString(time.toString(), out);
        }
        Relocation.write(",\"message\":", out);
        Optional<Node> message =
                spans.flatMap(each -> each.root().member("message")).filter(Node::isString);
        if (message.isPresent()) {
            spans.get().copy(message.get(), out);
        } else {
            Relocation.writeString(text.substring(0, Math.min(text.length(), MAX_MESSAGE_CHARS)), out);
        }
        for (String name : kept) {
            Optional<Node> value = member(spans, name, kept);
            if (!name.equals("@timestamp") && value.isPresent()) {
                Relocation.write(",\"" + name + "\":", out);
                spans.get().copy(value.get(), out);
            }
        }
        Relocation.write(",\"error\":{\"message\":", out);
        Relocation.writeString(error, out);
        Relocation.write("},\"event\":{\"original\":", out);
        Relocation.writeString(text, out);
        Relocation.write("},", out);
        Relocation.writeTags(
                spans.map(each -> Relocation.tagsOf(each, Set.of())).orElse(List.of()), Repair.TAG, out);
        out.write('}');
        return out.toByteArray();
    }

    private static Optional<Node> member(Optional<JsonSpans> spans, String name, List<String> kept) {
        return spans.filter(each -> kept.contains(name))
                .flatMap(each -> each.root().member(name));
    }

    private static Optional<JsonSpans> parse(byte[] original) {
        try {
            return Optional.of(JsonSpans.parse(Intake.onOneLine(original)));
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }
}
