package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.api.Tag;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.document.LogTypeParser;
import com.jisu.logs.parsers.document.RubyText;
import com.jisu.logs.parsers.document.Rule;
import com.jisu.logs.parsers.geoip.GeoAutonomousSystem;
import com.jisu.logs.parsers.geoip.GeoCity;
import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.geoip.IpAddress;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.time.Moment;
import com.jisu.logs.parsers.useragent.RecentUserAgents;
import com.jisu.logs.parsers.useragent.UserAgent;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** nginx's access log, in the combined or nginx's own main format, and in ECS its error log. */
public final class NginxParser implements LogTypeParser {

    /** The {@code fields.logtype} of its lines. */
    public static final String LOG_TYPE = "nginx";

    private static final Leaf EVENT = constant("\"event\"");
    private static final Leaf WEB = constantList("[\"web\"]");
    private static final Leaf ACCESS = constantList("[\"access\"]");
    private static final Leaf ERROR = constantList("[\"error\"]");
    private static final Leaf NGINX = constant("\"nginx\"");
    private static final Leaf NGINX_ACCESS = constant("\"nginx.access\"");
    private static final Leaf NGINX_ERROR = constant("\"nginx.error\"");
    private static final Leaf SUCCESS = constant("\"success\"");
    private static final Leaf FAILURE = constant("\"failure\"");
    private static final Leaf UNKNOWN = constant("\"unknown\"");

    private final Schema schema;
    private final GeoIp geoIp;
    private final RecentUserAgents userAgents;
    private final AccessLine access;
    private final AccessRest rest = new AccessRest();
    private final ErrorLine error = new ErrorLine();
    private final Moment moment = new Moment();

    public NginxParser(Schema schema, GeoIp geoIp, RecentUserAgents userAgents) {
        this.schema = schema;
        this.geoIp = geoIp;
        this.userAgents = userAgents;
        this.access = new AccessLine(schema);
    }

    private static Leaf constant(String json) {
        return Leaf.raw(Leaf.Kind.STRING, json.getBytes(StandardCharsets.US_ASCII));
    }

    private static Leaf constantList(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.US_ASCII);
        return new Leaf(Leaf.Kind.ARRAY, bytes, 0, bytes.length, Leaf.HOLDS_SCALARS);
    }

    @Override
    public String logType() {
        return LOG_TYPE;
    }

    @Override
    public void parse(Document document) {
        boolean first = true;
        for (JsonValue line : lines(document)) {
            if (line instanceof Leaf leaf && leaf.isString()) {
                document.decode(leaf);
                if (parseLine(document, document.text(), document.textEnd(), first)) {
                    first = false;
                }
            }
        }
        if (first) {
            document.tag(Tag.GROK_FAILURE);
        }
        if (schema == Schema.LOGSTASH) {
            locateLogstash(document);
        } else {
            document.copyEnvironment();
        }
    }

    /** A message may be a list of lines. */
    private static List<JsonValue> lines(Document document) {
        JsonValue message = document.get(Field.MESSAGE);
        return message == null ? List.of() : JsonArray.elements(message);
    }

    private boolean parseLine(Document document, byte[] line, int to, boolean first) {
        if (access.scan(line, 0, to)) {
            putAccess(document, line, first);
            return true;
        }
        if (schema == Schema.ECS && error.scan(line, 0, to)) {
            putError(document);
            return true;
        }
        return false;
    }

    private void putAccess(Document document, byte[] line, boolean first) {
        document.rule(Rule.NGINX_CLIENT);
        put(document, Field.CLIENT, line, access.client);
        document.rule(Rule.NGINX_USER);
        put(document, Field.IDENT, line, access.ident);
        if (schema == Schema.LOGSTASH || !access.isMissing(access.user)) {
            put(document, Field.USER, line, access.user);
        }
        document.rule(Rule.NGINX_TIME);
        put(document, Field.TIME_TEXT, line, access.time);
        document.rule(Rule.NGINX_REQUEST);
        if (access.method.isPresent()) {
            put(document, Field.METHOD, line, access.method);
            put(document, Field.URL, line, access.url);
            put(document, Field.HTTP_VERSION, line, access.version);
        } else if (schema == Schema.ECS || !access.request.isEmpty()) {
            put(document, Field.RAW_REQUEST, line, access.request);
        }
        if (schema == Schema.LOGSTASH) {
            document.rule(Rule.NGINX_STATUS);
            put(document, Field.STATUS, line, access.status);
            put(document, Field.BODY_BYTES, line, access.bytes);
            document.rule(Rule.NGINX_REFERRER);
            put(document, Field.REFERRER, line, access.referrer);
            document.rule(Rule.NGINX_USER_AGENT);
            putLogstashAgent(document, line);
        } else if (first) {
            putFirst(document, line);
        }
        if (schema == Schema.ECS) {
            document.rule(Rule.NGINX_REFERRER);
            putQuoted(document, Field.REFERRER, line, access.referrer);
            document.rule(Rule.NGINX_USER_AGENT);
            putUserAgent(document, line);
        }
    }

    /** What an event has once, be its message a list of lines. */
    private void putFirst(Document document, byte[] line) {
        document.rule(Rule.NGINX_TIME);
        putTime(document);
        putClient(document, Leaf.text(line, access.client.from, access.client.to));
        document.rule(Rule.NGINX_CLIENT);
        if (access.port.isPresent()) {
            document.set(Field.CLIENT_PORT, number(line, access.port));
        }
        document.rule(Rule.NGINX_REQUEST);
        if (access.method.isPresent()) {
            putUrl(document, line, access.url.from, access.url.to);
        }
        document.rule(Rule.NGINX_STATUS);
        long status = -1;
        if (access.status.isPresent()) {
            document.append(Field.STATUS, number(line, access.status));
            status = value(line, access.status);
        }
        if (access.bytes.isPresent()) {
            document.append(Field.BODY_BYTES, number(line, access.bytes));
        }
        document.rule(Rule.NGINX_REST);
        putRest(document, line);
        document.rule(Rule.NGINX_CONSTANT);
        putConstants(document, ACCESS, NGINX_ACCESS);
        document.set(Field.EVENT_OUTCOME, status < 0 ? UNKNOWN : status < 400 ? SUCCESS : FAILURE);
    }

    private void putTime(Document document) {
        if (access.date.get(moment)) {
            setTime(document);
        } else {
            document.tag(Tag.DATE_FAILURE);
        }
    }

    private static void putConstants(Document document, Leaf type, Leaf dataset) {
        document.set(Field.EVENT_KIND, EVENT);
        document.set(Field.EVENT_CATEGORY, WEB);
        document.set(Field.EVENT_TYPE, type);
        document.set(Field.EVENT_DATASET, dataset);
        document.set(Field.EVENT_MODULE, NGINX);
    }

    /** The address as a number or a name, and where it is. */
    private void putClient(Document document, Leaf client) {
        document.rule(Rule.NGINX_CLIENT);
        byte[] address = IpAddress.parse(client.bytes(), client.from(), client.to());
        if (address != null) {
            document.append(Field.CLIENT_IP, withoutZone(client));
            locate(document, address);
            return;
        }
        if (client.bytes()[client.to() - 1] != ':') {
            document.set(Field.CLIENT_NAME, client);
        }
        if (geoIp.isAvailable()) {
            document.tag(Tag.GEOIP_FAILURE);
        }
    }

    private static Leaf withoutZone(Leaf address) {
        return Leaf.text(
                address.bytes(), address.from(), IpAddress.zone(address.bytes(), address.from(), address.to()));
    }

    private void locate(Document document, byte[] address) {
        if (!geoIp.isAvailable()) {
            return;
        }
        document.rule(Rule.NGINX_PLACE);
        GeoCity city = geoIp.city(address);
        GeoAutonomousSystem system = geoIp.autonomousSystem(address);
        if (city != null) {
            document.set(Field.GEO, city.ecs());
        }
        if (system != null) {
            document.set(Field.AUTONOMOUS_SYSTEM, system.ecs());
        }
        if (city == null && system == null) {
            document.tag(Tag.GEOIP_FAILURE);
        }
    }

    /** Logstash's geoip filter on {@code clientip}, wherever that comes from. */
    private void locateLogstash(Document document) {
        document.rule(Rule.NGINX_PLACE);
        JsonValue client = document.get(Field.CLIENT);
        if (!geoIp.isAvailable() || !JsonValue.isPresent(client)) {
            return;
        }
        List<JsonValue> all = JsonArray.elements(client);
        String text = all.isEmpty() ? "" : RubyText.of(all.get(0));
        if (text.isEmpty()) {
            if (all.size() > 1) { // a list is true in Logstash's conditions, an empty text is not
                document.tag(Tag.GEOIP_FAILURE);
            }
            return;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        byte[] address = IpAddress.parse(utf8, 0, utf8.length);
        GeoCity city = address == null ? null : geoIp.city(address);
        JsonValue existing = document.get(Field.GEO);
        boolean blocked = JsonValue.isPresent(existing) && !(existing instanceof JsonObject);
        if (city == null || blocked) {
            document.tag(Tag.GEOIP_FAILURE);
            return;
        }
        JsonObject target = existing instanceof JsonObject object ? object : new JsonObject();
        city.putLogstash(target, address);
        document.set(Field.GEO, target);
    }

    private static void putUrl(Document document, byte[] line, int from, int to) {
        int path = from;
        for (int i = from; i + 2 < to && line[i] != '/' && line[i] != '?'; i++) {
            if (line[i] == ':' && line[i + 1] == '/' && line[i + 2] == '/') {
                path = i + 3; // absolute form, as proxies are asked: the path comes after the host
                while (path < to && line[path] != '/' && line[path] != '?') {
                    path++;
                }
                break;
            }
        }
        int query = path;
        while (query < to && line[query] != '?') {
            query++;
        }
        if (query > path && line[path] == '/') {
            document.set(Field.URL_PATH, Leaf.text(line, path, query));
        }
        if (query + 1 < to) {
            document.set(Field.URL_QUERY, Leaf.text(line, query + 1, to));
        }
    }

    private void putQuoted(Document document, Field field, byte[] line, AccessLine.Part part) {
        if (!access.isMissing(part)) {
            document.append(field, NginxEscapes.decode(line, part.from, part.to));
        }
    }

    private void putUserAgent(Document document, byte[] line) {
        if (access.isMissing(access.agent)) {
            return;
        }
        Leaf original = NginxEscapes.decode(line, access.agent.from, access.agent.to);
        document.append(Field.USER_AGENT, original);
        UserAgent agent = userAgents.find(original);
        putIfThere(document, Field.USER_AGENT_NAME, agent.name());
        putIfThere(document, Field.USER_AGENT_VERSION, agent.version());
        putIfThere(document, Field.USER_AGENT_OS, agent.osName());
        putIfThere(document, Field.USER_AGENT_OS_VERSION, agent.osVersion());
        putIfThere(document, Field.USER_AGENT_DEVICE, agent.deviceName());
    }

    private static void putIfThere(Document document, Field field, JsonValue value) {
        if (value != null) {
            document.set(field, value);
        }
    }

    /** Logstash's {@code agent} keeps its quotes; where Beats' object has that name, the ECS name keeps the text. */
    private void putLogstashAgent(Document document, byte[] line) {
        if (!(document.get(Field.AGENT) instanceof JsonObject)) {
            put(document, Field.AGENT, line, access.agent);
            return;
        }
        int from = access.agent.from + 1;
        int to = access.agent.to - 1;
        if (to > from && !(to - from == 1 && line[from] == '-')) {
            document.append(Field.USER_AGENT, Leaf.text(line, from, to));
        }
    }

    private static void put(Document document, Field field, byte[] line, AccessLine.Part part) {
        if (part.isPresent()) {
            document.append(field, Leaf.text(line, part.from, part.to));
        }
    }

    /** Digits as a JSON number, which has no leading zeros and no plus. */
    private static Leaf number(byte[] line, AccessLine.Part part) {
        boolean isJson = line[part.from] >= '1' && line[part.from] <= '9';
        return isJson ? new Leaf(Leaf.Kind.NUMBER, line, part.from, part.to, 0) : Leaf.number(value(line, part));
    }

    private static long value(byte[] line, AccessLine.Part part) {
        return Long.parseLong(new String(line, part.from, part.to - part.from, StandardCharsets.US_ASCII));
    }

    private void putRest(Document document, byte[] line) {
        rest.read(line, access.rest.from, access.rest.to);
        putIfThere(document, Field.FORWARDED_FOR, rest.forwardedFor());
        putIfThere(document, Field.EXTRA, rest.extra());
    }

    private void putError(Document document) {
        document.rule(Rule.NGINX_ERROR);
        putErrorTime(document);
        document.set(Field.LOG_LEVEL, Leaf.text(error.level));
        document.set(Field.PROCESS_ID, Leaf.number(error.processId));
        document.set(Field.THREAD_ID, Leaf.number(error.threadId));
        if (error.connectionId != null) {
            document.set(Field.CONNECTION_ID, Leaf.number(Long.parseLong(error.connectionId)));
        }
        document.set(Field.MESSAGE, Leaf.text(error.text));
        if (error.client != null) {
            Leaf client = Leaf.text(error.client);
            document.append(Field.CLIENT, client);
            putClient(document, client);
            document.rule(Rule.NGINX_ERROR);
        }
        if (error.request != null) {
            byte[] request = error.request.getBytes(StandardCharsets.UTF_8);
            access.scanRequest(request);
            if (access.method.isPresent()) {
                put(document, Field.METHOD, request, access.method);
                put(document, Field.URL, request, access.url);
                put(document, Field.HTTP_VERSION, request, access.version);
                putUrl(document, request, access.url.from, access.url.to);
            } else {
                document.append(Field.URL, Leaf.text(error.request));
            }
        }
        if (error.host != null) {
            document.set(Field.URL_DOMAIN, Leaf.text(withoutPort(error.host)));
        }
        if (error.referrer != null) {
            document.append(Field.REFERRER, Leaf.text(error.referrer));
        }
        putConstants(document, ERROR, NGINX_ERROR);
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        boolean port = colon > 0 && (host.indexOf(':') == colon || host.charAt(colon - 1) == ']');
        return port ? host.substring(0, colon) : host;
    }

    /** The error log's time has no offset: it is that of the shipper's {@code event.timezone}, else UTC. */
    private void putErrorTime(Document document) {
        int[] t = error.localTime;
        int secondOfDay = t[3] * 3600 + t[4] * 60 + t[5];
        boolean valid =
                t[0] >= 1000 && t[3] < 24 && t[4] < 60 && t[5] <= 60 && moment.set(t[0], t[1], t[2], secondOfDay, 0, 0);
        if (!valid) {
            document.tag(Tag.DATE_FAILURE);
            return;
        }
        String zone = document.text(Field.EVENT_TIMEZONE);
        if (!zone.isEmpty()) {
            try {
                LocalDateTime local = LocalDateTime.ofEpochSecond(moment.seconds(), 0, ZoneOffset.UTC);
                moment.set(local.atZone(ZoneId.of(zone)).toEpochSecond(), 0);
            } catch (DateTimeException e) {
                document.tag(Tag.DATE_FAILURE); // no zone that is known: the time is taken as UTC
            }
        }
        setTime(document);
    }

    private void setTime(Document document) {
        if (moment.isStorable()) {
            document.setLineTime(moment);
        } else {
            document.tag(Tag.OUT_OF_RANGE);
        }
    }
}
