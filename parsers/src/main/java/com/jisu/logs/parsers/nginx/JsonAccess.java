package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.api.Tag;
import com.jisu.logs.parsers.document.AccessObjects;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.document.Rule;
import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.geoip.IpAddress;
import com.jisu.logs.parsers.geoip.IpSuffix;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.time.LocalZone;
import com.jisu.logs.parsers.time.LogTime;
import com.jisu.logs.parsers.time.Moment;
import com.jisu.logs.parsers.useragent.RecentUserAgents;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Access lines in JSON, with the keys of {@link AccessKey}. Used by one thread, line by line. */
public final class JsonAccess implements AccessObjects {

    /** Of the names for a time, those which all objects have. */
    private static final List<Key> TIMES = keys("timestamp", "@timestamp", "time", "ts");

    private static final Key TIME = TIMES.get(2);

    /** A line with one of these is an application's own, whatever request it tells of. */
    private static final List<Key> OF_APPLICATIONS = keys("level", "message", "msg");

    private static final Key REQUEST = new Key("request", false);

    private final AccessMembers found = new AccessMembers();
    private final JsonRequest request = new JsonRequest(found);
    private final ClientAddress address = new ClientAddress(false);
    private final Client client;
    private final AgentFields agent;
    private final Authority server = new Authority();
    private final LenientJson lenient = new LenientJson();
    private final LogTime logTime = new LogTime();
    private final Moment time = new Moment();
    private final Moment other = new Moment();
    private final Map<AccessKey, JsonValue> values = new EnumMap<>(AccessKey.class);
    private byte[] clientText;
    private long status;
    private byte[] serverName;
    private TlsVersion tlsVersion;
    private byte[] tlsServerName;
    private JsonValue timeBefore;

    /** The text that was read last though it is no JSON. */
    private JsonObject notJson;

    /** Whether the line which was taken is that one. */
    private boolean lenientlyRead;

    public JsonAccess(GeoIp geoIp, RecentUserAgents userAgents) {
        this.client = new Client(geoIp);
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
        found.find(line);
        return isAccess(line) ? line : null;
    }

    @Override
    public boolean take(Document document, JsonObject line) {
        if (!found.mayBeIn(line) || isOfApplication(line)) {
            return false;
        }
        found.find(line);
        document.asksMore();
        if (!isAccess(line)) {
            return false;
        }
        takeAll(document, line);
        return true;
    }

    /** The same of a line in an access log, of which little needs to be known. */
    boolean takeAny(Document document, JsonObject line) {
        found.find(line);
        boolean any = found.has(AccessKey.STATUS)
                && (found.has(AccessKey.CLIENT)
                        || found.has(AccessKey.REQUEST)
                        || found.has(AccessKey.METHOD)
                        || found.has(AccessKey.TARGET));
        if (any) {
            document.asksMore();
            takeAll(document, line);
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
        return line.object(REQUEST) == null && OF_APPLICATIONS.stream().anyMatch(key -> line.get(key) != null);
    }

    private boolean hasKeys(JsonObject line) {
        return found.has(AccessKey.CLIENT)
                && found.has(AccessKey.STATUS)
                && (found.has(AccessKey.METHOD) || found.has(AccessKey.REQUEST))
                && !isOfApplication(line);
    }

    private boolean isAccess(JsonObject line) {
        byte[] itsStatus = found.text(AccessKey.STATUS);
        byte[] itsClient = found.text(AccessKey.CLIENT);
        return hasKeys(line)
                && itsStatus != null
                && itsStatus.length == 3
                && AccessValues.isWhole(itsStatus, 0, 3)
                && itsStatus[0] >= '1'
                && itsStatus[0] <= '5'
                && itsClient != null
                && isClient(itsClient)
                && request.hasMethod();
    }

    /** An address, perhaps with a port, a list of them, or a name with a dot. */
    private boolean isClient(byte[] text) {
        if (!address.scanList(text, 0, text.length)) {
            return false;
        }
        boolean name = address.address.from == 0
                && IpSuffix.isHostName(text, 0, text.length)
                && new String(text, StandardCharsets.UTF_8).indexOf('.') > 0;
        return name || IpAddress.parse(text, address.address.from, address.address.to) != null;
    }

    private void takeAll(Document document, JsonObject line) {
        timeBefore = document.get(Field.TIMESTAMP);
        lenientlyRead = line == notJson;
        values.clear();
        takeTime(line);
        takeClient();
        request.take();
        takeStatus();
        serverName = found.text(AccessKey.SERVER);
        found.take(AccessKey.SERVER);
        for (AccessKey key : AccessKey.values()) {
            if (key.form() != AccessKey.Form.OWN) {
                takeValue(key);
            }
        }
        takeText(AccessKey.USER);
        takeText(AccessKey.SCHEME);
        takeText(AccessKey.REFERRER);
        takeText(AccessKey.USER_AGENT);
        takeForwardedFor();
        takeTls();
        found.dropEmpty();
    }

    /** The first of the times counts that an application has no name for; others that say the same go. */
    private void takeTime(JsonObject line) {
        AccessMembers.Member chosen = null;
        for (Key known : TIMES) {
            if (JsonValue.isPresent(line.get(known))) {
                return;
            }
        }
        for (AccessMembers.Member member : found.all(AccessKey.TIME)) {
            boolean better = chosen == null || member.rank() < chosen.rank();
            if (better && logTime.parse(Leaf.text(member.text(), 0, member.text().length), LocalZone.UTC, other)) {
                chosen = member;
            }
        }
        if (chosen == null) {
            return;
        }
        logTime.parse(Leaf.text(chosen.text(), 0, chosen.text().length), LocalZone.UTC, time);
        JsonValue value = chosen.in().get(chosen.name());
        for (AccessMembers.Member member : found.all(AccessKey.TIME)) {
            boolean same = logTime.parse(Leaf.text(member.text(), 0, member.text().length), LocalZone.UTC, other)
                    && other.isSame(time);
            if (same) {
                member.take();
            }
        }
        line.put(TIME, value);
    }

    private void takeClient() {
        clientText = found.text(AccessKey.CLIENT);
        if (clientText != null && !address.scanList(clientText, 0, clientText.length)) {
            clientText = null; // it is none, and stays
        } else {
            found.take(AccessKey.CLIENT);
        }
    }

    private void takeStatus() {
        byte[] text = found.text(AccessKey.STATUS);
        boolean number = text != null && text.length <= 9 && AccessValues.isWhole(text, 0, text.length);
        status = number ? AccessValues.wholeNumber(text, 0, text.length) : -1;
        if (text == null || number) {
            found.take(AccessKey.STATUS);
        }
    }

    private void takeText(AccessKey key) {
        byte[] text = found.text(key);
        if (text != null) {
            values.put(key, Leaf.text(text, 0, text.length));
        }
        found.take(key);
    }

    private void takeValue(AccessKey key) {
        byte[] text = found.text(key);
        JsonValue value = text == null ? null : key.form().value(text, 0, text.length);
        boolean negative = text != null && key.form().isDuration() && AccessValues.isNegative(text, 0, text.length);
        if (text == null || value != null || negative) {
            found.take(key);
        }
        boolean empty = value instanceof JsonArray array && array.elements().isEmpty();
        if (value != null && !empty) {
            values.put(key, value);
        }
    }

    private void takeForwardedFor() {
        byte[] text = found.text(AccessKey.FORWARDED_FOR);
        JsonArray list = text == null ? null : ForwardedFor.list(text, 0, text.length);
        if (list != null) {
            values.put(AccessKey.FORWARDED_FOR, list);
        }
        if (text == null || list != null) {
            found.take(AccessKey.FORWARDED_FOR);
        }
    }

    private void takeTls() {
        byte[] protocol = found.text(AccessKey.TLS_PROTOCOL);
        tlsVersion = protocol == null ? null : TlsVersion.ofProtocol(protocol);
        if (protocol == null || tlsVersion != null) {
            found.take(AccessKey.TLS_PROTOCOL);
        }
        if (found.tlsVersion() != null) {
            TlsVersion nested = TlsVersion.ofNumber(found.tlsVersion().text());
            if (nested != null) {
                tlsVersion = nested;
                found.tlsVersion().take();
            }
        }
        tlsServerName = null;
        if (found.tlsServerName() != null) {
            found.tlsServerName().take();
            tlsServerName = found.tlsServerName().text();
        }
    }

    @Override
    public void put(Document document) {
        document.rule(Rule.NGINX_TIME);
        JsonValue timeNow = document.get(Field.TIMESTAMP);
        if (timeNow != timeBefore) {
            time.set(document.time());
            document.setLineTime(time);
        }
        document.rule(Rule.NGINX_CLIENT);
        if (clientText != null) {
            putClient(document);
        }
        document.rule(Rule.NGINX_REQUEST);
        request.put(document);
        putServer(document);
        document.rule(Rule.NGINX_STATUS);
        if (status >= 0) {
            put(document, Field.STATUS, Leaf.number(status));
        }
        document.rule(Rule.NGINX_KEY);
        for (Map.Entry<AccessKey, JsonValue> each : values.entrySet()) {
            if (each.getKey() != AccessKey.USER_AGENT) {
                put(document, each.getKey().field(), each.getValue());
            }
        }
        if (tlsVersion != null) {
            put(document, Field.TLS_PROTOCOL, tlsVersion.protocol());
            put(document, Field.TLS_VERSION, tlsVersion.version());
        }
        if (tlsServerName != null && !AccessValues.isAbsent(tlsServerName, 0, tlsServerName.length)) {
            put(document, Field.TLS_SERVER_NAME, Leaf.text(tlsServerName, 0, tlsServerName.length));
        }
        document.rule(Rule.NGINX_USER_AGENT);
        if (values.get(AccessKey.USER_AGENT) instanceof Leaf original && !document.has(Field.USER_AGENT)) {
            agent.put(document, original);
        }
        putConstants(document);
    }

    private void putClient(Document document) {
        if (document.has(Field.CLIENT) || document.has(Field.CLIENT_IP)) {
            return;
        }
        Part part = address.address;
        put(document, Field.CLIENT, Leaf.text(clientText, part.from, part.to));
        client.read(clientText, part.from, part.to);
        client.put(document);
        if (client.isLost() && !lenientlyRead) {
            document.tag(Tag.GEOIP_FAILURE);
        }
        if (address.port.isPresent()) {
            values.putIfAbsent(
                    AccessKey.CLIENT_PORT, AccessValues.number(clientText, address.port.from, address.port.to));
        }
        if (!address.list.isEmpty()) {
            values.putIfAbsent(
                    AccessKey.FORWARDED_FOR, ForwardedFor.list(clientText, address.list.from, address.list.to));
        }
    }

    private void putServer(Document document) {
        if (serverName != null) {
            server.scan(serverName, 0, serverName.length);
            JsonRequest.putAuthority(document, server, serverName);
        }
    }

    private void putConstants(Document document) {
        document.rule(Rule.NGINX_CONSTANT);
        document.set(Field.EVENT_KIND, EventConstants.KIND);
        document.set(Field.EVENT_CATEGORY, EventConstants.CATEGORY);
        document.set(Field.EVENT_TYPE, EventConstants.ACCESS);
        document.set(Field.EVENT_DATASET, EventConstants.NGINX_ACCESS);
        document.set(Field.EVENT_MODULE, EventConstants.MODULE);
        put(document, Field.EVENT_OUTCOME, EventConstants.outcome(status));
    }

    /** Puts a value, if there is one, where the line has not put one itself. */
    static void put(Document document, Field field, JsonValue value) {
        if (value != null && !document.has(field)) {
            document.set(field, value);
        }
    }
}
