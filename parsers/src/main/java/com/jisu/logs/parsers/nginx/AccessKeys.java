package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.json.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds the keys of access lines by their names: in any case, and with dashes, colons, parentheses or capitals for underscores. */
final class AccessKeys {

    /** A key, and where it stands among those of its field. */
    record Found(AccessKey key, int rank) {}

    /** Beside dashes, those of HTTP/2 ({@code :authority}) and of the W3C's extended format ({@code cs(User-Agent)}). */
    private static final String SEPARATORS = "_-:()";

    /** Names that were looked for, of which so many are remembered. */
    private static final int MAX_REMEMBERED = 4096;

    private static final Found NONE = new Found(null, 0);
    private static final Map<String, Found> BY_NAME = byName();

    /** Names that tails have beside those of the table, where {@code ua} is no user agent. */
    private static final Map<String, Found> OF_TAILS = Map.of(
            "rt", new Found(AccessKey.REQUEST_TIME, 0),
            "urt", new Found(AccessKey.UPSTREAM_RESPONSE_TIME, 0),
            "uct", new Found(AccessKey.UPSTREAM_CONNECT_TIME, 0),
            "uht", new Found(AccessKey.UPSTREAM_HEADER_TIME, 0),
            "ua", new Found(AccessKey.UPSTREAM_ADDRESS, 0));

    /** Words of a name that stands for how long the whole request took, if a unit is behind it. */
    private static final List<String> DURATIONS = List.of(
            "duration",
            "duration_in",
            "time",
            "request_time",
            "response_time",
            "request_duration",
            "elapsed",
            "elapsed_time",
            "latency",
            "time_taken",
            "took");

    private static final Map<String, AccessKey> UNITS = Map.of(
            "us", AccessKey.MICROS,
            "micros", AccessKey.MICROS,
            "ms", AccessKey.MILLIS,
            "millis", AccessKey.MILLIS,
            "ns", AccessKey.NANOS,
            "nanos", AccessKey.NANOS,
            "s", AccessKey.REQUEST_TIME,
            "seconds", AccessKey.REQUEST_TIME);

    private final Map<Key, Found> remembered = new IdentityHashMap<>();

    private static Map<String, Found> byName() {
        Map<String, Found> byName = new HashMap<>();
        for (AccessKey key : AccessKey.values()) {
            for (int i = 0; i < key.names().size(); i++) {
                byName.put(key.names().get(i).replace("_", ""), new Found(key, i));
            }
        }
        return Map.copyOf(byName);
    }

    /** The key of this name in a line in JSON; null if it is none. */
    Found find(Key name) {
        Found found = remembered.get(name);
        if (found == null) {
            if (remembered.size() == MAX_REMEMBERED) {
                remembered.clear();
            }
            found = find(name.name());
            remembered.put(name, found);
        }
        return found == NONE ? null : found;
    }

    /** The key of this name in a tail; null if it is none. */
    static AccessKey ofTail(String name) {
        Found found = OF_TAILS.getOrDefault(name, find(name));
        return found.key();
    }

    private static Found find(String name) {
        List<String> words = words(name);
        Found found = BY_NAME.get(String.join("", words));
        if (found != null) {
            return found;
        }
        int last = words.size() - 1;
        AccessKey unit = last > 0 ? UNITS.get(words.get(last)) : null;
        boolean duration = unit != null && DURATIONS.contains(String.join("_", words.subList(0, last)));
        return duration ? new Found(unit, Integer.MAX_VALUE) : NONE;
    }

    /** The words of a name, in lower case: {@code Remote-IP}, {@code remoteIp} and {@code remote_ip} have the same. */
    private static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= name.length(); i++) {
            boolean separator = i < name.length() && SEPARATORS.indexOf(name.charAt(i)) >= 0;
            boolean capital = i > from
                    && i < name.length()
                    && Character.isUpperCase(name.charAt(i))
                    && Character.isLowerCase(name.charAt(i - 1));
            if (i == name.length() || separator || capital) {
                if (i > from) {
                    words.add(name.substring(from, i).toLowerCase(Locale.ROOT));
                }
                from = separator ? i + 1 : i;
            }
        }
        return words;
    }
}
