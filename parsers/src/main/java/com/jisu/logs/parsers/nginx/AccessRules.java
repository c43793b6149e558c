package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.api.Tag;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.time.Moment;
import com.jisu.logs.parsers.useragent.RecentUserAgents;
import java.nio.charset.StandardCharsets;

/** Puts the fields of an access line into a document, in ECS. Used by one thread. */
final class AccessRules {

    private static final AccessField[] FIELDS = AccessField.values();

    private final AccessLine access;
    private final AgentFields agent;
    private final Client client;
    private final AccessRest rest;
    private final Moment time = new Moment();

    /** By the field. */
    private final Part[] parts = new Part[FIELDS.length];

    /** @param access has scanned the lines */
    AccessRules(AccessLine access, GeoIp geoIp, RecentUserAgents userAgents) {
        this.access = access;
        this.agent = new AgentFields(userAgents);
        this.rest = new AccessRest(access);
        this.client = new Client(geoIp);
        for (AccessField field : FIELDS) {
            parts[field.ordinal()] = field.part(access);
        }
    }

    /** @param first whether it is the first line of the event, be its message a list of lines */
    void put(Document document, byte[] line, boolean first) {
        if (first) {
            access.readClient(client);
            rest.read(line);
        }
        for (AccessField field : FIELDS) {
            if (first || field.times() == AccessField.Times.EACH_LINE) {
                document.rule(field.rule());
                put(document, field, line);
            }
        }
    }

    private void put(Document document, AccessField field, byte[] line) {
        switch (field.form()) {
            case TEXT, ESCAPED, REQUEST, BARE, NUMBER -> {
                Part part = parts[field.ordinal()];
                if (part.isPresent()) {
                    putPart(document, field, line, part);
                }
            }
            case TIME -> putTime(document);
            case ADDRESS -> client.putAddress(document);
            case CITY -> putCity(document);
            case AUTONOMOUS_SYSTEM -> client.putAutonomousSystem(document);
            case HOST_NAME -> client.putName(document);
            case FORWARDED_FOR -> putIfThere(document, field.field(), rest.forwardedFor());
            case EXTRA -> putIfThere(document, field.field(), rest.extra());
            case KEY -> putIfThere(document, field.field(), rest.value(field));
            case JSON -> {}
            case CONSTANT -> document.set(field.field(), field.constant());
            case OUTCOME -> putIfThere(document, field.field(), outcome(line));
            case ARRIVAL -> {}
            case USER_AGENT -> putUserAgent(document, line, parts[field.ordinal()]);
            default -> throw new IllegalStateException("no rule for " + field.form());
        }
    }

    private static void putPart(Document document, AccessField field, byte[] line, Part part) {
        Leaf value = switch (field.form()) {
            case NUMBER -> number(line, part);
            case ESCAPED, REQUEST -> NginxEscapes.decode(line, part.from, part.to);
            case BARE -> NginxEscapes.decodeBare(line, part.from, part.to);
            default -> Leaf.text(line, part.from, part.to);
        };
        if (field.times() == AccessField.Times.ONCE) {
            document.set(field.field(), value);
        } else {
            document.append(field.field(), value);
        }
    }

    /** Digits as a JSON number, which has no leading zeros and no plus. */
    private static Leaf number(byte[] line, Part part) {
        boolean isJson = line[part.from] >= '1' && line[part.from] <= '9';
        return isJson ? new Leaf(Leaf.Kind.NUMBER, line, part.from, part.to, 0) : Leaf.number(value(line, part));
    }

    private static long value(byte[] line, Part part) {
        return Long.parseLong(new String(line, part.from, part.length(), StandardCharsets.US_ASCII));
    }

    private void putTime(Document document) {
        if (!access.getTime(time)) {
            document.tag(Tag.DATE_FAILURE);
        } else if (time.isStorable()) {
            document.setLineTime(time);
        } else {
            document.tag(Tag.OUT_OF_RANGE);
        }
    }

    private void putCity(Document document) {
        client.putCity(document);
        if (client.isLost()) {
            document.tag(Tag.GEOIP_FAILURE);
        }
    }

    private Leaf outcome(byte[] line) {
        return EventConstants.outcome(access.status.isPresent() ? value(line, access.status) : -1);
    }

    private void putUserAgent(Document document, byte[] line, Part part) {
        if (part.isPresent()) {
            agent.put(document, NginxEscapes.decode(line, part.from, part.to));
        }
    }

    private static void putIfThere(Document document, Field field, JsonValue value) {
        if (value != null) {
            document.set(field, value);
        }
    }
}
