package com.jisu.logs.app.live;

import java.util.OptionalLong;

/**
 * What a role still has to do, as Kafka knows it.
 *
 * @param events of the topic that the role's group has not committed
 * @param oldestMillis how long ago the oldest of them arrived; 0 where there are none; nothing where it could not be read
 * @param problem why nothing is known, or the empty string
 */
record Backlog(long events, OptionalLong oldestMillis, String problem) {

    static Backlog unknown(String problem) {
        return new Backlog(0, OptionalLong.empty(), problem);
    }
}
