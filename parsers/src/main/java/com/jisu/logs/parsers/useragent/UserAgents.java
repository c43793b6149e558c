package com.jisu.logs.parsers.useragent;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.Leaf;

/**
 * Takes user agents apart, with the rules of uap-core. They cost some 30 µs, so what they found is kept for the user agents seen
 * most. Thread-safe.
 */
public final class UserAgents {

    /** Characters of a user agent that are looked at. Real ones are shorter; regular expressions are not linear. */
    public static final int MAX_LENGTH = 512;

    private final LoadingCache<String, UserAgent> cache;

    /** @param cached user agents whose parts are kept, at least 1 */
    public UserAgents(int cached) {
        AgentRules rules = AgentRules.open();
        cache = Caffeine.newBuilder()
                .maximumSize(cached)
                .executor(Runnable::run) // no threads of our own
                .build(original -> agent(rules.parse(original)));
    }

    /** What a user agent says of itself. */
    public UserAgent find(String original) {
        return cache.get(original.length() > MAX_LENGTH ? original.substring(0, MAX_LENGTH) : original);
    }

    private static UserAgent agent(AgentParts parts) {
        return new UserAgent(
                text(parts.name()),
                version(parts.version()),
                AgentParts.OTHER.equals(parts.os()) ? null : text(parts.os()),
                version(parts.osVersion()),
                text(parts.device()),
                parts);
    }

    private static Leaf version(String[] parts) {
        StringBuilder version = new StringBuilder();
        for (String part : parts) {
            if (part == null || part.isBlank()) {
                break;
            }
            version.append(version.isEmpty() ? "" : ".").append(part);
        }
        return text(version.toString());
    }

    /** Escaped once, as each is written many times. */
    private static Leaf text(String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        JsonOutput json = new JsonOutput(text.length() + 2);
        json.quoted(text);
        return Leaf.string(json.toByteArray());
    }
}
