package com.jisu.logs.parsers.useragent;

import ua_parser.Client;

/**
 * What uap-core finds in a user agent, as it finds it: names are {@code Other} where it knows none, and other parts null.
 *
 * @param version major, minor and patch
 * @param osVersion major, minor, patch and what is below that
 */
public record AgentParts(String name, String[] version, String os, String[] osVersion, String device) {

    static AgentParts of(Client client) {
        return new AgentParts(
                client.userAgent.family,
                new String[] {client.userAgent.major, client.userAgent.minor, client.userAgent.patch},
                client.os.family,
                new String[] {client.os.major, client.os.minor, client.os.patch, client.os.patchMinor},
                client.device.family);
    }
}
