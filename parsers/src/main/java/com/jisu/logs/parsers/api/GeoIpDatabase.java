package com.jisu.logs.parsers.api;

import java.time.Instant;

/**
 * What a GeoIP database says of itself.
 *
 * @param type such as {@code GeoLite2-City}
 * @param built when it was built
 * @param source the file, or {@code embedded}
 */
public record GeoIpDatabase(String type, Instant built, String source) {
    @Override
    public String toString() {
        return type + " of " + built.toString().substring(0, 10) + " (" + source + ")";
    }
}
