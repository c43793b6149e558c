package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.api.Tag;
import com.jisu.logs.parsers.document.AskedValues;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.document.LogTypeParser;
import com.jisu.logs.parsers.document.Rule;
import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.useragent.RecentUserAgents;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Access logs in the combined format and those made of it; in ECS access lines in JSON and error logs of nginx and Apache,
 * too.
 */
public final class NginxParser implements LogTypeParser {

    /** The {@code fields.logtype} of its lines. */
    public static final String LOG_TYPE = "nginx";

    private final Schema schema;
    private final AccessLine access;
    private final AccessRules accessRules;
    private final LogstashAccess logstashAccess;
    private final ErrorRules errorRules;
    private final JsonAccess json;
    private final BiConsumer<Document, JsonObject> applicationRules;

    /**
     * @param json for lines in JSON
     * @param applicationRules puts what is no part of an access line into the document
     */
    public NginxParser(
            Schema schema,
            GeoIp geoIp,
            RecentUserAgents userAgents,
            JsonAccess json,
            BiConsumer<Document, JsonObject> applicationRules) {
        this.schema = schema;
        this.json = json;
        this.applicationRules = applicationRules;
        this.access = new AccessLine(schema);
        this.accessRules = new AccessRules(access, geoIp, userAgents);
        this.logstashAccess = new LogstashAccess(access, geoIp);
        this.errorRules = new ErrorRules(geoIp);
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
                if (first && parseJson(document, leaf)
                        || parseLine(document, leaf, document.lines().of(leaf), first)) {
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

    /**
     * Reads a container's text as a line of an access or error log.
     *
     * @param text in bytes of its own that begin with it
     * @return whether it is one; if not, the document is as it was
     */
    public boolean parseText(Document document, Leaf text) {
        document.asksMore();
        return parseLine(document, text, text, true);
    }

    /** @param string the value in the event whose text it is */
    private boolean parseLine(Document document, Leaf string, Leaf text, boolean first) {
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
        return schema == Schema.ECS && errorRules.put(document, line, text.to());
    }

    /** The message stays the whole line. */
    private boolean parseJson(Document document, Leaf string) {
        if (schema != Schema.ECS || !document.lines().beginsObject(string)) {
            return false;
        }
        JsonObject object = document.lines().objectIn(string);
        if (object == null) {
            Leaf text = document.lines().of(string);
            object = json.readLenient(text.bytes(), 0, text.to());
        }
        if (object == null || !json.takeAny(document, object)) {
            return false;
        }
        JsonValue whole = document.get(Field.MESSAGE);
        applicationRules.accept(document, object);
        document.rule(Rule.SHIPPED);
        document.set(Field.MESSAGE, whole);
        json.put(document);
        return true;
    }
}
