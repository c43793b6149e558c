package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.document.Arrival;
import com.jisu.logs.parsers.document.LongText;
import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.time.Moment;
import com.jisu.logs.parsers.useragent.RecentUserAgents;
import com.jisu.logs.parsers.useragent.UserAgents;
import java.util.Arrays;

/**
 * Writes the fields of an nginx access line straight behind those of its event, where the line is of the usual kind: a
 * request by HTTP, from an IP address. They are those that {@link AccessRules} put into the document of an event that has
 * none of them. Used by one thread.
 */
public final class AccessTemplate {

    /** Fields that are written one behind the other, with their forms, and their parts of the line that is read. */
    private static final class Fields {
        private final AccessLayout layout;
        private final AccessField[] fields;
        private final AccessField.Form[] forms;
        private final Part[] parts;

        private Fields(AccessSection section, AccessLine access) {
            layout = AccessLayout.of(section);
            fields = layout.fields();
            forms = new AccessField.Form[fields.length];
            parts = new Part[fields.length];
            for (int i = 0; i < fields.length; i++) {
                forms[i] = fields[i].form();
                parts[i] = fields[i].part(access);
            }
        }
    }

    private final RecentUserAgents userAgents;
    private final AccessLine access = new AccessLine(Schema.ECS);
    private final Client client;
    private final AccessRest rest = new AccessRest(access);
    private final Arrival arrival;
    private final Moment time = new Moment();

    /** By the section. */
    private final Fields[] fields =
            Arrays.stream(AccessSection.values()).map(this::fieldsOf).toArray(Fields[]::new);

    private byte[] line;
    private byte[] userAgent;

    /** @param arrival of the event whose line is written */
    public AccessTemplate(GeoIp geoIp, RecentUserAgents userAgents, Arrival arrival) {
        this.arrival = arrival;
        this.userAgents = userAgents;
        this.client = new Client(geoIp);
    }

    private Fields fieldsOf(AccessSection section) {
        return new Fields(section, access);
    }

    /** Reads a line from 0 on; says whether it is of the usual kind. */
    public boolean read(byte[] text, int to) {
        line = text;
        if (!access.scan(text, 0, to)) {
            return false;
        }
        rest.read(line); // which may have parts that are missing in front of it
        return access.getTime(time)
                && time.isStorable()
                && access.request.method.isPresent()
                && access.status.length() == 3
                && areNumbers()
                && readUserAgent()
                && readClient();
    }

    /** The line's own time. */
    public Moment time() {
        return time;
    }

    /** Whether all numbers that are there are written as in JSON. */
    private boolean areNumbers() {
        return isNumber(access.status)
                && isNumber(access.bytes)
                && isNumber(access.port)
                && isNumber(access.domainPort);
    }

    private boolean isNumber(Part part) {
        return !part.isPresent()
                || line[part.from] >= '1' && line[part.from] <= '9'
                || line[part.from] == '0' && part.length() == 1;
    }

    private boolean readUserAgent() {
        userAgent = null;
        if (!access.agent.isPresent()) {
            return true;
        }
        Leaf original = NginxEscapes.decode(line, access.agent.from, access.agent.to);
        if (original.length() > UserAgents.MAX_LENGTH) {
            return false;
        }
        userAgent = userAgents.json(original);
        return true;
    }

    private boolean readClient() {
        access.readClient(client);
        return client.address.isPresent();
    }

    /** Whether the address was looked up and not found. */
    public boolean isLost() {
        return client.isLost();
    }

    /** Whether one of the fields may be a string of more than {@link LongText#MAX_LENGTH}. */
    public boolean hasLong() {
        for (Part part : fields[AccessSection.WHOLE.ordinal()].parts) {
            if (part != null && part.length() > LongText.MAX_LENGTH) {
                return true;
            }
        }
        return access.rest.length() > LongText.MAX_LENGTH;
    }

    /** Writes the fields, of an event that was made at the time which stands, as documents have it, in this text. */
    public void write(AccessSection section, JsonOutput out, Moment created, byte[] text, int from, int to) {
        Fields which = fields[section.ordinal()];
        AccessField.Form[] forms = which.forms;
        int before = -1;
        for (int i = 0; i < forms.length; i++) {
            Part part = which.parts[i];
            if (part == null ? !isThere(which.fields[i], forms[i]) : !part.isPresent()) {
                continue;
            }
            out.write(which.layout.between(before, i));
            before = i;
            if (forms[i] == AccessField.Form.TEXT) { // as most are
                out.quoted(line, part.from, part.to);
            } else if (forms[i] == AccessField.Form.TIME) {
                out.write('"');
                created.write(out, text, from, to);
                out.write('"');
            } else {
                write(out, which.fields[i], forms[i], part);
            }
        }
        out.write(which.layout.between(before, forms.length));
    }

    /** Whether there is a value for a field that is no part of the line. */
    private boolean isThere(AccessField field, AccessField.Form form) {
        return switch (form) {
            case KEY -> rest.value(field) != null;
            case CITY -> client.city() != null;
            case AUTONOMOUS_SYSTEM -> client.autonomousSystem() != null;
            case FORWARDED_FOR -> rest.forwardedFor() != null;
            case EXTRA -> rest.extra() != null;
            case ARRIVAL -> arrival.isSaid();
            case JSON -> false;
            default -> true;
        };
    }

    private void write(JsonOutput out, AccessField field, AccessField.Form form, Part part) {
        switch (form) {
            case REQUEST -> {
                if (access.request.escaped) {
                    out.value(NginxEscapes.decode(line, part.from, part.to));
                } else {
                    out.quoted(line, part.from, part.to);
                }
            }
            case BARE -> out.value(NginxEscapes.decodeBare(line, part.from, part.to));
            case KEY -> out.value(rest.value(field));
            case ESCAPED -> out.value(NginxEscapes.decode(line, part.from, part.to));
            case NUMBER -> out.write(line, part.from, part.to);
            case ADDRESS -> out.quoted(line, client.address.from, client.address.to);
            case CITY -> client.city().write(out);
            case AUTONOMOUS_SYSTEM -> client.autonomousSystem().write(out);
            case FORWARDED_FOR -> out.value(rest.forwardedFor());
            case EXTRA -> out.value(rest.extra());
            case OUTCOME -> out.value(line[access.status.from] < '4' ? EventConstants.SUCCESS : EventConstants.FAILURE);
            case ARRIVAL -> arrival.write(out);
            case USER_AGENT -> out.write(userAgent);
            default -> throw new IllegalStateException("no template for " + form);
        }
    }
}
