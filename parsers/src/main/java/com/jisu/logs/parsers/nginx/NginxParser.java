package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.api.Tag;
import com.jisu.logs.parsers.document.AskedValues;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.document.LogTypeParser;
import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.useragent.RecentUserAgents;
import java.util.List;

/** nginx's access log, in the combined or nginx's own main format, and in ECS its error log. */
public final class NginxParser implements LogTypeParser {

    /** The {@code fields.logtype} of its lines. */
    public static final String LOG_TYPE = "nginx";

    private final Schema schema;
    private final AccessLine access;
    private final AccessRules accessRules;
    private final LogstashAccess logstashAccess;
    private final ErrorLine error = new ErrorLine();
    private final ErrorRules errorRules;

    public NginxParser(Schema schema, GeoIp geoIp, RecentUserAgents userAgents) {
        this.schema = schema;
        this.access = new AccessLine(schema);
        this.accessRules = new AccessRules(access, geoIp, userAgents);
        this.logstashAccess = new LogstashAccess(access, geoIp);
        this.errorRules = new ErrorRules(error, geoIp);
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
                if (parseLine(document, leaf, first)) {
                    first = false;
                }
            }
        }
        if (first) {
            document.tag(Tag.GROK_FAILURE);
        }
        if (schema == Schema.LOGSTASH) {
            logstashAccess.locate(document);
        } else {
            document.copyEnvironment();
        }
    }

    /** A message may be a list of lines. */
    private static List<JsonValue> lines(Document document) {
        JsonValue message = document.get(Field.MESSAGE);
        return message == null ? List.of() : JsonArray.elements(message);
    }

    private boolean parseLine(Document document, Leaf string, boolean first) {
        Leaf text = document.lines().of(string);
        byte[] line = text.bytes();
        if (access.scan(line, 0, text.to())) {
            document.asks(AskedValues.Question.ACCESS_LINE, string);
            if (schema == Schema.LOGSTASH) {
                logstashAccess.put(document, line);
            } else {
                accessRules.put(document, line, first);
            }
            return true;
        }
        if (schema == Schema.ECS && error.scan(line, 0, text.to())) {
            errorRules.put(document);
            return true;
        }
        return false;
    }
}
