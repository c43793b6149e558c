package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.document.LongText;
import com.jisu.logs.parsers.geoip.GeoAutonomousSystem;
import com.jisu.logs.parsers.geoip.GeoCity;
import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.geoip.IpAddress;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.time.Moment;
import com.jisu.logs.parsers.useragent.RecentUserAgents;
import com.jisu.logs.parsers.useragent.UserAgents;
import java.nio.charset.StandardCharsets;

/**
 * Writes the fields of an nginx access line straight behind those of its event, where the line is of the usual kind: a
 * request by HTTP, from an IP address. They are those that {@link NginxParser} puts into the document of an event that
 * has none of them. Used by one thread.
 */
public final class AccessFields {

    private static final byte[] SOURCE = ascii(",\"source\":{\"address\":");
    private static final byte[] IP = ascii(",\"ip\":");
    private static final byte[] GEO = ascii(",\"geo\":");
    private static final byte[] AS = ascii(",\"as\":");
    private static final byte[] USER = ascii("},\"user\":{\"name\":");
    private static final byte[] METHOD = ascii("},\"http\":{\"request\":{\"method\":");
    private static final byte[] REFERRER = ascii(",\"referrer\":");
    private static final byte[] VERSION = ascii("},\"version\":");
    private static final byte[] STATUS = ascii(",\"response\":{\"status_code\":");
    private static final byte[] BYTES = ascii(",\"body\":{\"bytes\":");
    private static final byte[] URL = ascii("}}},\"url\":{\"original\":");
    private static final byte[] PATH = ascii(",\"path\":");
    private static final byte[] QUERY = ascii(",\"query\":");
    private static final byte[] CREATED = ascii("},\"event\":{\"created\":\"");
    private static final byte[] EVENT =
            ascii("\",\"kind\":\"event\",\"category\":[\"web\"],\"type\":[\"access\"],\"dataset\":\"nginx.access\","
                    + "\"module\":\"nginx\",\"outcome\":\"");
    private static final byte[] SUCCESS = ascii("success\"}");
    private static final byte[] FAILURE = ascii("failure\"}");
    private static final byte[] FORWARDED_FOR = ascii(",\"nginx\":{\"access\":{\"x_forwarded_for\":");
    private static final byte[] EXTRA = ascii(",\"nginx\":{\"access\":{\"extra\":");
    private static final byte[] EXTRA_BEHIND = ascii(",\"extra\":");
    private static final byte[] REST_END = ascii("}}");
    private static final byte[] USER_AGENT = ascii(",\"user_agent\":");

    private final GeoIp geoIp;
    private final RecentUserAgents userAgents;
    private final AccessRest rest = new AccessRest();
    private final AccessLine access = new AccessLine(Schema.ECS);
    private final Moment time = new Moment();
    private byte[] line;
    private GeoCity city;
    private GeoAutonomousSystem system;
    private int zone;
    private int query;
    private byte[] userAgent;

    public AccessFields(GeoIp geoIp, RecentUserAgents userAgents) {
        this.geoIp = geoIp;
        this.userAgents = userAgents;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads a line from 0 on; says whether it is of the usual kind. */
    public boolean read(byte[] text, int to) {
        line = text;
        boolean usual = access.scan(text, 0, to)
                && access.date.get(time)
                && time.isStorable()
                && access.method.isPresent()
                && access.version.isPresent()
                && !access.port.isPresent()
                && isNumber(access.status)
                && access.status.length() == 3
                && isNumber(access.bytes)
                && readUrl()
                && readUserAgent()
                && locate();
        if (usual) {
            rest.read(line, access.rest.from, access.rest.to);
        }
        return usual;
    }

    /** The line's own time. */
    public Moment time() {
        return time;
    }

    /** As JSON has numbers. */
    private boolean isNumber(AccessLine.Part part) {
        return !part.isEmpty()
                && (line[part.from] >= '1' && line[part.from] <= '9' || line[part.from] == '0' && part.length() == 1);
    }

    private boolean readUrl() {
        if (access.url.isEmpty() || line[access.url.from] != '/') {
            return false;
        }
        query = access.url.from;
        while (query < access.url.to && line[query] != '?') {
            query++;
        }
        return true;
    }

    private boolean readUserAgent() {
        userAgent = null;
        if (access.isMissing(access.agent)) {
            return true;
        }
        Leaf original = NginxEscapes.decode(line, access.agent.from, access.agent.to);
        if (original.length() > UserAgents.MAX_LENGTH) {
            return false;
        }
        userAgent = userAgents.json(original);
        return true;
    }

    private boolean locate() {
        byte[] address = IpAddress.parse(line, access.client.from, access.client.to);
        if (address == null) {
            return false;
        }
        zone = IpAddress.zone(line, access.client.from, access.client.to);
        city = geoIp.city(address);
        system = geoIp.autonomousSystem(address);
        return true;
    }

    /** Whether the address was looked up and not found. */
    public boolean isLost() {
        return city == null && system == null && geoIp.isAvailable();
    }

    /** Whether one of the fields may be a string of more than {@link LongText#MAX_LENGTH}. */
    public boolean hasLong() {
        return isLong(access.url)
                || isLong(access.referrer)
                || isLong(access.user)
                || isLong(access.method)
                || isLong(access.version)
                || isLong(access.rest);
    }

    private static boolean isLong(AccessLine.Part part) {
        return part.length() > LongText.MAX_LENGTH;
    }

    /** Writes the fields, of an event that was made at the time which stands, as documents have it, in this text. */
    public void write(JsonOutput out, Moment created, byte[] text, int from, int to) {
        out.write(SOURCE);
        out.quoted(line, access.client.from, access.client.to);
        out.write(IP);
        out.quoted(line, access.client.from, zone);
        if (city != null) {
            out.write(GEO);
            city.write(out);
        }
        if (system != null) {
            out.write(AS);
            system.write(out);
        }
        if (!access.isMissing(access.user)) {
            out.write(USER);
            out.quoted(line, access.user.from, access.user.to);
        }
        out.write(METHOD);
        out.quoted(line, access.method.from, access.method.to);
        if (!access.isMissing(access.referrer)) {
            out.write(REFERRER);
            out.value(NginxEscapes.decode(line, access.referrer.from, access.referrer.to));
        }
        out.write(VERSION);
        out.quoted(line, access.version.from, access.version.to);
        out.write(STATUS);
        out.write(line, access.status.from, access.status.to);
        out.write(BYTES);
        out.write(line, access.bytes.from, access.bytes.to);
        writeUrl(out);
        out.write(CREATED);
        created.write(out, text, from, to);
        out.write(EVENT);
        out.write(line[access.status.from] >= '4' ? FAILURE : SUCCESS);
        writeRest(out);
        if (userAgent != null) {
            out.write(USER_AGENT);
            out.write(userAgent);
        }
    }

    private void writeRest(JsonOutput out) {
        JsonValue forwardedFor = rest.forwardedFor();
        Leaf extra = rest.extra();
        if (forwardedFor != null) {
            out.write(FORWARDED_FOR);
            out.value(forwardedFor);
        }
        if (extra != null) {
            out.write(forwardedFor == null ? EXTRA : EXTRA_BEHIND);
            out.value(extra);
        }
        if (forwardedFor != null || extra != null) {
            out.write(REST_END);
        }
    }

    private void writeUrl(JsonOutput out) {
        out.write(URL);
        out.quoted(line, access.url.from, access.url.to);
        if (query > access.url.from) {
            out.write(PATH);
            out.quoted(line, access.url.from, query);
        }
        if (query + 1 < access.url.to) {
            out.write(QUERY);
            out.quoted(line, query + 1, access.url.to);
        }
    }
}
