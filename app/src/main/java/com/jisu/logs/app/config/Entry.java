package com.jisu.logs.app.config;

/**
 * One key of the configuration as it was written in one place.
 *
 * @param key such as {@code ingest.port}
 * @param value as written; a list's items are separated by commas
 */
public record Entry(String key, String value, Origin origin) {}
