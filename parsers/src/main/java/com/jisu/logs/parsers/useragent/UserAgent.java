package com.jisu.logs.parsers.useragent;

import com.jisu.logs.parsers.json.Leaf;

/** What a user agent says of itself; a part that is unknown is null. */
public record UserAgent(Leaf name, Leaf version, Leaf osName, Leaf osVersion, Leaf deviceName) {

    static final UserAgent UNKNOWN = new UserAgent(null, null, null, null, null);
}
