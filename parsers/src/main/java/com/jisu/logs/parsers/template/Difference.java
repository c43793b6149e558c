package com.jisu.logs.parsers.template;

import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.document.Explanation;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonScanner;
import com.jisu.logs.parsers.json.JsonSyntaxException;
import com.jisu.logs.parsers.json.KeyTable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What differs between two documents of one event, in words that name fields and no values. */
public final class Difference {

    /** Characters of the longest name that is named. */
    private static final int MAX_NAME = 100;

    private Difference() {}

    /** The first difference; null if there is none. */
    public static String of(ParsedEvent one, ParsedEvent other) {
        if (!Arrays.equals(one.document(), other.document())) {
            return ofDocuments(one.document(), other.document());
        }
        if (!Arrays.equals(one.id(), other.id())) {
            return "its id";
        }
        if (one.time() != other.time()) {
            return "its time";
        }
        if (!one.tags().equals(other.tags())) {
            return "the parser's tags";
        }
        if (!one.logType().equals(other.logType())) {
            return "its type";
        }
        return Objects.equals(one.containerLine(), other.containerLine()) ? null : "the container's line";
    }

    private static String ofDocuments(byte[] one, byte[] other) {
        String at = ", byte " + Arrays.mismatch(one, other) + " of " + other.length;
        try {
            Map<String, String> ones = Explanation.fields(object(one));
            Map<String, String> others = Explanation.fields(object(other));
            for (Map<String, String> either : List.of(others, ones)) {
                for (String name : either.keySet()) {
                    if (!Objects.equals(ones.get(name), others.get(name))) {
                        return "the field " + name.substring(0, Math.min(name.length(), MAX_NAME)) + at;
                    }
                }
            }
            return "the order of its fields" + at;
        } catch (JsonSyntaxException e) {
            return "its JSON" + at;
        }
    }

    private static JsonObject object(byte[] json) throws JsonSyntaxException {
        return new JsonScanner(new KeyTable(Map.of()), JsonScanner.JACKSONS_NESTING, JsonScanner.ANY_NESTING)
                .object(json, 0, json.length);
    }
}
