package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.api.Tag;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.document.RubyText;
import com.jisu.logs.parsers.document.Rule;
import com.jisu.logs.parsers.geoip.GeoCity;
import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.geoip.IpAddress;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts the fields of an access line into a document as Logstash's grok and geoip filters do. */
final class LogstashAccess {

    private final AccessLine access;
    private final GeoIp geoIp;

    /** @param access has scanned the lines */
    LogstashAccess(AccessLine access, GeoIp geoIp) {
        this.access = access;
        this.geoIp = geoIp;
    }

    void put(Document document, byte[] line) {
        document.rule(Rule.NGINX_CLIENT);
        put(document, Field.CLIENT, line, access.client);
        document.rule(Rule.NGINX_USER);
        put(document, Field.IDENT, line, access.ident);
        put(document, Field.USER, line, access.user);
        document.rule(Rule.NGINX_TIME);
        put(document, Field.TIME_TEXT, line, access.time);
        document.rule(Rule.NGINX_REQUEST);
        put(document, Field.METHOD, line, access.request.method);
        put(document, Field.URL, line, access.request.url);
        put(document, Field.HTTP_VERSION, line, access.request.version);
        put(document, Field.RAW_REQUEST, line, access.rawRequest);
        document.rule(Rule.NGINX_STATUS);
        put(document, Field.STATUS, line, access.status);
        put(document, Field.BODY_BYTES, line, access.bytes);
        document.rule(Rule.NGINX_REFERRER);
        put(document, Field.REFERRER, line, access.referrer);
        document.rule(Rule.NGINX_USER_AGENT);
        putAgent(document, line);
    }

    private static void put(Document document, Field field, byte[] line, Part part) {
        if (part.isPresent()) {
            document.append(field, Leaf.text(line, part.from, part.to));
        }
    }

    /** {@code agent} keeps its quotes; where Beats' object has that name, the ECS name keeps the text. */
    private void putAgent(Document document, byte[] line) {
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

    /** The geoip filter on {@code clientip}, wherever that comes from. */
    void locate(Document document) {
        document.rule(Rule.NGINX_PLACE);
        JsonValue client = document.get(Field.CLIENT);
        if (!geoIp.hasPlaces() || !JsonValue.isPresent(client)) {
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
        GeoCity city = address == null ? null : geoIp.find(address).city();
        JsonValue existing = document.get(Field.GEO);
        boolean blocked = JsonValue.isPresent(existing) && !(existing instanceof JsonObject);
        if (city == null || !city.isPrecise() || blocked) {
            document.tag(Tag.GEOIP_FAILURE);
            return;
        }
        JsonObject target = existing instanceof JsonObject object ? object : new JsonObject();
        city.putLogstash(target, address);
        document.set(Field.GEO, target);
    }
}
