package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import java.util.Arrays;

/** The names, in both schemas, of the fields that parsers make. A field without a name is not written. */
public enum Field {
    TIMESTAMP("@timestamp", "@timestamp"),
    UNUSABLE_TIMESTAMP("_@timestamp", "_@timestamp"),
    MESSAGE("message", "message"),
    TAGS("tags", "tags"),
    VERSION(null, "@version"),
    CREATED("event.created", null),
    ENVIRONMENT("environment", "environment"),
    SERVICE_ENVIRONMENT("service.environment", null),
    FIELDS_ENVIRONMENT("fields.environment", "fields.environment"),
    LOG_TYPE("fields.logtype", "fields.logtype"),
    FORMAT("fields.format", null),

    ERROR_TYPE("error.type", null),
    ERROR_MESSAGE("error.message", null),
    ERROR_STACK_TRACE("error.stack_trace", null),

    CONTAINER_IMAGE("container.image.name", null),
    CONTAINER_LABELS("container.labels", null),
    STREAM("stream", "stream"),

    CLIENT("source.address", "clientip"),
    CLIENT_IP("source.ip", null),
    CLIENT_NAME("source.domain", null),
    CLIENT_PORT("source.port", null),
    IDENT(null, "ident"),
    USER("user.name", "auth"),
    TIME_TEXT(null, "timestamp"),
    METHOD("http.request.method", "verb"),
    URL("url.original", "request"),
    RAW_REQUEST("url.original", "rawrequest"),
    URL_PATH("url.path", null),
    URL_QUERY("url.query", null),
    URL_DOMAIN("url.domain", null),
    HTTP_VERSION("http.version", "httpversion"),
    STATUS("http.response.status_code", "response"),
    BODY_BYTES("http.response.body.bytes", "bytes"),
    REFERRER("http.request.referrer", "referrer"),
    AGENT(null, "agent"),
    USER_AGENT("user_agent.original", "user_agent.original"),
    USER_AGENT_NAME("user_agent.name", null),
    USER_AGENT_VERSION("user_agent.version", null),
    USER_AGENT_OS("user_agent.os.name", null),
    USER_AGENT_OS_VERSION("user_agent.os.version", null),
    USER_AGENT_DEVICE("user_agent.device.name", null),
    FORWARDED_FOR("nginx.access.x_forwarded_for", null),
    EXTRA("nginx.access.extra", null),
    GEO("source.geo", "geoip"),
    AUTONOMOUS_SYSTEM("source.as", null),

    EVENT_TIMEZONE("event.timezone", null),
    EVENT_KIND("event.kind", null),
    EVENT_CATEGORY("event.category", null),
    EVENT_TYPE("event.type", null),
    EVENT_DATASET("event.dataset", null),
    EVENT_MODULE("event.module", null),
    EVENT_OUTCOME("event.outcome", null),
    EVENT_DURATION("event.duration", null),

    LOG_LEVEL("log.level", null),
    PROCESS_ID("process.pid", null),
    THREAD_ID("process.thread.id", null),
    CONNECTION_ID("nginx.error.connection_id", null);

    private final Key[] ecs;
    private final Key[] logstash;

    Field(String ecs, String logstash) {
        this.ecs = keys(ecs);
        this.logstash = keys(logstash);
    }

    private static Key[] keys(String path) {
        return path == null
                ? new Key[0]
                : Arrays.stream(path.split("\\.")).map(Keys::known).toArray(Key[]::new);
    }

    /** The names on the way to the field; empty where the schema has no such field. */
    public Key[] path(Schema schema) {
        return schema == Schema.ECS ? ecs : logstash;
    }
}
