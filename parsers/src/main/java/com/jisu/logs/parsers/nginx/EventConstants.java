package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.json.Leaf;
import java.nio.charset.StandardCharsets;

/** What ECS says of all events of a kind. */
final class EventConstants {

    static final Leaf KIND = constant("\"event\"");
    static final Leaf CATEGORY = list("[\"web\"]");
    static final Leaf ACCESS = list("[\"access\"]");
    static final Leaf ERROR = list("[\"error\"]");
    static final Leaf MODULE = constant("\"nginx\"");
    static final Leaf NGINX_ACCESS = constant("\"nginx.access\"");
    static final Leaf NGINX_ERROR = constant("\"nginx.error\"");
    static final Leaf SUCCESS = constant("\"success\"");
    static final Leaf FAILURE = constant("\"failure\"");
    static final Leaf UNKNOWN = constant("\"unknown\"");
    static final Leaf APACHE = constant("\"apache\"");
    static final Leaf APACHE_ERROR = constant("\"apache.error\"");

    private EventConstants() {}

    /** @param status negative where there is none; null for one that is none of HTTP's */
    static Leaf outcome(long status) {
        if (status < 0) {
            return UNKNOWN;
        }
        return status < 100 ? null : status < 400 ? SUCCESS : FAILURE;
    }

    private static Leaf constant(String json) {
        return Leaf.raw(Leaf.Kind.STRING, json.getBytes(StandardCharsets.US_ASCII));
    }

    private static Leaf list(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.US_ASCII);
        return new Leaf(Leaf.Kind.ARRAY, bytes, 0, bytes.length, Leaf.HOLDS_SCALARS);
    }
}
