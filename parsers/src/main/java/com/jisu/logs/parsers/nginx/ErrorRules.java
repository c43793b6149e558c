package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.api.Tag;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.document.Rule;
import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.time.Moment;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Puts the fields of a line of the error log into a document, in ECS. Used by one thread. */
final class ErrorRules {

    private final ErrorLine error;
    private final Client client;
    private final RequestLine request = new RequestLine();
    private final Moment time = new Moment();

    /** @param error has scanned the lines */
    ErrorRules(ErrorLine error, GeoIp geoIp) {
        this.error = error;
        this.client = new Client(geoIp);
    }

    void put(Document document) {
        document.rule(Rule.NGINX_ERROR);
        putTime(document);
        document.set(Field.LOG_LEVEL, Leaf.text(error.level));
        document.set(Field.PROCESS_ID, Leaf.number(error.processId));
        document.set(Field.THREAD_ID, Leaf.number(error.threadId));
        if (error.connectionId != null) {
            document.set(Field.CONNECTION_ID, Leaf.number(Long.parseLong(error.connectionId)));
        }
        document.set(Field.MESSAGE, Leaf.text(error.text));
        if (error.client != null) {
            putClient(document, Leaf.text(error.client));
        }
        if (error.request != null) {
            putRequest(document, error.request);
        }
        if (error.host != null) {
            document.set(Field.URL_DOMAIN, Leaf.text(withoutPort(error.host)));
        }
        if (error.referrer != null) {
            document.append(Field.REFERRER, Leaf.text(error.referrer));
        }
        document.set(Field.EVENT_KIND, EventConstants.KIND);
        document.set(Field.EVENT_CATEGORY, EventConstants.CATEGORY);
        document.set(Field.EVENT_TYPE, EventConstants.ERROR);
        document.set(Field.EVENT_DATASET, EventConstants.NGINX_ERROR);
        document.set(Field.EVENT_MODULE, EventConstants.MODULE);
    }

    private void putClient(Document document, Leaf itsClient) {
        document.append(Field.CLIENT, itsClient);
        client.read(itsClient.bytes(), itsClient.from(), itsClient.to());
        client.put(document);
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
    }

    private static Leaf text(byte[] line, Part part) {
        return Leaf.text(line, part.from, part.to);
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        boolean port = colon > 0 && (host.indexOf(':') == colon || host.charAt(colon - 1) == ']');
        return port ? host.substring(0, colon) : host;
    }

    /** The error log's time has no offset: it is that of the shipper's {@code event.timezone}, else UTC. */
    private void putTime(Document document) {
        int[] t = error.localTime;
        int secondOfDay = t[3] * 3600 + t[4] * 60 + t[5];
        boolean valid =
                t[0] >= 1000 && t[3] < 24 && t[4] < 60 && t[5] <= 60 && time.set(t[0], t[1], t[2], secondOfDay, 0, 0);
        if (!valid) {
            document.tag(Tag.DATE_FAILURE);
            return;
        }
        String zone = document.text(Field.EVENT_TIMEZONE);
        if (!zone.isEmpty()) {
            try {
                LocalDateTime local = LocalDateTime.ofEpochSecond(time.seconds(), 0, ZoneOffset.UTC);
                time.set(local.atZone(ZoneId.of(zone)).toEpochSecond(), 0);
            } catch (DateTimeException e) {
                document.tag(Tag.DATE_FAILURE); // no zone that is known: the time is taken as UTC
            }
        }
        if (time.isStorable()) {
            document.setLineTime(time);
        } else {
            document.tag(Tag.OUT_OF_RANGE);
        }
    }
}
