package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.api.Tag;
import com.jisu.logs.parsers.document.AccessObjects;
import com.jisu.logs.parsers.document.AskedValues;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonScanner;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.time.LocalZone;
import com.jisu.logs.parsers.time.LogTime;
import com.jisu.logs.parsers.time.Moment;
import com.jisu.logs.parsers.useragent.RecentUserAgents;
import java.util.List;
import java.util.stream.Stream;

/** Access lines in JSON, with the keys of {@link AccessKey}. Used by one thread, line by line. */
public final class JsonAccess implements AccessObjects {

    /** Of the names for a time, those which all objects have. */
    private static final List<Key> TIMES = keys("timestamp", "@timestamp", "time", "ts");

    private static final Key TIME = TIMES.get(2);

    /** The rank of the first name for a time that applications have none of. */
    private static final int OWN_TIMES = AccessKey.TIME.names().indexOf("time_local");

    /** A line with one of these is an application's own, whatever request it tells of. */
    private static final List<Key> OF_APPLICATIONS = keys("level", "message", "msg");

    private static final Key REQUEST = new Key("request", false);
    private static final Key RESPONSE = new Key("response", false);

    private static final List<AccessField> FIELDS = AccessLayout.ordered();

    private final AccessMembers found = new AccessMembers();
    private final AccessMembersFinder finder = new AccessMembersFinder(found);
    private final JsonFields fields;
    private final AgentFields agent;
    private final LenientJson lenient;
    private final LogTime logTime = new LogTime();
    private final Moment time = new Moment();
    private final Moment other = new Moment();
    private JsonValue timeBefore;

    /** The text that was read last though it is no JSON. */
    private JsonObject notJson;

    /** Whether the line which was taken is that one. */
    private boolean lenientlyRead;

    /** @param scanner for what is in lines that are almost JSON; nobody takes note of what it reads */
    public JsonAccess(GeoIp geoIp, RecentUserAgents userAgents, JsonScanner scanner) {
        this.lenient = new LenientJson(scanner);
        this.fields = new JsonFields(geoIp);
        this.fields.begin(found);
        this.agent = new AgentFields(userAgents);
    }

    private static List<Key> keys(String... names) {
        return Stream.of(names).map(name -> new Key(name, false)).toList();
    }

    @Override
    public JsonObject almost(byte[] text, int from, int to) {
        JsonObject line = readLenient(text, from, to);
        if (line == null) {
            return null;
        }
        finder.find(line);
        return isAccess(line) ? line : null;
    }

    @Override
    public boolean take(Document document, JsonObject line) {
        if (!finder.mayBeIn(line) || isOfApplication(line)) {
            return false;
        }
        finder.find(line);
        if (!isAccess(line)) {
            document.asksMore();
            return false;
        }
        takeAll(document, line, true);
        return true;
    }

    /** The same of a line in an access log, of which little needs to be known. */
    boolean takeAny(Document document, JsonObject line) {
        finder.findAnywhere(line);
        boolean any = found.has(AccessKey.STATUS)
                && (found.has(AccessKey.CLIENT)
                        || found.has(AccessKey.REQUEST)
                        || found.has(AccessKey.METHOD)
                        || found.has(AccessKey.TARGET));
        if (any) {
            takeAll(document, line, false);
        }
        return any;
    }

    /** The same of a text that is no JSON. */
    JsonObject readLenient(byte[] text, int from, int to) {
        notJson = lenient.read(text, from, to);
        return notJson;
    }

    /** Looks at no value, so that such lines keep their templates. */
    private boolean isOfApplication(JsonObject line) {
        boolean ofServer = line.object(REQUEST) != null && line.object(RESPONSE) == null;
        return !ofServer && OF_APPLICATIONS.stream().anyMatch(key -> line.get(key) != null);
    }

    private boolean hasKeys(JsonObject line) {
        return found.has(AccessKey.CLIENT)
                && found.has(AccessKey.STATUS)
                && (found.has(AccessKey.METHOD) || found.has(AccessKey.REQUEST))
                && !isOfApplication(line);
    }

    private boolean isAccess(JsonObject line) {
        return hasKeys(line) && fields.areOfAccess();
    }

    /** @param anywhere whether the line was found in another log than one of access lines */
    private void takeAll(Document document, JsonObject line, boolean anywhere) {
        timeBefore = document.get(Field.TIMESTAMP);
        lenientlyRead = line == notJson;
        takeTime(document, line);
        fields.take();
        finder.dropEmpty();
        AskedValues asked = document.asked();
        if (asked != null) {
            asked.beginAccess(anywhere);
            found.note(asked);
        }
        if (lenientlyRead) {
            document.asksMore();
        }
    }

    /** The first of the times counts that an application has no name for; others that say the same go. */
    private void takeTime(Document document, JsonObject line) {
        AccessMembers.Member chosen = null;
        for (Key known : TIMES) {
            if (JsonValue.isPresent(line.get(known))) {
                takeSameTimes(line.leaf(known));
                return;
            }
        }
        for (AccessMembers.Member member = found.first(AccessKey.TIME); member != null; member = member.next()) {
            boolean better = chosen == null || member.rank() < chosen.rank();
            if (better && logTime.parse(member.text(), LocalZone.UTC, other)) {
                chosen = member;
            }
        }
        chosen = chosen == null ? timeOfRequest(document) : chosen;
        if (chosen == null) {
            return;
        }
        logTime.parse(chosen.text(), LocalZone.UTC, time);
        JsonValue value = chosen.value();
        for (AccessMembers.Member member = found.first(AccessKey.TIME); member != null; member = member.next()) {
            boolean same = logTime.parse(member.text(), LocalZone.UTC, other) && other.isSame(time);
            if (same) {
                member.take();
            }
        }
        chosen.take();
        line.put(TIME, value);
    }

    /** Takes the times that only access lines have, and that say the same as one which the rules for all lines read. */
    private void takeSameTimes(Leaf known) {
        for (AccessMembers.Member member = found.first(AccessKey.TIME); member != null; member = member.next()) {
            boolean same = member.rank() >= OWN_TIMES
                    && known != null
                    && logTime.parse(known, LocalZone.UTC, time)
                    && logTime.parse(member.text(), LocalZone.UTC, other)
                    && other.isSame(time);
            if (same) {
                member.take();
            }
        }
    }

    /** What some call the time a request took is with others the time at which it came. */
    private AccessMembers.Member timeOfRequest(Document document) {
        AccessMembers.Member member = found.first(AccessKey.REQUEST_TIME);
        boolean is = member != null && logTime.parse(member.text(), LocalZone.UTC, other);
        if (is) {
            document.asksMore();
        }
        return is ? member : null;
    }

    @Override
    public void put(Document document) {
        final boolean place = fields.hasClient() && !document.has(Field.CLIENT) && !document.has(Field.CLIENT_IP);
        if (place) {
            fields.readClient();
        }
        fields.readRequest();
        final boolean domain = !document.has(Field.URL_DOMAIN);
        for (AccessField field : FIELDS) {
            document.rule(field.rule());
            switch (field) {
                case CREATED -> putTime(document);
                case CLIENT, CLIENT_IP, GEO, AUTONOMOUS_SYSTEM, CLIENT_NAME -> {
                    if (place) {
                        putClient(document, field);
                    }
                }
                case URL_PORT -> put(document, field.field(), domain ? fields.value(field) : null);
                case USER_AGENT -> putUserAgent(document);
                default -> {
                    if (field.constant() == null) {
                        put(document, field.field(), fields.value(field));
                    } else {
                        document.set(field.field(), field.constant());
                    }
                }
            }
        }
    }

    private void putTime(Document document) {
        if (document.get(Field.TIMESTAMP) != timeBefore) {
            time.set(document.time());
            document.setLineTime(time);
        }
    }

    private void putClient(Document document, AccessField field) {
        switch (field) {
            case CLIENT -> put(document, Field.CLIENT, fields.clientText());
            case CLIENT_IP -> fields.client.putAddress(document);
            case GEO -> {
                fields.client.putCity(document);
                if (fields.client.isLost() && !lenientlyRead) {
                    document.tag(Tag.GEOIP_FAILURE);
                }
            }
            case AUTONOMOUS_SYSTEM -> fields.client.putAutonomousSystem(document);
            default -> fields.client.putName(document);
        }
    }

    private void putUserAgent(Document document) {
        if (fields.userAgent() != null && !document.has(Field.USER_AGENT)) {
            agent.put(document, fields.userAgent());
        }
    }

    /** Puts a value, if there is one, where the line has not put one itself. */
    private static void put(Document document, Field field, JsonValue value) {
        if (value != null && !document.has(field)) {
            document.set(field, value);
        }
    }
}
