package com.jisu.logs.parsers.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a GeoIP database says of itself.
 *
 * @param type such as {@code GeoLite2-City}
 * @param built when it was built
 * @param source the file, or {@code embedded}
 * @param bytes its size, unpacked
 * @param ipVersions of which versions it has addresses: 4, 6, or both
 * @param languages of its names, as it says; often none
 * @param places whether it tells where addresses are
 * @param networks whether it tells whose network they are of
 */
public record GeoIpDatabase(
        String type,
        Instant built,
        String source,
        long bytes,
        List<Integer> ipVersions,
        List<String> languages,
        boolean places,
        boolean networks) {

    /** From this age on, its places are said to be old. */
    public static final Duration OLD = Duration.ofDays(90);

    /** Whether it is older at a time than {@link #OLD}. */
    public boolean isOld(Instant now) {
        return built.plus(OLD).isBefore(now);
    }

    /** One line about those of some databases that are old at a time; empty where none is. */
    public static Optional<String> old(List<GeoIpDatabase> databases, Instant now) {
        List<GeoIpDatabase> old =
                databases.stream().filter(each -> each.isOld(now)).toList();
        if (old.isEmpty()) {
            return Optional.empty();
        }
        String each = old.stream()
                .map(database -> database.type() + " is of " + database.day())
                .collect(Collectors.joining(", "));
        return Optional.of(
                "GeoIP database" + (old.size() > 1 ? "s: " : " ") + each + ": places may be wrong; see docs/geoip.md");
    }

    /** The day on which it was built, as {@code 2026-11-30}. */
    public String day() {
        return built.toString().substring(0, 10);
    }

    @Override
    public String toString() {
        return type + " of " + day() + " (" + source + ")";
    }
}
