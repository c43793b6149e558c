package com.jisu.logs.app.live;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jisu.logs.app.admin.Health;
import com.jisu.logs.app.retention.Headroom;
import com.jisu.logs.app.retention.HeadroomWatch;
import com.jisu.logs.parsers.LogType;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What this process knows of itself and its roles now, as JSON. Counters count from the start: whoever asks twice has a
 * rate, with {@code clock} (milliseconds, only differences mean something) for the time between. Thread-safe.
 */
final class Status {

    private final List<Health> roles;
    private final Meters meters;
    private final Backlogs backlogs;
    private final Supplier<List<HeadroomWatch.Reading>> headrooms;
    private final LiveTail tail;

    Status(
            List<Health> roles,
            Meters meters,
            Backlogs backlogs,
            Supplier<List<HeadroomWatch.Reading>> headrooms,
            LiveTail tail) {
        this.roles = roles;
        this.meters = meters;
        this.backlogs = backlogs;
        this.headrooms = headrooms;
        this.tail = tail;
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("clock", System.nanoTime() / 1_000_000);
        json.put("uptimeSeconds", ManagementFactory.getRuntimeMXBean().getUptime() / 1_000);
        LogType.names().forEach(json.putArray("logTypes")::add);
        json.putObject("viewers").put("now", tail.viewers()).put("max", LiveTail.MAX_VIEWERS);
        Map<String, Backlog> latest = backlogs.latest();
        ObjectNode states = json.putObject("roles");
        for (Health role : roles) {
            ObjectNode state = states.putObject(role.role());
            state.put("ready", role.ready().getAsBoolean());
            state.put("state", role.state().get());
            if (latest.containsKey(role.role())) {
                describe(latest.get(role.role()), state.putObject("backlog"));
            }
            headrooms.get().stream()
                    .filter(reading -> reading.role().equals(role.role()))
                    .forEach(reading -> describe(reading, state.withArray("retention")));
        }
        json.set("meters", meters.json());
        return json;
    }

    /** Without seconds where they are not known or infinite; then without a limit, too. */
    private static void describe(HeadroomWatch.Reading reading, ArrayNode json) {
        Headroom headroom = reading.headroom();
        ObjectNode topic = json.addObject().put("topic", reading.topic());
        if (Double.isFinite(headroom.seconds())) {
            topic.put("seconds", headroom.seconds());
            topic.put("limit", headroom.limit());
            topic.put("partition", headroom.partition());
        }
        topic.put("unlimited", Double.isInfinite(headroom.seconds()));
    }

    private static void describe(Backlog backlog, ObjectNode json) {
        if (backlog.problem().isEmpty()) {
            json.put("events", backlog.events());
            backlog.oldestMillis().ifPresent(millis -> json.put("oldestMillis", millis));
        } else {
            json.put("problem", backlog.problem());
        }
    }
}
