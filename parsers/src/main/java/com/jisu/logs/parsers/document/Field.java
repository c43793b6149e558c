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
    URL_SCHEME("url.scheme", null),
    URL_DOMAIN("url.domain", null),
    URL_PORT("url.port", null),
    HTTP_VERSION("http.version", "httpversion"),
    STATUS("http.response.status_code", "response"),
    BODY_BYTES("http.response.body.bytes", "bytes"),
    RESPONSE_BYTES("http.response.bytes", null),
    REQUEST_BYTES("http.request.bytes", null),
    REQUEST_BODY_BYTES("http.request.body.bytes", null),
    REQUEST_ID("http.request.id", null),
    TLS_PROTOCOL("tls.version_protocol", null),
    TLS_VERSION("tls.version", null),
    TLS_CIPHER("tls.cipher", null),
    TLS_SERVER_NAME("tls.client.server_name", null),
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
    UPSTREAM_ADDRESS("nginx.access.upstream.address", null),
    UPSTREAM_STATUS("nginx.access.upstream.status_code", null),
    UPSTREAM_RESPONSE_TIME("nginx.access.upstream.response_time", null),
    UPSTREAM_CONNECT_TIME("nginx.access.upstream.connect_time", null),
    UPSTREAM_HEADER_TIME("nginx.access.upstream.header_time", null),
    UPSTREAM_NAME("nginx.access.upstream.name", null),
    UPSTREAM_ALTERNATIVE_NAME("nginx.access.upstream.alternative_name", null),
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
    INGESTED("event.ingested", null),

    LOG_LEVEL("log.level", null),
    ORIGIN_FILE("log.origin.file.name", null),
    ORIGIN_LINE("log.origin.file.line", null),
    PROCESS_ID("process.pid", null),
    THREAD_ID("process.thread.id", null),
    CONNECTION_ID("nginx.error.connection_id", null),
    ERROR_SERVER("nginx.error.server", null),
    ERROR_UPSTREAM("nginx.error.upstream", null),
    ERROR_MODULE("apache.error.module", null);

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
