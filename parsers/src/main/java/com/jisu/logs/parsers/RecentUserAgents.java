package com.jisu.logs.parsers;

import java.util.Arrays;

/**
 * The user agents that one parser has seen of late, found by their bytes: most lines are spared the making of a string
 * and the shared cache's bookkeeping. Each has one slot, in which it replaces whatever was there.
 */
final class RecentUserAgents {

    private static final int SLOTS = 1 << 11;

    private record Recent(byte[] text, UserAgent agent) {}

    private final UserAgents shared;
    private final PartsHash hash = new PartsHash();
    private final Recent[] slots = new Recent[SLOTS];

    RecentUserAgents(UserAgents shared) {
        this.shared = shared;
    }

    UserAgent find(Leaf text) {
        hash.clear();
        hash.add(text);
        int slot = (int) hash.high() & (SLOTS - 1);
        Recent recent = slots[slot];
        if (recent == null
                || !Arrays.equals(recent.text, 0, recent.text.length, text.bytes(), text.from(), text.to())) {
            UserAgent agent = shared.find(text.text());
            if (text.length() > UserAgents.MAX_LENGTH) {
                return agent; // not worth the memory
            }
            recent = new Recent(Arrays.copyOfRange(text.bytes(), text.from(), text.to()), agent);
            slots[slot] = recent;
        }
        return recent.agent;
    }
}
