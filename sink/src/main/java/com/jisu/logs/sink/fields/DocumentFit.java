package com.jisu.logs.sink.fields;

import com.fasterxml.jackson.core.JsonToken;
import com.jisu.logs.records.json.JsonSpans;
import com.jisu.logs.records.json.JsonSpans.Member;
import com.jisu.logs.records.json.JsonSpans.Node;
import com.jisu.logs.sink.document.Relocation;
import com.jisu.logs.sink.metrics.NoRoom;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Fits one document to the names of its index: asks for those that are new, and moves the values of names that find no
 * room to {@code application.overflow}, whole. Used once.
 */
final class DocumentFit {

    static final String TAG = "_field_limit";

    /** Of a document that says neither its service nor its type. */
    private static final String UNNAMED = "unknown";

    /** As deep as documents are looked through. */
    private static final int MAX_DEPTH = 100;

    private final JsonSpans spans;
    private final IndexNames index;
    private final String service;
    private final long now;
    private final Relocation relocation;
    private int granted;
    private final Set<NoRoom> refusals = EnumSet.noneOf(NoRoom.class);

    /**
     * @param service who is asked to have made the document, see {@link #service}
     * @throws IOException if the document is no JSON object
     */
    DocumentFit(byte[] document, IndexNames index, String logType, long now) throws IOException {
        this.spans = JsonSpans.parse(document);
        this.index = index;
        this.now = now;
        this.relocation = new Relocation(spans, TAG);
        this.service = text("service", "name")
                .or(() -> text("fields", "logtype"))
                .orElse(logType.isBlank() ? UNNAMED : logType);
    }

    /**
     * The document with what finds no room in its overflow; nothing if all of it has room.
     *
     * @param time of the document
     */
    Optional<byte[]> fitted(Instant time) {
        members(spans.root(), FieldNames.ROOT, "", 0);
        return relocation.isEmpty() ? Optional.empty() : Optional.of(relocation.write(time));
    }

    /** {@code service.name}, else {@code fields.logtype}, else what the record says of its type. */
    String service() {
        return service;
    }

    /** How many new names found room. */
    int granted() {
        return granted;
    }

    /** Why something found no room. */
    Set<NoRoom> refusals() {
        return refusals;
    }

    private void members(Node object, long path, String above, int depth) {
        if (depth > MAX_DEPTH) {
            return;
        }
        boolean closed = index.names().kind(path) == FieldNames.STRICT;
        for (Member member : object.members()) {
            String full = above + member.name();
            if (makesField(member.value()) && isName(member.name())) {
                member(member, full, path, closed, depth);
            }
        }
    }

    private void member(Member member, String full, long parent, boolean closedParent, int depth) {
        String name = member.name();
        boolean closed = closedParent;
        boolean holdsObjects = holdsObject(member.value());
        long path = parent;
        int start = 0;
        while (start <= name.length()) {
            int dot = name.indexOf('.', start);
            int end = dot < 0 ? name.length() : dot;
            path = FieldNames.path(path, name.substring(start, end));
            byte kind = index.names().kind(path);
            if (kind == FieldNames.FIELD) {
                return;
            }
            byte wanted = dot >= 0 || holdsObjects ? FieldNames.OBJECT : FieldNames.FIELD;
            if (kind == FieldNames.UNKNOWN && !grant(path, wanted, closed)) {
                relocation.take(member, full);
                return;
            }
            closed = index.names().kind(path) == FieldNames.STRICT;
            start = end + 1;
        }
        if (holdsObjects) {
            objects(member.value(), path, full + ".", depth + 1);
        }
    }

    private void objects(Node node, long path, String above, int depth) {
        if (node.isObject()) {
            members(node, path, above, depth);
        } else if (depth <= MAX_DEPTH) {
            for (Node element : node.elements()) {
                objects(element, path, above, depth + 1);
            }
        }
    }

    private boolean grant(long path, byte kind, boolean closed) {
        Optional<NoRoom> refusal = closed ? Optional.of(NoRoom.INDEX) : index.grant(service, path, kind, now);
        refusal.ifPresentOrElse(refusals::add, () -> granted++);
        return refusal.isEmpty();
    }

    private static boolean makesField(Node value) {
        return value.kind() != JsonToken.VALUE_NULL
                && (!value.isArray() || !value.elements().isEmpty());
    }

    private static boolean holdsObject(Node value) {
        if (value.isObject()) {
            return true;
        }
        for (Node element : value.elements()) {
            if (holdsObject(element)) {
                return true;
            }
        }
        return false;
    }

    /** What can be no field's name Elasticsearch refuses, and names. */
    private static boolean isName(String name) {
        return !name.isBlank() && !name.startsWith(".") && !name.endsWith(".") && !name.contains("..");
    }

    private Optional<String> text(String object, String name) {
        Node root = spans.root();
        return root.member(object)
                .flatMap(each -> each.member(name))
                .or(() -> root.member(object + "." + name))
                .filter(Node::isString)
                .map(spans::text)
                .filter(each -> !each.isBlank());
    }
}
