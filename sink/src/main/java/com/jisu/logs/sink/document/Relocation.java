package com.jisu.logs.sink.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.jisu.logs.records.json.JsonSpans;
import com.jisu.logs.records.json.JsonSpans.Member;
import com.jisu.logs.records.json.JsonSpans.Node;
import com.jisu.logs.records.json.JsonSpans.Separator;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Moves members of a document to {@code application.overflow}, which is mapped {@code flattened} and takes any shape, or to
 * {@code application.text}, and tags the document. Nothing else of it changes, but that what held nothing else than moved
 * members goes with them. What the overflow and the text hold already stays.
 */
public final class Relocation {

    static final String APPLICATION = "application";
    static final String OVERFLOW = "overflow";
    private static final String TEXT = "text";

    private static final String TIMESTAMP = "@timestamp";
    private static final String TAGS = "tags";

    /**
     * Deeper values are written as one level of dotted names: flattened fields have a bound on depth. So are those with a
     * number in them that has to become a string.
     */
    private static final int MAX_DEPTH = 10;

    /** Elasticsearch's JSON reader takes numbers of up to 1,000 digits. */
    private static final int MAX_NUMBER_BYTES = 1_000;

    private final JsonSpans spans;
    private final String tag;
    private final Set<Member> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, List<Node>> moved = new LinkedHashMap<>();
    private final Map<String, List<Node>> texts = new LinkedHashMap<>();
    private final List<Node> kept = new ArrayList<>();

    /** @param tag that the document gets */
    public Relocation(JsonSpans spans, String tag) {
        this.spans = spans;
        this.tag = tag;
    }

    /**
     * Has a member moved.
     *
     * @param path its dotted name from the root on, under which its value is found in the overflow
     */
    public void take(Member member, String path) {
        if (taken.add(member)) {
            moved.computeIfAbsent(path, key -> new ArrayList<>()).add(member.value());
        }
    }

    /**
     * Has the values in a member written into the text, each with its dotted name before it: what no field takes that has
     * a bound on length.
     */
    void takeAsText(Member member, String path) {
        if (taken.add(member)) {
            collectLeaves(member.value(), path, texts);
        }
    }

    public boolean isEmpty() {
        return taken.isEmpty();
    }

    /** @param time of the document, which stands in where its {@code @timestamp} is moved */
    public byte[] write(Instant time) {
        takeUnless(APPLICATION, Node::isObject);
        takeUnless(TAGS, Relocation::areTags);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write('{');
        Separator separator = new Separator(out);
        boolean timeTaken = false;
        for (Member member : spans.root().members()) {
            timeTaken |= taken.contains(member) && member.name().equals(TIMESTAMP);
            if (!JsonSpans.isLeft(member, taken)
                    && !member.name().equals(APPLICATION)
                    && !member.name().equals(TAGS)) {
                separator.next();
                spans.copyName(member, out);
                spans.copyWithout(member.value(), taken, out);
            }
        }
        if (timeTaken) {
            separator.next();
            write("\"" + TIMESTAMP + "\":\"" + time + "\"", out);
        }
        separator.next();
        writeApplication(out);
        separator.next();
        writeTags(tagsOf(spans, taken), tag, out);
        out.write('}');
        return out.toByteArray();
    }

    /** What stands where the overflow or the tag belongs, and is no place for it, goes into the overflow. */
    private void takeUnless(String name, Predicate<Node> isPlace) {
        for (Member member : spans.root().members()) {
            if (member.name().equals(name) && !isPlace.test(member.value()) && !taken.contains(member)) {
                take(member, name);
            }
        }
    }

    private static boolean areTags(Node node) {
        return node.isString() || node.isArray() && node.elements().stream().allMatch(Node::isString);
    }

    private void writeApplication(ByteArrayOutputStream out) {
        write("\"" + APPLICATION + "\":{", out);
        Separator separator = new Separator(out);
        Map<String, List<Node>> overflow = new LinkedHashMap<>();
        for (Member application : spans.root().members()) {
            if (!application.name().equals(APPLICATION) || taken.contains(application)) {
                continue;
            }
            for (Member member : application.value().members()) {
                if (member.name().equals(OVERFLOW)) {
                    collectOverflow(member.value(), overflow);
                } else if (member.name().equals(TEXT) && !texts.isEmpty() && !taken.contains(member)) {
                    keepText(member.value(), overflow);
                } else if (!JsonSpans.isLeft(member, taken)) {
                    separator.next();
                    spans.copyName(member, out);
                    spans.copyWithout(member.value(), taken, out);
                }
            }
        }
        moved.forEach((path, values) ->
                overflow.computeIfAbsent(path, key -> new ArrayList<>()).addAll(values));
        writeTexts(separator, out);
        if (!overflow.isEmpty() || texts.isEmpty()) {
            separator.next();
            write("\"" + OVERFLOW + "\":{", out);
            Separator entries = new Separator(out);
            overflow.forEach((path, values) -> writeEntry(path, values, entries, out));
            out.write('}');
        }
        out.write('}');
    }

    /** What the text holds already stays in front; what is no text goes to the overflow. */
    private void keepText(Node value, Map<String, List<Node>> overflow) {
        if (value.isArray() && value.elements().stream().noneMatch(each -> each.isObject() || each.isArray())) {
            kept.addAll(value.elements());
        } else if (value.isObject() || value.isArray()) {
            overflow.computeIfAbsent(APPLICATION + "." + TEXT, key -> new ArrayList<>())
                    .add(value);
        } else {
            kept.add(value);
        }
    }

    private void writeTexts(Separator separator, ByteArrayOutputStream out) {
        if (texts.isEmpty()) {
            return;
        }
        separator.next();
        write("\"" + TEXT + "\":[", out);
        Separator elements = new Separator(out);
        for (Node value : kept) {
            elements.next();
            writeValue(value, out);
        }
        texts.forEach((path, values) -> values.forEach(value -> {
            elements.next();
            out.write('"');
            write(new String(JsonStringEncoder.getInstance().quoteAsString(path + ": ")), out);
            spans.copyUnquoted(value, out);
            out.write('"');
        }));
        out.write(']');
    }

    private void collectOverflow(Node node, Map<String, List<Node>> overflow) {
        if (node.isObject()) {
            for (Member member : node.members()) {
                if (JsonSpans.isLeft(member, taken)) {
                    continue;
                }
                overflow.computeIfAbsent(member.name(), key -> new ArrayList<>())
                        .add(member.value());
            }
        } else {
            overflow.computeIfAbsent(OVERFLOW, key -> new ArrayList<>()).add(node);
        }
    }

    private void writeEntry(String path, List<Node> values, Separator separator, ByteArrayOutputStream out) {
        if (values.stream().allMatch(value -> depth(value) <= MAX_DEPTH && !holdsLongNumber(value))) {
            writeValues(path, values, separator, out);
            return;
        }
        Map<String, List<Node>> leaves = new LinkedHashMap<>();
        values.forEach(value -> collectLeaves(value, path, leaves));
        leaves.forEach((leaf, leafValues) -> writeValues(leaf, leafValues, separator, out));
    }

    private void writeValues(String path, List<Node> values, Separator separator, ByteArrayOutputStream out) {
        separator.next();
        writeString(path, out);
        out.write(':');
        if (values.size() == 1) {
            writeValue(values.get(0), out);
            return;
        }
        out.write('[');
        Separator elements = new Separator(out);
        for (Node value : values) {
            elements.next();
            writeValue(value, out);
        }
        out.write(']');
    }

    private void writeValue(Node value, ByteArrayOutputStream out) {
        if (isLongNumber(value)) {
            out.write('"');
            spans.copy(value, out);
            out.write('"');
        } else {
            spans.copyWithout(value, taken, out);
        }
    }

    private static boolean isLongNumber(Node value) {
        return value.kind().isNumeric() && value.end() - value.start() > MAX_NUMBER_BYTES;
    }

    private static boolean holdsLongNumber(Node container) {
        for (Node each : container.elements()) {
            if (isLongNumber(each) || holdsLongNumber(each)) {
                return true;
            }
        }
        for (Member each : container.members()) {
            if (isLongNumber(each.value()) || holdsLongNumber(each.value())) {
                return true;
            }
        }
        return false;
    }

    private void collectLeaves(Node node, String path, Map<String, List<Node>> leaves) {
        if (node.isObject() || node.isArray()) {
            // Loops, as each level of a deep document would be many frames of the stack otherwise.
            for (Node element : node.elements()) {
                collectLeaves(element, path, leaves);
            }
            for (Member member : node.members()) {
                if (!taken.contains(member)) {
                    collectLeaves(member.value(), path + "." + member.name(), leaves);
                }
            }
        } else {
            leaves.computeIfAbsent(path, key -> new ArrayList<>()).add(node);
        }
    }

    private static int depth(Node node) {
        int deepest = 0;
        for (Node element : node.elements()) {
            deepest = Math.max(deepest, depth(element));
        }
        for (Member member : node.members()) {
            deepest = Math.max(deepest, depth(member.value()));
        }
        return deepest + 1;
    }

    /** The document's tags as JSON text, each one string; what is no string is no tag. */
    static List<byte[]> tagsOf(JsonSpans spans, Set<Member> without) {
        List<byte[]> tags = new ArrayList<>();
        for (Member member : spans.root().members()) {
            if (!member.name().equals(TAGS) || without.contains(member)) {
                continue;
            }
            List<Node> values = member.value().isArray() ? member.value().elements() : List.of(member.value());
            for (Node value : values) {
                if (value.isString()) {
                    ByteArrayOutputStream tag = new ByteArrayOutputStream();
                    spans.copy(value, tag);
                    tags.add(tag.toByteArray());
                }
            }
        }
        return tags;
    }

    /** Writes the member {@code tags} with ours among them. */
    static void writeTags(List<byte[]> tags, String tag, ByteArrayOutputStream out) {
        write("\"" + TAGS + "\":[", out);
        byte[] ours = ("\"" + tag + "\"").getBytes(UTF_8);
        for (byte[] each : tags) {
            if (!Arrays.equals(each, ours)) {
                out.writeBytes(each);
                out.write(',');
            }
        }
        out.writeBytes(ours);
        out.write(']');
    }

    static void writeString(String text, ByteArrayOutputStream out) {
        out.write('"');
        write(new String(JsonStringEncoder.getInstance().quoteAsString(text)), out);
        out.write('"');
    }

    static void write(String text, ByteArrayOutputStream out) {
        out.writeBytes(text.getBytes(UTF_8));
    }
}
