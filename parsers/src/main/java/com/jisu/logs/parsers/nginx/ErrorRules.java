package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.api.Tag;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.document.LevelWords;
import com.jisu.logs.parsers.document.Rule;
import com.jisu.logs.parsers.document.ShipperZone;
import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.time.LogTime;
import com.jisu.logs.parsers.time.Moment;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Puts the fields of a line of an error log into a document, in ECS. Used by one thread. */
final class ErrorRules {

    private final ErrorLine error = new ErrorLine();
    private final ApacheErrorLine apache = new ApacheErrorLine();
    private final Client client;
    private final RequestLine request = new RequestLine(Schema.ECS);
    private final Authority host = new Authority();
    private final Moment time = new Moment();
    private final LogTime logTime = new LogTime();
    private final ShipperZone shipperZone = new ShipperZone();

    ErrorRules(GeoIp geoIp) {
        this.client = new Client(geoIp);
    }

    /** Whether the line is one of an error log; if so its fields are in the document. */
    boolean put(Document document, byte[] line, int to) {
        if (error.scan(line, 0, to)) {
            putNginx(document);
            return true;
        }
        if (apache.scan(line, 0, to)) {
            putApache(document);
            return true;
        }
        return false;
    }

    private void putNginx(Document document) {
        document.asksMore();
        document.rule(Rule.NGINX_ERROR);
        putLevel(document, error.level);
        if (error.localTime != null) {
            putTime(document);
            document.set(Field.PROCESS_ID, Leaf.number(error.processId));
            document.set(Field.THREAD_ID, Leaf.number(error.threadId));
        }
        if (error.connectionId != null) {
            document.set(Field.CONNECTION_ID, Leaf.number(Long.parseLong(error.connectionId)));
        }
        document.set(Field.MESSAGE, Leaf.text(error.text));
        putTail(document, error.tail);
        putConstants(document, EventConstants.NGINX_ERROR, EventConstants.MODULE);
    }

    private void putTail(Document document, ErrorTail tail) {
        if (tail.client != null) {
            putClient(document, Leaf.text(tail.client));
        }
        if (tail.server != null && !tail.server.isEmpty()) {
            document.set(Field.ERROR_SERVER, Leaf.text(tail.server));
        }
        if (tail.upstream() != null) {
            document.set(Field.ERROR_UPSTREAM, Leaf.text(tail.upstream()));
        }
        if (tail.host() != null) {
            byte[] text = tail.host().getBytes(StandardCharsets.UTF_8);
            host.scan(text, 0, text.length);
            putHost(document, text, host);
        }
        if (tail.request() != null) {
            putRequest(document, tail.request());
        }
        if (tail.referrer() != null) {
            document.append(Field.REFERRER, Leaf.text(tail.referrer()));
        }
    }

    private void putApache(Document document) {
        document.asksMore();
        document.rule(Rule.NGINX_ERROR);
        putLevel(document, apache.level);
        byte[] itsTime = apache.time.getBytes(StandardCharsets.UTF_8);
        putTime(document, logTime.parse(itsTime, 0, itsTime.length, shipperZone.of(document), time));
        if (apache.module != null && !apache.module.isEmpty() && !apache.module.equals("-")) {
            document.set(Field.ERROR_MODULE, Leaf.text(apache.module));
        }
        putNumber(document, Field.PROCESS_ID, apache.processId);
        putNumber(document, Field.THREAD_ID, apache.threadId);
        document.set(Field.MESSAGE, Leaf.text(apache.text));
        if (apache.client != null) {
            putClient(document, Leaf.text(apache.client));
            putNumber(document, Field.CLIENT_PORT, apache.port);
        }
        if (apache.referrer != null) {
            document.append(Field.REFERRER, Leaf.text(apache.referrer));
        }
        putConstants(document, EventConstants.APACHE_ERROR, EventConstants.APACHE);
    }

    private static void putConstants(Document document, Leaf dataset, Leaf module) {
        document.set(Field.EVENT_KIND, EventConstants.KIND);
        document.set(Field.EVENT_CATEGORY, EventConstants.CATEGORY);
        document.set(Field.EVENT_TYPE, EventConstants.ERROR);
        document.set(Field.EVENT_DATASET, dataset);
        document.set(Field.EVENT_MODULE, module);
    }

    private static void putLevel(Document document, String level) {
        String lower = level.toLowerCase(Locale.ROOT);
        Leaf word = LevelWords.of(lower);
        document.set(Field.LOG_LEVEL, word == null ? Leaf.text(lower) : word);
    }

    private static void putNumber(Document document, Field field, String digits) {
        if (digits != null) {
            document.set(field, Leaf.number(Long.parseLong(digits)));
        }
    }

    private void putClient(Document document, Leaf itsClient) {
        document.append(Field.CLIENT, itsClient);
        client.read(itsClient.bytes(), itsClient.from(), itsClient.to());
        client.put(document);
        if (client.isLost()) {
            document.tag(Tag.GEOIP_FAILURE);
        }
        document.rule(Rule.NGINX_ERROR);
    }

    private void putRequest(Document document, String itsRequest) {
        byte[] line = itsRequest.getBytes(StandardCharsets.UTF_8);
        request.scan(line, 0, line.length);
        if (!request.method.isPresent()) {
            document.append(Field.URL, Leaf.text(itsRequest));
            return;
        }
        document.append(Field.METHOD, text(line, request.method));
        document.append(Field.URL, text(line, request.url));
        if (request.version.isPresent()) {
            document.append(Field.HTTP_VERSION, text(line, request.version));
        }
        if (request.path.isPresent()) {
            document.set(Field.URL_PATH, text(line, request.path));
        }
        if (request.query.isPresent()) {
            document.set(Field.URL_QUERY, text(line, request.query));
        }
        if (request.scheme.isPresent()) {
            document.set(Field.URL_SCHEME, text(line, request.scheme));
        }
        if (!document.has(Field.URL_DOMAIN)) {
            putHost(document, line, request.authority);
        }
    }

    private static void putHost(Document document, byte[] text, Authority authority) {
        if (authority.host.isEmpty()) {
            return;
        }
        document.set(Field.URL_DOMAIN, text(text, authority.host));
        if (authority.port.isPresent()) {
            document.set(Field.URL_PORT, AccessValues.number(text, authority.port.from, authority.port.to));
        }
    }

    private static Leaf text(byte[] line, Part part) {
        return Leaf.text(line, part.from, part.to);
    }

    private void putTime(Document document) {
        int[] t = error.localTime;
        int secondOfDay = t[3] * 3600 + t[4] * 60 + t[5];
        boolean valid =
                t[0] >= 1000 && t[3] < 24 && t[4] < 60 && t[5] <= 60 && time.set(t[0], t[1], t[2], secondOfDay, 0, 0);
        if (valid) {
            time.set(shipperZone.of(document).epochSecond(time.seconds()), 0);
        }
        putTime(document, valid);
    }

    private void putTime(Document document, boolean valid) {
        if (!valid) {
            document.tag(Tag.DATE_FAILURE);
        } else if (time.isStorable()) {
            document.setLineTime(time);
        } else {
            document.tag(Tag.OUT_OF_RANGE);
        }
    }
}
