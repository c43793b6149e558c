package com.jisu.logs.app.retention;

/**
 * A role that reads a topic.
 *
 * @param role its name
 * @param group its consumer group
 * @param topic what it reads; beside it the group may read topics of its own, whose names begin with the group's
 * @param isHere whether the role runs in this process
 */
public record Reader(String role, String group, String topic, boolean isHere) {}
