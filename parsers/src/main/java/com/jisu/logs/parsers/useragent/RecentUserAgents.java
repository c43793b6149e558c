package com.jisu.logs.parsers.useragent;

import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.json.PartsHash;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The user agents that one parser has seen of late, found by their bytes: most lines are spared the making of a string
 * and the shared cache's bookkeeping. Each has two slots to be in.
 */
public final class RecentUserAgents {

    private static final int SLOTS = 1 << 12;

    /** @param json the whole object that becomes {@code user_agent} */
    private record Recent(byte[] text, UserAgent agent, byte[] json) {}

    private static final Key[] NAMES = Stream.of("original", "name", "version", "os", "device")
            .map(Keys::known)
            .toArray(Key[]::new);

    private final UserAgents shared;
    private final PartsHash hash = new PartsHash();
    private final Recent[] slots = new Recent[SLOTS];

    public RecentUserAgents(UserAgents shared) {
        this.shared = shared;
    }

    public UserAgent find(Leaf text) {
        return text.length() > UserAgents.MAX_LENGTH ? shared.find(text.text()) : recent(text).agent;
    }

    /**
     * The object that becomes {@code user_agent}, as JSON.
     *
     * @param text of at most {@link UserAgents#MAX_LENGTH} bytes
     */
    public byte[] json(Leaf text) {
        return recent(text).json;
    }

    private Recent recent(Leaf text) {
        hash.clear();
        hash.add(text);
        int slot = (int) hash.high() & (SLOTS - 1);
        if (isAt(slot, text)) {
            return slots[slot];
        }
        if (!isAt(slot ^ 1, text)) {
            slots[slot ^ 1] = slots[slot];
            UserAgent agent = shared.find(text.text());
            byte[] bytes = Arrays.copyOfRange(text.bytes(), text.from(), text.to());
            slots[slot] = new Recent(bytes, agent, json(text, agent));
            return slots[slot];
        }
        return slots[slot ^ 1];
    }

    private boolean isAt(int slot, Leaf text) {
        Recent recent = slots[slot];
        return recent != null
                && Arrays.equals(recent.text, 0, recent.text.length, text.bytes(), text.from(), text.to());
    }

    private static byte[] json(Leaf text, UserAgent agent) {
        JsonObject object = new JsonObject(NAMES.length);
        object.put(NAMES[0], text);
        put(object, NAMES[1], agent.name());
        put(object, NAMES[2], agent.version());
        JsonObject os = new JsonObject(2);
        put(os, NAMES[1], agent.osName());
        put(os, NAMES[2], agent.osVersion());
        put(object, NAMES[3], os.size() == 0 ? null : os);
        JsonObject device = new JsonObject(1);
        put(device, NAMES[1], agent.deviceName());
        put(object, NAMES[4], device.size() == 0 ? null : device);
        return JsonOutput.json(object);
    }

    private static void put(JsonObject object, Key key, JsonValue value) {
        if (value != null) {
            object.put(key, value);
        }
    }
}
