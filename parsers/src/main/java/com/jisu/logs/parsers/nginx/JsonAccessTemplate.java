package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.document.Arrival;
import com.jisu.logs.parsers.document.AskedValues;
import com.jisu.logs.parsers.document.LongText;
import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.time.Moment;
import com.jisu.logs.parsers.useragent.RecentUserAgents;
import com.jisu.logs.parsers.useragent.UserAgents;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes the fields of an access line in JSON straight into a document by template. What they are made of is known to be
 * where it was in another line of the same shape, and is read by the code that the rules use, too. Used by one thread.
 */
public final class JsonAccessTemplate {

    /** What the rules found in a line of the shape, value by value; the same for many shapes. */
    public static final class Found {
        private final AccessMembers members = new AccessMembers();
        private final boolean[] taken;
        private final boolean anywhere;

        /** Where in each layout those fields are that such a line may have. */
        private final int[][] fields;

        /** @param anywhere whether the line was found in another log than one of access lines */
        public Found(boolean anywhere, List<AskedValues.OfAccess> values) {
            this.anywhere = anywhere;
            this.taken = new boolean[values.size()];
            for (int i = 0; i < taken.length; i++) {
                taken[i] = values.get(i).taken();
                members.add(
                        values.get(i).key(),
                        new AccessMembers.Member(values.get(i).rank()));
            }
            this.fields =
                    Arrays.stream(AccessSection.values()).map(this::fields).toArray(int[][]::new);
        }

        /** Whether one of the values has more than {@link LongText#MAX_LENGTH}. */
        private boolean hasLong() {
            return members.isAnyLongerThan(LongText.MAX_LENGTH);
        }

        private int[] fields(AccessSection section) {
            AccessField[] all = AccessLayout.of(section).fields();
            return IntStream.range(0, all.length)
                    .filter(field -> JsonFields.mayHave(members, all[field]))
                    .toArray();
        }
    }

    private final JsonFields values;
    private final RecentUserAgents userAgents;
    private final Arrival arrival;
    private Found found;
    private byte[] userAgent;

    /** @param arrival of the event whose line is written */
    public JsonAccessTemplate(GeoIp geoIp, RecentUserAgents userAgents, Arrival arrival) {
        this.arrival = arrival;
        this.values = new JsonFields(geoIp);
        this.userAgents = userAgents;
    }

    /**
     * Reads the values of a line; says whether the rules would take the same out of it, and it is of the usual kind: from
     * an IP address.
     *
     * @param texts of the values that were found, in the same order
     */
    public boolean read(Found itsFound, Leaf[] texts) {
        found = itsFound;
        found.members.begin(texts);
        values.begin(found.members);
        if (found.anywhere && !values.areOfAccess()) {
            return false;
        }
        values.take();
        return found.members.areTaken(found.taken) && readFields();
    }

    private boolean readFields() {
        if (!values.hasClient()) {
            return false;
        }
        values.readClient();
        values.readRequest();
        Leaf agent = values.userAgent();
        boolean usual =
                values.client.address.isPresent() && (agent == null || !agent.isLongerThan(UserAgents.MAX_LENGTH));
        userAgent = usual && agent != null ? userAgents.json(agent) : null;
        return usual;
    }

    /** Whether the address was looked up and not found. */
    public boolean isLost() {
        return values.client.isLost();
    }

    /** Whether one of the fields may be a string of more than {@link LongText#MAX_LENGTH}. */
    public boolean hasLong() {
        return found.hasLong()
                || values.value(AccessField.URL) instanceof Leaf url && url.isLongerThan(LongText.MAX_LENGTH);
    }

    /**
     * Writes the fields.
     *
     * @param created when the event was made, as documents have it, in this text; null where the line has no time of its own
     */
    public void write(AccessSection section, JsonOutput out, Moment created, byte[] text, int from, int to) {
        AccessLayout layout = AccessLayout.of(section);
        AccessField[] fields = layout.fields();
        int before = -1;
        for (int i : found.fields[section.ordinal()]) {
            AccessField field = fields[i];
            JsonValue value = values.value(field);
            if (value == null && !isMade(field, created)) {
                continue;
            }
            out.write(layout.between(before, i));
            before = i;
            if (value != null) {
                out.value(value);
            } else if (field == AccessField.CREATED) {
                out.write('"');
                created.write(out, text, from, to);
                out.write('"');
            } else {
                writeMade(out, field);
            }
        }
        out.write(layout.between(before, fields.length));
    }

    /** Whether there is a field that is no value of the line's. */
    private boolean isMade(AccessField field, Moment created) {
        return switch (field) {
            case CLIENT, CLIENT_IP -> true;
            case CREATED -> created != null;
            case GEO -> values.client.city() != null;
            case AUTONOMOUS_SYSTEM -> values.client.autonomousSystem() != null;
            case INGESTED -> arrival.isSaid();
            case USER_AGENT -> userAgent != null;
            default -> false;
        };
    }

    private void writeMade(JsonOutput out, AccessField field) {
        switch (field) {
            case CLIENT -> out.value(values.clientText());
            case CLIENT_IP -> values.client.writeAddress(out);
            case GEO -> values.client.city().write(out);
            case AUTONOMOUS_SYSTEM -> values.client.autonomousSystem().write(out);
            case INGESTED -> arrival.write(out);
            default -> out.write(userAgent);
        }
    }
}
