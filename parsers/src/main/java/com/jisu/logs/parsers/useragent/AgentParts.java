package com.jisu.logs.parsers.useragent;

/**
 * What uap-core finds in a user agent, as it finds it: names are {@code Other} where it knows none, and other parts null.
 *
 * @param version major, minor and patch
 * @param osVersion major, minor, patch and what is below that
 */
public record AgentParts(String name, String[] version, String os, String[] osVersion, String device) {

    static final String OTHER = "Other";
}
