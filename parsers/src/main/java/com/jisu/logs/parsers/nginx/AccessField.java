package com.jisu.logs.parsers.nginx;

import static com.jisu.logs.parsers.document.Rule.NGINX_CLIENT;
import static com.jisu.logs.parsers.document.Rule.NGINX_CONSTANT;
import static com.jisu.logs.parsers.document.Rule.NGINX_KEY;
import static com.jisu.logs.parsers.document.Rule.NGINX_PLACE;
import static com.jisu.logs.parsers.document.Rule.NGINX_REFERRER;
import static com.jisu.logs.parsers.document.Rule.NGINX_REQUEST;
import static com.jisu.logs.parsers.document.Rule.NGINX_REST;
import static com.jisu.logs.parsers.document.Rule.NGINX_STATUS;
import static com.jisu.logs.parsers.document.Rule.NGINX_TIME;
import static com.jisu.logs.parsers.document.Rule.NGINX_USER;
import static com.jisu.logs.parsers.document.Rule.NGINX_USER_AGENT;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.document.Rule;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Leaf;
import java.util.Arrays;
import java.util.function.Function;

/**
 * The fields that an access line has in ECS, in the order in which the rules put them into a document, with the part of the
 * line that each is. {@link AccessRules} and {@link AccessTemplate} both go by this list.
 */
enum AccessField {
    CLIENT(Field.CLIENT, NGINX_CLIENT, Form.TEXT, Times.EACH_LINE, line -> line.client),
    USER(Field.USER, NGINX_USER, Form.BARE, Times.EACH_LINE, line -> line.user),
    METHOD(Field.METHOD, NGINX_REQUEST, Form.TEXT, Times.EACH_LINE, line -> line.request.method),
    URL(Field.URL, NGINX_REQUEST, Form.REQUEST, Times.EACH_LINE, line -> line.request.url),
    HTTP_VERSION(Field.HTTP_VERSION, NGINX_REQUEST, Form.TEXT, Times.EACH_LINE, line -> line.request.version),
    RAW_REQUEST(Field.RAW_REQUEST, NGINX_REQUEST, Form.TEXT, Times.EACH_LINE, line -> line.rawRequest),
    CREATED(Field.CREATED, NGINX_TIME, Form.TIME),
    CLIENT_IP(Field.CLIENT_IP, NGINX_CLIENT, Form.ADDRESS),
    GEO(Field.GEO, NGINX_PLACE, Form.CITY),
    AUTONOMOUS_SYSTEM(Field.AUTONOMOUS_SYSTEM, NGINX_PLACE, Form.AUTONOMOUS_SYSTEM),
    CLIENT_NAME(Field.CLIENT_NAME, NGINX_CLIENT, Form.HOST_NAME),
    CLIENT_PORT(Field.CLIENT_PORT, NGINX_CLIENT, Form.NUMBER, Times.ONCE, line -> line.port),
    URL_PATH(Field.URL_PATH, NGINX_REQUEST, Form.REQUEST, Times.ONCE, line -> line.request.path),
    URL_QUERY(Field.URL_QUERY, NGINX_REQUEST, Form.REQUEST, Times.ONCE, line -> line.request.query),
    URL_SCHEME(Field.URL_SCHEME, NGINX_REQUEST, Form.TEXT, Times.ONCE, line -> line.request.scheme),
    URL_DOMAIN(Field.URL_DOMAIN, NGINX_REQUEST, Form.TEXT, Times.ONCE, line -> line.domain),
    URL_PORT(Field.URL_PORT, NGINX_REQUEST, Form.NUMBER, Times.ONCE, line -> line.domainPort),
    STATUS(Field.STATUS, NGINX_STATUS, Form.NUMBER, Times.FIRST_LINE, line -> line.status),
    BODY_BYTES(Field.BODY_BYTES, NGINX_STATUS, Form.NUMBER, Times.FIRST_LINE, line -> line.bytes),
    FORWARDED_FOR(Field.FORWARDED_FOR, NGINX_REST, Form.FORWARDED_FOR),
    EXTRA(Field.EXTRA, NGINX_REST, Form.EXTRA),
    BYTES_SENT(AccessKey.BYTES_SENT),
    REQUEST_LENGTH(AccessKey.REQUEST_LENGTH),
    BYTES_READ(AccessKey.BYTES_READ),
    REQUEST_ID(AccessKey.REQUEST_ID),
    UPSTREAM_ADDRESS(AccessKey.UPSTREAM_ADDRESS),
    UPSTREAM_STATUS(AccessKey.UPSTREAM_STATUS),
    UPSTREAM_RESPONSE_TIME(AccessKey.UPSTREAM_RESPONSE_TIME),
    UPSTREAM_CONNECT_TIME(AccessKey.UPSTREAM_CONNECT_TIME),
    UPSTREAM_HEADER_TIME(AccessKey.UPSTREAM_HEADER_TIME),
    UPSTREAM_NAME(AccessKey.UPSTREAM_NAME),
    UPSTREAM_ALTERNATIVE_NAME(AccessKey.UPSTREAM_ALTERNATIVE_NAME),
    TLS_PROTOCOL(Field.TLS_PROTOCOL, NGINX_KEY, Form.KEY),
    TLS_VERSION(Field.TLS_VERSION, NGINX_KEY, Form.KEY),
    TLS_CIPHER(AccessKey.TLS_CIPHER),
    TLS_SERVER_NAME(Field.TLS_SERVER_NAME, NGINX_KEY, Form.JSON),
    DURATION(AccessKey.REQUEST_TIME),
    KIND(Field.EVENT_KIND, EventConstants.KIND),
    CATEGORY(Field.EVENT_CATEGORY, EventConstants.CATEGORY),
    TYPE(Field.EVENT_TYPE, EventConstants.ACCESS),
    DATASET(Field.EVENT_DATASET, EventConstants.NGINX_ACCESS),
    MODULE(Field.EVENT_MODULE, EventConstants.MODULE),
    OUTCOME(Field.EVENT_OUTCOME, NGINX_CONSTANT, Form.OUTCOME),
    INGESTED(Field.INGESTED, Rule.INGESTED, Form.ARRIVAL),
    REFERRER(Field.REFERRER, NGINX_REFERRER, Form.ESCAPED, Times.EACH_LINE, line -> line.referrer),
    USER_AGENT(Field.USER_AGENT, NGINX_USER_AGENT, Form.USER_AGENT, Times.EACH_LINE, line -> line.agent);

    /** How a field's value is made. */
    enum Form {
        /** A part of the line as it stands there. */
        TEXT,
        /** A part of the line, less its escapes. */
        ESCAPED,
        /** A part of the request, less its escapes. */
        REQUEST,
        /** A part of the line that has no quotes around it, less its escapes. */
        BARE,
        /** Digits of the line. */
        NUMBER,
        /** The shipper's time, where the line has one that counts. */
        TIME,
        /** The client's address, if that is what the client is. */
        ADDRESS,
        /** The client's name, if that is what the client is. */
        HOST_NAME,
        CITY,
        AUTONOMOUS_SYSTEM,
        FORWARDED_FOR,
        EXTRA,
        /** What the tail has under a key. */
        KEY,
        /** What only lines in JSON have. */
        JSON,
        /** The same in all documents. */
        CONSTANT,
        /** By the status. */
        OUTCOME,
        /** When the event arrived, which is put into documents of all types at last. */
        ARRIVAL,
        /** All of the object: the text, and what it is known to stand for. */
        USER_AGENT
    }

    /** Of an event whose message is a list of lines. */
    enum Times {
        /** Each line adds its value. */
        EACH_LINE,
        /** The first line adds its value to what the event has. */
        FIRST_LINE,
        /** The first line's value replaces what the event has. */
        ONCE
    }

    private final Field field;
    private final Rule rule;
    private final Form form;
    private final Times times;
    private final Function<AccessLine, Part> part;
    private final Leaf constant;
    private final AccessKey key;

    AccessField(Field field, Rule rule, Form form, Times times, Function<AccessLine, Part> part) {
        this(field, rule, form, times, part, null, null);
    }

    AccessField(Field field, Rule rule, Form form) {
        this(field, rule, form, Times.ONCE, line -> null, null, null);
    }

    AccessField(Field field, Leaf constant) {
        this(field, NGINX_CONSTANT, Form.CONSTANT, Times.ONCE, line -> null, constant, null);
    }

    AccessField(AccessKey key) {
        this(key.field(), NGINX_KEY, Form.KEY, Times.ONCE, line -> null, null, key);
    }

    AccessField(
            Field field,
            Rule rule,
            Form form,
            Times times,
            Function<AccessLine, Part> part,
            Leaf constant,
            AccessKey key) {
        this.field = field;
        this.rule = rule;
        this.form = form;
        this.times = times;
        this.part = part;
        this.constant = constant;
        this.key = key;
    }

    Field field() {
        return field;
    }

    Rule rule() {
        return rule;
    }

    Form form() {
        return form;
    }

    Times times() {
        return times;
    }

    /** The part of the lines that are scanned with this; null where the field is none. */
    Part part(AccessLine access) {
        return part.apply(access);
    }

    /** The key of tails that has the value; null where it is none's. */
    AccessKey key() {
        return key;
    }

    /** The value that is the same in all documents; null where it is not. */
    Leaf constant() {
        return constant;
    }

    /** Where a document has the value. */
    Key[] path() {
        Key[] path = field.path(Schema.ECS);
        return form == Form.USER_AGENT ? Arrays.copyOf(path, path.length - 1) : path;
    }
}
