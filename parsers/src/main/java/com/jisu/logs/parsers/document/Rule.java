package com.jisu.logs.parsers.document;

/** The rules of docs/fields.md, for those who ask what made a field. */
public enum Rule {
    SHIPPED("as it was shipped"),
    ARRIVAL("the event's arrival, as it has no time that can be read"),
    LINE("the line, by the rules of its log type"),
    APPLICATION_KEY("application 2: a key of the line's JSON"),
    CONFLICT("application 3: can not be stored under its own name"),
    LOGGER_KEY("application 4: a known key under its ECS name"),
    APPLICATION_TIME("application 5: the line's time"),
    ENVIRONMENT("fields.environment"),
    NGINX_CLIENT("nginx: client address"),
    NGINX_PLACE("nginx: place and network of the client, by GeoIP"),
    NGINX_USER("nginx: user"),
    NGINX_TIME("nginx: time of the line (in ecs the shipper's moves to event.created)"),
    NGINX_REQUEST("nginx: request line"),
    NGINX_STATUS("nginx: status and bytes"),
    NGINX_REFERRER("nginx: referrer"),
    NGINX_USER_AGENT("nginx: user agent"),
    NGINX_REST("nginx: forwarded-for list and what is behind it"),
    NGINX_KEY("nginx: a known key of an access line in JSON, or in a line's tail"),
    NGINX_CONSTANT("nginx: always so, and the outcome by the status"),
    NGINX_ERROR("nginx: error log"),
    ENVELOPE("docker 1: the container engine's line"),
    CONTAINER("docker 2: the container's name and image"),
    CONTAINER_TEXT("docker 6: a level, a time or a place that a container's text begins with"),
    DATASET("application, docker: the dataset of lines that have no other"),
    INGESTED("the event's arrival"),
    LONG_TEXT("long text: copies of strings of more than 1,024 characters"),
    TAGS("tags: what could not be parsed as it should"),
    VERSION("schema logstash: always so");

    private final String text;

    Rule(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
