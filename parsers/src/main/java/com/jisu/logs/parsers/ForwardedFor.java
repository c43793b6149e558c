package com.jisu.logs.parsers;

import java.util.ArrayList;
import java.util.List;

/** The addresses of an {@code X-Forwarded-For} header. They are whatever the client claims. */
final class ForwardedFor {

    private ForwardedFor() {}

    /** Whether the text is a list of addresses, with or without ports, and nothing else. */
    static boolean isList(byte[] text, int from, int to) {
        return split(text, from, to) != null;
    }

    /** The addresses, as they stand, as an array. */
    static JsonArray list(byte[] text, int from, int to) {
        return new JsonArray(split(text, from, to));
    }

    private static List<JsonValue> split(byte[] text, int from, int to) {
        List<JsonValue> addresses = new ArrayList<>();
        int first = from;
        for (int i = from; i <= to; i++) {
            if (i < to && text[i] != ',') {
                continue;
            }
            int last = i;
            while (first < last && text[first] == ' ') {
                first++;
            }
            while (last > first && text[last - 1] == ' ') {
                last--;
            }
            Leaf address = Leaf.text(text, first, last);
            if (!address.isText("unknown") && !isAddress(text, first, last)) {
                return null;
            }
            addresses.add(address);
            first = i + 1;
        }
        return addresses;
    }

    private static boolean isAddress(byte[] text, int from, int to) {
        if (IpAddress.parse(text, from, to) != null) {
            return true;
        }
        int colon = to - 1;
        while (colon > from && text[colon] >= '0' && text[colon] <= '9') {
            colon--;
        }
        boolean port = colon > from && text[colon] == ':' && colon < to - 1;
        int end = port ? colon : to;
        if (end > from + 2 && text[from] == '[' && text[end - 1] == ']') {
            return IpAddress.parse(text, from + 1, end - 1) != null;
        }
        return port && IpAddress.parse(text, from, end) != null;
    }
}
