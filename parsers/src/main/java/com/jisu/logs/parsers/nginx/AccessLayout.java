package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.Key;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the fields of an access line of the usual kind follow one another in a document, behind members of other origin: in
 * which order, and with what between each two. Constants are a part of what is between. Immutable.
 */
final class AccessLayout {

    /** The client is an address, and the request one by HTTP. */
    private static final EnumSet<AccessField> UNUSUAL = EnumSet.of(AccessField.CLIENT_NAME, AccessField.RAW_REQUEST);

    private static final Key[] ROOT = {};

    /** By the section. */
    private static final AccessLayout[] LAYOUTS =
            Arrays.stream(AccessSection.values()).map(AccessLayout::new).toArray(AccessLayout[]::new);

    private final AccessField[] fields;

    /** By one more than the field before, and the field behind. */
    private final byte[][][] between;

    /** Where what is written begins and ends. */
    private final Key[] root;

    private AccessLayout(AccessSection section) {
        List<AccessField> all = ordered(List.copyOf(EnumSet.complementOf(UNUSUAL)), 0).stream()
                .filter(field -> section == AccessSection.WHOLE || isOfEvent(field) == (section == AccessSection.EVENT))
                .toList();
        root = section == AccessSection.EVENT ? AccessField.KIND.path() : ROOT;
        int[] variable = all.stream()
                .filter(field -> field.constant() == null)
                .mapToInt(all::indexOf)
                .toArray();
        fields = Arrays.stream(variable).mapToObj(all::get).toArray(AccessField[]::new);
        between = new byte[fields.length + 1][fields.length + 1][];
        for (int before = 0; before <= fields.length; before++) {
            for (int behind = before; behind <= fields.length; behind++) {
                int from = before == 0 ? -1 : variable[before - 1];
                int to = behind == fields.length ? all.size() : variable[behind];
                between[before][behind] = text(all, from, to).getBytes(StandardCharsets.US_ASCII);
            }
        }
    }

    static AccessLayout of(AccessSection section) {
        return LAYOUTS[section.ordinal()];
    }

    /** All fields, in an order in which those of one object are put one behind the other, whichever are missing. */
    static List<AccessField> ordered() {
        return ordered(List.of(AccessField.values()), 0);
    }

    /** As they stand in objects, each of which is where its first field is. */
    private static List<AccessField> ordered(List<AccessField> fields, int depth) {
        Map<Key, List<AccessField>> byName = new LinkedHashMap<>();
        for (AccessField field : fields) {
            byName.computeIfAbsent(field.path()[depth], name -> new ArrayList<>())
                    .add(field);
        }
        List<AccessField> ordered = new ArrayList<>();
        for (List<AccessField> object : byName.values()) {
            boolean isField = object.get(0).path().length == depth + 1;
            ordered.addAll(isField ? object : ordered(object, depth + 1));
        }
        return ordered;
    }

    private static boolean isOfEvent(AccessField field) {
        return field.path()[0].equals(AccessField.KIND.path()[0]);
    }

    private String text(List<AccessField> all, int before, int behind) {
        StringBuilder text = new StringBuilder();
        Key[] at = before < 0 ? root : all.get(before).path();
        for (AccessField field : all.subList(before + 1, behind)) {
            if (field.constant() != null) {
                step(text, at, field.path());
                text.append(new String(JsonOutput.json(field.constant()), StandardCharsets.US_ASCII));
                at = field.path();
            }
        }
        if (behind < all.size()) {
            step(text, at, all.get(behind).path());
        } else {
            text.append("}".repeat(Math.max(0, at.length - 1) - Math.max(0, root.length - 1)));
        }
        return text.toString();
    }

    /** Out of objects, and into others, up to the next value. */
    private static void step(StringBuilder text, Key[] from, Key[] to) {
        int common = 0;
        while (common < Math.min(from.length, to.length) - 1 && from[common].equals(to[common])) {
            common++;
        }
        text.append("}".repeat(Math.max(0, from.length - 1 - common))).append(',');
        for (int i = common; i < to.length; i++) {
            text.append('"').append(to[i].name()).append(i < to.length - 1 ? "\":{" : "\":");
        }
    }

    /** Those that differ from line to line, in the order in which documents have them. */
    AccessField[] fields() {
        return fields;
    }

    /**
     * What stands between two fields where those between them are missing.
     *
     * @param before -1 for none
     * @param behind the number of fields for none
     */
    byte[] between(int before, int behind) {
        return between[before + 1][behind];
    }
}
