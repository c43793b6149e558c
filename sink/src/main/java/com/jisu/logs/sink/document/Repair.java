package com.jisu.logs.sink.document;

import com.jisu.logs.records.json.JsonSpans;
import com.jisu.logs.records.json.JsonSpans.Member;
import com.jisu.logs.records.json.JsonSpans.Node;
import com.jisu.logs.sink.elasticsearch.BulkAnswer.Failure;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Moves the field that the server refused to {@code application.overflow}, which is mapped so that it takes
 * any shape, and tags the document {@code _mapping_conflict}. Nothing else of the document changes.
 *
 * <p>Which field that is, Elasticsearch's error says twice: by name, and by the position of the token it stumbled on. The name is
 * used where the document has it; some errors name nothing, or something that the document spells otherwise. Where OpenSearch
 * says neither, what was refused is looked for, see {@link SuspectSearch}.
 */
final class Repair {

    static final String TAG = "_mapping_conflict";

    private final JsonSpans spans;
    private final Relocation relocation;
    private boolean changed;

    private Repair(JsonSpans spans) {
        this.spans = spans;
        this.relocation = new Relocation(spans, TAG);
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
            repair.take(failure);
            return repair.changed ? Optional.of(repair.relocation.write(time)) : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private void take(Failure failure) {
        Node root = spans.root();
        failure.suspects().ifPresent(suspects -> changed = new SuspectSearch(spans, relocation).take(suspects));
        if (!changed) {
            failure.refusedField().ifPresent(path -> takeNamed(root, path, ""));
        }
        if (!changed) {
            failure.refusedByte().ifPresent(at -> takeAt(root, at, ""));
        }
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
        return path.equals(Relocation.APPLICATION + "." + Relocation.OVERFLOW);
    }

    private void take(Member member, String path) {
        changed = true;
        relocation.take(member, path);
    }
}
