package com.jisu.logs.parsers.loggers;

import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;

/** Puts values into fields that are free; one with an empty text is. */
final class FreeField {

    private FreeField() {}

    /**
     * Puts a value at a path, if nothing but an empty text is there, and it fits.
     *
     * @param key what the line called it
     * @return whether it is there now, or the same is, or it is an empty text, which need not be anywhere
     */
    static boolean put(Document document, Key[] path, JsonValue value, String key) {
        if (document.placement().putIfFree(path, value, key)) {
            return true;
        }
        JsonValue there = document.placement().get(path);
        if (!JsonValue.isPresent(there)) {
            return false;
        }
        document.asksMore();
        if (JsonArray.isSame(there, value) || Texts.isEmpty(value)) {
            return true;
        }
        if (!Texts.isEmpty(there)) {
            return false;
        }
        JsonObject parent = document.root();
        for (int i = 0; i < path.length - 1; i++) {
            parent = parent.object(path[i]);
        }
        parent.remove(path[path.length - 1]);
        boolean put = document.placement().putIfFree(path, value, key);
        if (!put) {
            parent.put(path[path.length - 1], there);
        }
        return put;
    }
}
