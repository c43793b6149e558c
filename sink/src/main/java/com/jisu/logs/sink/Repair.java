package com.jisu.logs.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.jisu.logs.sink.BulkAnswer.Failure;
import com.jisu.logs.sink.JsonSpans.Member;
import com.jisu.logs.sink.JsonSpans.Node;
import com.jisu.logs.sink.JsonSpans.Separator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Moves the field that Elasticsearch refused to {@code application.overflow}, which is mapped {@code flattened} and takes
 * any shape, and tags the document {@code _mapping_conflict}. Nothing else of the document changes.
 *
 * <p>Which field that is, the error says twice: by name, and by the position of the token it stumbled on. The name is
 * used where the document has it; some errors name nothing, or something that the document spells otherwise.
 */
final class Repair {

    static final String TAG = "_mapping_conflict";

    private static final String TIMESTAMP = "@timestamp";
    private static final String APPLICATION = "application";
    private static final String OVERFLOW = "overflow";
    private static final String TAGS = "tags";

    /** Deeper values are written as one level of dotted names: flattened fields have a bound on depth. */
    private static final int MAX_DEPTH = 10;

    /** Elasticsearch's JSON reader takes numbers of up to 1,000 digits. */
    private static final int MAX_NUMBER_BYTES = 1_000;

    /** The texts of 8.x and 9.x. Values quoted in them may look the same, so the first match counts. */
    private static final List<Pattern> NAMES = List.of(
            Pattern.compile("failed to parse field \\[(.+?)\\] of type \\["),
            Pattern.compile("object mapping for \\[(.+?)\\] tried to parse field"),
            Pattern.compile("mapper \\[(.+?)\\] cannot be changed from type"),
            Pattern.compile(
                    "can't merge a non[ -](?:object|nested) mapping \\[(.+?)\\] with an? (?:object|nested) mapping"),
            Pattern.compile("Cannot write to a field alias \\[(.+?)\\]"),
            Pattern.compile("due to object field \\[(.+?)\\]"),
            Pattern.compile("immense term in field=\"(.+?)\""));

    private static final Pattern POSITION = Pattern.compile("^\\[1:(\\d+)\\]");

    private final JsonSpans spans;
    private final Set<Member> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, List<Node>> moved = new LinkedHashMap<>();
    private boolean changed;

    private Repair(JsonSpans spans) {
        this.spans = spans;
    }

    /**
     * The document without the refused field, or nothing if the error is about no field that could be moved.
     *
     * @param source what was refused
     * @param failure why
     * @param time of the document, which stands in where its {@code @timestamp} is what was refused
     */
    static Optional<byte[]> of(byte[] source, Failure failure, Instant time) {
        try {
            Repair repair = new Repair(JsonSpans.parse(source));
            repair.take(failure.reason());
            return repair.changed ? Optional.of(repair.write(time)) : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private void take(String reason) {
        Node root = spans.root();
        Optional<String> name = name(reason);
        name.ifPresent(path -> takeNamed(root, path, ""));
        if (!changed) {
            Matcher position = POSITION.matcher(reason);
            if (position.find()) {
                takeAt(root, Integer.parseInt(position.group(1)) - 1, "");
            }
        }
    }

    private static Optional<String> name(String reason) {
        int first = Integer.MAX_VALUE;
        Optional<String> name = Optional.empty();
        for (Pattern pattern : NAMES) {
            Matcher matcher = pattern.matcher(reason);
            if (matcher.find() && matcher.start() < first) {
                first = matcher.start();
                name = Optional.of(matcher.group(1));
            }
        }
        return name;
    }

    /** Takes every member that a dotted path leads to: names may hold dots themselves, and arrays hold many. */
    private void takeNamed(Node node, String path, String above) {
        node.elements().forEach(element -> takeNamed(element, path, above));
        for (Member member : node.members()) {
            String full = above + member.name();
            if (isOverflow(full)) {
                changed |= !member.value().isObject();
            } else if (member.name().equals(path)) {
                take(member, full);
            } else if (path.startsWith(member.name() + ".")) {
                takeNamed(member.value(), path.substring(member.name().length() + 1), full + ".");
            }
        }
    }

    /** Takes the innermost member around a byte; whether there is one. */
    private boolean takeAt(Node node, int at, String above) {
        for (Node element : node.elements()) {
            if (takeAt(element, at, above)) {
                return true;
            }
        }
        for (Member member : node.members()) {
            String full = above + member.name();
            if (member.start() <= at && at < member.value().end()) {
                if (isOverflow(full)) {
                    changed |= !member.value().isObject();
                } else if (!takeAt(member.value(), at, full + ".")) {
                    take(member, full);
                }
                return true;
            }
        }
        return false;
    }

    /** What is refused inside the overflow can not be moved there; what stands in its place can. */
    private static boolean isOverflow(String path) {
        return path.equals(APPLICATION + "." + OVERFLOW);
    }

    private void take(Member member, String path) {
        changed = true;
        taken.add(member);
        moved.computeIfAbsent(path, key -> new ArrayList<>()).add(member.value());
    }

    private byte[] write(Instant time) {
        takeUnless(APPLICATION, Node::isObject);
        takeUnless(TAGS, Repair::areTags);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write('{');
        Separator separator = new Separator(out);
        boolean timeTaken = false;
        for (Member member : spans.root().members()) {
            timeTaken |= taken.contains(member) && member.name().equals(TIMESTAMP);
            if (!taken.contains(member)
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
        writeTags(tagsOf(spans, taken), out);
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
                } else if (!taken.contains(member)) {
                    separator.next();
                    spans.copyName(member, out);
                    spans.copyWithout(member.value(), taken, out);
                }
            }
        }
        moved.forEach((path, values) ->
                overflow.computeIfAbsent(path, key -> new ArrayList<>()).addAll(values));
        separator.next();
        write("\"" + OVERFLOW + "\":{", out);
        Separator entries = new Separator(out);
        overflow.forEach((path, values) -> writeEntry(path, values, entries, out));
        write("}}", out);
    }

    private static void collectOverflow(Node node, Map<String, List<Node>> overflow) {
        if (node.isObject()) {
            for (Member member : node.members()) {
                overflow.computeIfAbsent(member.name(), key -> new ArrayList<>())
                        .add(member.value());
            }
        } else {
            overflow.computeIfAbsent(OVERFLOW, key -> new ArrayList<>()).add(node);
        }
    }

    private void writeEntry(String path, List<Node> values, Separator separator, ByteArrayOutputStream out) {
        if (values.stream().allMatch(value -> depth(value) <= MAX_DEPTH)) {
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
        boolean number = value.kind().isNumeric();
        if (number && value.end() - value.start() > MAX_NUMBER_BYTES) {
            out.write('"');
            spans.copy(value, out);
            out.write('"');
        } else {
            spans.copyWithout(value, taken, out);
        }
    }

    private static void collectLeaves(Node node, String path, Map<String, List<Node>> leaves) {
        if (node.isObject() || node.isArray()) {
            node.elements().forEach(element -> collectLeaves(element, path, leaves));
            node.members().forEach(member -> collectLeaves(member.value(), path + "." + member.name(), leaves));
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

    /** Writes the member {@code tags} with {@link #TAG} among them. */
    static void writeTags(List<byte[]> tags, ByteArrayOutputStream out) {
        write("\"" + TAGS + "\":[", out);
        byte[] ours = ("\"" + TAG + "\"").getBytes(UTF_8);
        for (byte[] tag : tags) {
            if (!Arrays.equals(tag, ours)) {
                out.writeBytes(tag);
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
