package com.jisu.logs.parsers.useragent;

import com.jisu.logs.parsers.json.Leaf;

/**
 * What a user agent says of itself; a part that is unknown is null.
 *
 * @param parts the same as uap-core has it
 */
public record UserAgent(Leaf name, Leaf version, Leaf osName, Leaf osVersion, Leaf deviceName, AgentParts parts) {}
