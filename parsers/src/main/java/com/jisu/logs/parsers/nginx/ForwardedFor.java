package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.geoip.IpAddress;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import java.util.ArrayList;
import java.util.List;

/** The addresses of an {@code X-Forwarded-For} header. They are whatever the client claims, and may be none. */
final class ForwardedFor {

    private ForwardedFor() {}

    /** The list that the text is, as it stands, as an array; null if there is no address in it, with or without a port. */
    static JsonArray list(byte[] text, int from, int to) {
        List<JsonValue> all = new ArrayList<>();
        boolean any = false;
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
            if (last > first) {
                Leaf element = Leaf.text(text, first, last);
                any |= element.isText("unknown") || isAddress(text, first, last);
                all.add(element);
            }
            first = i + 1;
        }
        return any ? new JsonArray(all) : null;
    }

    /** Whether it is a list of addresses each of which has a port: those of upstreams. */
    static boolean isOfUpstreams(byte[] text, int from, int to) {
        int first = from;
        for (int i = from; i <= to; i++) {
            if (i < to && text[i] != ',') {
                continue;
            }
            while (first < i && text[first] == ' ') {
                first++;
            }
            if (!hasPort(text, first, i) || !isAddress(text, first, i)) {
                return false;
            }
            first = i + 1;
        }
        return true;
    }

    private static boolean hasPort(byte[] text, int from, int to) {
        int colon = to - 1;
        while (colon > from && text[colon] >= '0' && text[colon] <= '9') {
            colon--;
        }
        return colon > from
                && colon < to - 1
                && text[colon] == ':'
                && (text[colon - 1] == ']' || isIp4(text, from, colon));
    }

    private static boolean isIp4(byte[] text, int from, int to) {
        byte[] address = IpAddress.parse(text, from, to);
        return address != null && address.length == 4;
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
