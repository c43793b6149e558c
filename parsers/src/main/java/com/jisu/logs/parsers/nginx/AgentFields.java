package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.useragent.RecentUserAgents;
import com.jisu.logs.parsers.useragent.UserAgent;

/** Puts a user agent into a document, and what it is known to stand for. */
final class AgentFields {

    private final RecentUserAgents userAgents;

    AgentFields(RecentUserAgents userAgents) {
        this.userAgents = userAgents;
    }

    void put(Document document, Leaf original) {
        document.append(Field.USER_AGENT, original);
        UserAgent agent = userAgents.find(original);
        putIfThere(document, Field.USER_AGENT_NAME, agent.name());
        putIfThere(document, Field.USER_AGENT_VERSION, agent.version());
        putIfThere(document, Field.USER_AGENT_OS, agent.osName());
        putIfThere(document, Field.USER_AGENT_OS_VERSION, agent.osVersion());
        putIfThere(document, Field.USER_AGENT_DEVICE, agent.deviceName());
    }

    private static void putIfThere(Document document, Field field, Leaf value) {
        if (value != null) {
            document.set(field, value);
        }
    }
}
