package com.jisu.logs.parsers.template;

import com.jisu.logs.parsers.document.FieldTypes;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.Leaf;
import java.util.ArrayList;
import java.util.List;

/** A document that is being cut into what all documents of its shape have, and the places between. */
final class Pieces {

    private final JsonOutput piece = new JsonOutput(1024);
    private final List<byte[]> constants = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private final List<Boolean> longTexts = new ArrayList<>();

    /** Takes what all documents have here. */
    JsonOutput out() {
        return piece;
    }

    /** @param node what the index maps the value's name to, or null */
    void cut(int place, FieldTypes.Node node) {
        constants.add(piece.toByteArray());
        piece.reset();
        places.add(place);
        longTexts.add(node != null && node.takesLongText());
    }

    /** The same, of a string's text. */
    void cutText(int place, FieldTypes.Node node) {
        piece.write('"');
        cut(place, node);
        piece.write('"');
    }

    /** The same, of a leaf: of a string its text. */
    void cutValue(Leaf leaf, int place, FieldTypes.Node node) {
        if (leaf.isString()) {
            cutText(place, node);
        } else {
            cut(place, node);
        }
    }

    /** What all documents have, the end of the document included. */
    byte[][] constants() {
        List<byte[]> all = new ArrayList<>(constants);
        all.add(piece.toByteArray());
        return all.toArray(byte[][]::new);
    }

    int[] places() {
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    /** For each place, whether the index finds a string there however long it is. */
    boolean[] longTexts() {
        boolean[] all = new boolean[longTexts.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = longTexts.get(i);
        }
        return all;
    }
}
