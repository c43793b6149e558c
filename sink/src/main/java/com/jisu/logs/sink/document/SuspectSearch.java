package com.jisu.logs.sink.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.jisu.logs.records.json.JsonSpans;
import com.jisu.logs.records.json.JsonSpans.Member;
import com.jisu.logs.records.json.JsonSpans.Node;
import com.jisu.logs.sink.elasticsearch.Suspects;
import java.util.function.Predicate;

/**
 * Looks for what a server may have refused where its error has neither a name nor a place, and has all of it moved, so that one
 * more try will do. What is moved though it was not refused is found all the same. Used once.
 */
final class SuspectSearch {

    private final JsonSpans spans;
    private final Relocation relocation;
    private boolean found;

    SuspectSearch(JsonSpans spans, Relocation relocation) {
        this.spans = spans;
        this.relocation = relocation;
    }

    /** Whether there was anything. */
    boolean take(Suspects suspects) {
        Node root = spans.root();
        int bound = suspects.bound();
        switch (suspects.trait()) {
            case NAME -> takeMembers(root, "", member -> isUnusable(member.name(), bound));
            case LONG_NUMBER -> takeMembers(root, "", member -> holdsLongNumber(member.value(), bound));
            case DEPTH -> takeDeep(root, "", 1, bound);
            case LONG_IN_FLAT_OBJECT -> takeIn(root, suspects.within(), "", bound);
        }
        return found;
    }

    private void takeMembers(Node node, String above, Predicate<Member> isSuspect) {
        for (Node element : node.elements()) {
            takeMembers(element, above, isSuspect);
        }
        for (Member member : node.members()) {
            String path = above + member.name();
            if (isOverflow(path)) {
                found |= holds(member.value(), isSuspect); // it is written anew in any case, as the overflow needs it
            } else if (isSuspect.test(member)) {
                move(member, path);
            } else {
                takeMembers(member.value(), path + ".", isSuspect);
            }
        }
    }

    private static boolean holds(Node node, Predicate<Member> isSuspect) {
        for (Node element : node.elements()) {
            if (holds(element, isSuspect)) {
                return true;
            }
        }
        for (Member member : node.members()) {
            if (isSuspect.test(member) || holds(member.value(), isSuspect)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnusable(String name, int bound) {
        if (name.length() > bound) {
            return true;
        }
        String[] parts = name.split("\\.", -1);
        for (String part : parts) {
            if (part.isBlank()) {
                return true;
            }
        }
        return false;
    }

    private static boolean holdsLongNumber(Node value, int bound) {
        boolean found = value.kind().isNumeric() && value.end() - value.start() > bound;
        for (Node element : value.elements()) {
            found = found || holdsLongNumber(element, bound);
        }
        return found;
    }

    /** @param level that the node's members are at; the document's own are at 1 */
    private void takeDeep(Node node, String above, int level, int bound) {
        for (Node element : node.elements()) {
            takeDeep(element, above, element.isArray() ? level + 1 : level, bound);
        }
        for (Member member : node.members()) {
            String path = above + member.name();
            if (isOverflow(path)) {
                found = true; // what is deep in it is written as dotted names
            } else if (level + arrays(member.value()) >= bound && hasParts(member.value())) {
                move(member, path);
            } else {
                takeDeep(member.value(), path + ".", level + 1, bound);
            }
        }
    }

    private static boolean hasParts(Node value) {
        return value.isObject() || value.isArray();
    }

    /** Lists in lists. */
    private static int arrays(Node value) {
        int deepest = 0;
        for (Node element : value.elements()) {
            deepest = Math.max(deepest, element.isArray() ? 1 + arrays(element) : 0);
        }
        return deepest;
    }

    /** Finds the field, whose name may stand in one or in several parts. */
    private void takeIn(Node node, String field, String above, int bound) {
        for (Node element : node.elements()) {
            takeIn(element, field, above, bound);
        }
        for (Member member : node.members()) {
            String path = above + member.name();
            if (member.name().equals(field)) {
                takeLong(member.value(), path, bound);
            } else if (field.startsWith(member.name() + ".")) {
                takeIn(member.value(), field.substring(member.name().length() + 1), path + ".", bound);
            }
        }
    }

    private void takeLong(Node node, String above, int bound) {
        for (Node element : node.elements()) {
            takeLong(element, above, bound);
        }
        for (Member member : node.members()) {
            String path = above + "." + member.name();
            takeLong(member.value(), path, bound);
            if (holdsLong(member.value(), bound - path.getBytes(UTF_8).length)) {
                relocation.takeAsText(member, path);
                found = true;
            }
        }
    }

    /** Counted as they stand: an escape has more bytes than what it stands for. */
    private static boolean holdsLong(Node value, int bound) {
        boolean found = !hasParts(value) && value.end() - value.start() > bound;
        for (Node element : value.elements()) {
            found = found || holdsLong(element, bound);
        }
        return found;
    }

    private static boolean isOverflow(String path) {
        return path.equals(Relocation.APPLICATION + "." + Relocation.OVERFLOW);
    }

    private void move(Member member, String path) {
        relocation.take(member, path);
        found = true;
    }
}
