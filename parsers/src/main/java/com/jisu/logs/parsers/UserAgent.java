package com.jisu.logs.parsers;

/** What a user agent says of itself; a part that is unknown is null. */
record UserAgent(Leaf name, Leaf version, Leaf osName, Leaf osVersion, Leaf deviceName) {

    static final UserAgent UNKNOWN = new UserAgent(null, null, null, null, null);
}
