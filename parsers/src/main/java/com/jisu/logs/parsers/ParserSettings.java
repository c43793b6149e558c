package com.jisu.logs.parsers;

import com.jisu.logs.parsers.api.ParserLimits;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.loggers.Beside;
import com.jisu.logs.parsers.loggers.KnownKey;
import com.jisu.logs.parsers.loggers.KnownKeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an {@link EventParser} needs.
 *
 * @param schema which names the fields have
 * @param reference what is looked up; shared by all parsers
 * @param maxAge how far before its arrival an event's time may lie; what is older goes to the index of the day it
 *     arrived
 * @param maxAhead how far after its arrival an event's time may lie
 * @param maxDepth names on the path to a field, 2 to 18; deeper values become text in {@code application.overflow}
 * @param maxFields fields that one line or event may bring, at least 1; what is more becomes text there
 * @param keys names of keys in lines, by the fields that they mean: those of the table in docs/fields.md
 * @param ingested whether documents of schema ECS say when their events arrived, in {@code event.ingested}
 */
public record ParserSettings(
        Schema schema,
        ReferenceData reference,
        Duration maxAge,
        Duration maxAhead,
        int maxDepth,
        int maxFields,
        Map<String, List<String>> keys,
        boolean ingested) {

    /** Of rows in the table of known keys: they are about containers, and what is dropped. */
    private static final String NO_FIELD = "-";

    public ParserSettings {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(reference, "reference");
        if (maxAge.isNegative() || maxAhead.isNegative()) {
            throw new IllegalArgumentException("maxAge and maxAhead must not be negative");
        }
        if (maxDepth < 2 || maxDepth > 18) {
            throw new IllegalArgumentException("maxDepth must be from 2 to 18, not " + maxDepth);
        }
        if (maxFields < 1) {
            throw new IllegalArgumentException("maxFields must be at least 1, not " + maxFields);
        }
        checkKeys(keys);
    }

    /** Schema ECS, times from 366 days before to one day after arrival, 16 levels, 512 fields, no {@code event.ingested}. */
    public static ParserSettings defaults(ReferenceData reference) {
        return new ParserSettings(
                Schema.ECS, reference, Duration.ofDays(366), Duration.ofDays(1), 16, 512, Map.of(), false);
    }

    public ParserSettings withSchema(Schema newSchema) {
        return new ParserSettings(newSchema, reference, maxAge, maxAhead, maxDepth, maxFields, keys, ingested);
    }

    /** Other bounds for event times; those of centuries accept all. */
    public ParserSettings withTimes(Duration newMaxAge, Duration newMaxAhead) {
        return new ParserSettings(schema, reference, newMaxAge, newMaxAhead, maxDepth, maxFields, keys, ingested);
    }

    /** With keys beside those that are known. */
    public ParserSettings withKeys(Map<String, List<String>> newKeys) {
        return new ParserSettings(schema, reference, maxAge, maxAhead, maxDepth, maxFields, newKeys, ingested);
    }

    /** With {@code event.ingested} in documents. */
    public ParserSettings withIngested() {
        return new ParserSettings(schema, reference, maxAge, maxAhead, maxDepth, maxFields, keys, true);
    }

    /** The fields that keys can mean, of which a user can add some. */
    public static Set<String> fieldsOfKeys() {
        return KnownKeys.with(Map.of()).stream()
                .map(KnownKey::field)
                .filter(field -> !field.equals(NO_FIELD))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * What a key means already, whatever stands beside it, so that it can not be made to mean the field: what to say of it, such as
     * {@code means message}. Empty where it is free.
     */
    public static Optional<String> meaningOfKey(String key, String field) {
        List<KnownKey> rows = KnownKeys.with(Map.of()).stream()
                .filter(row -> row.keys().contains(key))
                .toList();
        if (rows.stream().anyMatch(row -> row.field().equals(field))) {
            return Optional.empty();
        }
        return rows.stream()
                .filter(row -> row.beside() == Beside.ANYTHING)
                .findFirst()
                .map(row -> row.field().equals(NO_FIELD) ? "is known, and means no field" : "means " + row.field());
    }

    /** @throws IllegalArgumentException if one of these fields is none that keys can mean, or a name is empty */
    public static void checkKeys(Map<String, List<String>> keys) {
        KnownKeys.check(keys);
    }

    public ParserLimits limits() {
        return new ParserLimits(maxAge, maxAhead, maxDepth, maxFields);
    }
}
