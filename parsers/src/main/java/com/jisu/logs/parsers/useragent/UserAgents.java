package com.jisu.logs.parsers.useragent;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.Leaf;
import ua_parser.Client;
import ua_parser.Parser;

/**
 * Takes user agents apart, with the regular expressions of uap-core. They cost half a millisecond, so what they found
 * is kept for the user agents seen most. Thread-safe.
 */
public final class UserAgents {

    /** Characters of a user agent that are looked at. Real ones are shorter; regular expressions are not linear. */
    public static final int MAX_LENGTH = 512;

    private final LoadingCache<String, UserAgent> cache;

    /** @param cached user agents whose parts are kept, at least 1 */
    public UserAgents(int cached) {
        Parser parser = new Parser();
        cache = Caffeine.newBuilder()
                .maximumSize(cached)
                .executor(Runnable::run) // no threads of our own
                .build(original -> parse(parser, original));
    }

    /** What a user agent says of itself. */
    public UserAgent find(String original) {
        return cache.get(original.length() > MAX_LENGTH ? original.substring(0, MAX_LENGTH) : original);
    }

    private static UserAgent parse(Parser parser, String original) {
        Client client = parser.parse(original);
        return new UserAgent(
                text(client.userAgent.family),
                version(client.userAgent.major, client.userAgent.minor, client.userAgent.patch),
                "Other".equals(client.os.family) ? null : text(client.os.family),
                version(client.os.major, client.os.minor, client.os.patch, client.os.patchMinor),
                text(client.device.family),
                AgentParts.of(client));
    }

    private static Leaf version(String... parts) {
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
