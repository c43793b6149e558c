package com.jisu.logs.sink.fields;

import com.jisu.logs.sink.api.NoRoom;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The names of one index: which there are, who may still add some, and how closely its documents are looked at. Used by
 * the sink's thread.
 */
public final class IndexNames {

    /** Entries of the mapping that a new field takes at most: it, and its number. */
    private static final int FIELD_ENTRIES = 2;

    /** More share one count: nobody but a hostile writer has so many services. */
    private static final int MAX_SERVICES = 1_000;

    private static final String OTHERS = "all other services";

    /** Documents that are looked through after the last one with a new name. */
    private static final int ATTENTIVE = 5_000;

    /** Of others one in so many is, on average. */
    private static final int SAMPLE = 32;

    /** A name that was granted so long ago and is not there has not come. */
    private static final long GRANT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private record Grant(byte kind, long since) {}

    private final int namesPerService;
    private final Map<String, Integer> namesOf = new HashMap<>();
    private final Map<Long, Grant> granted = new HashMap<>();
    private FieldNames names = new FieldNames();
    private int room;
    private long readAt;
    private int attention = ATTENTIVE;
    private int skipped;

    /** @param namesPerService how many names one service may add */
    IndexNames(int namesPerService) {
        this.namesPerService = namesPerService;
    }

    /** The mapping was read. What was granted and is not there yet keeps its room for a while. */
    void read(IndexMapping mapping, long now) {
        names = mapping.names();
        room = mapping.limit() - mapping.count();
        readAt = now;
        Iterator<Map.Entry<Long, Grant>> grants = granted.entrySet().iterator();
        while (grants.hasNext()) {
            Map.Entry<Long, Grant> grant = grants.next();
            boolean isThere = names.kind(grant.getKey()) != FieldNames.UNKNOWN;
            if (isThere || now - grant.getValue().since() > GRANT_NANOS) {
                grants.remove();
            } else {
                names.add(grant.getKey(), grant.getValue().kind());
                room -= entries(grant.getValue().kind());
            }
        }
    }

    /** From the next reading on only what is there has room. */
    void forgetGrants() {
        granted.clear();
    }

    /** The index takes nothing new until it is read again. */
    void isFull() {
        room = 0;
    }

    /** The {@link System#nanoTime} at which the mapping was read. */
    long readAt() {
        return readAt;
    }

    public FieldNames names() {
        return names;
    }

    /** Entries that the mapping still takes. */
    int room() {
        return Math.max(0, room);
    }

    /** Whether the next document is to be looked through: all while there are new names, else one now and then. */
    boolean isToBeLookedThrough() {
        if (attention > 0) {
            attention--;
            return true;
        }
        if (skipped > 0) {
            skipped--;
            return false;
        }
        skipped = ThreadLocalRandom.current().nextInt(2 * SAMPLE - 1);
        return true;
    }

    void foundNewName() {
        attention = ATTENTIVE;
    }

    /**
     * Lets a service have a new name, or says what is in the way. A service gets no more than it is allowed, and no more
     * than it leaves to the others.
     *
     * @param kind {@link FieldNames#OBJECT} or {@link FieldNames#FIELD}
     */
    public Optional<NoRoom> grant(String service, long path, byte kind, long now) {
        String counted = namesOf.containsKey(service) || namesOf.size() < MAX_SERVICES ? service : OTHERS;
        int has = namesOf.getOrDefault(counted, 0);
        // An object is nothing without a field in it.
        int needed = kind == FieldNames.OBJECT ? entries(kind) + FIELD_ENTRIES : FIELD_ENTRIES;
        if (needed > room) {
            return Optional.of(NoRoom.INDEX);
        }
        if (has >= namesPerService || FIELD_ENTRIES * has > room) {
            return Optional.of(NoRoom.SERVICE);
        }
        namesOf.put(counted, has + 1);
        granted.put(path, new Grant(kind, now));
        names.add(path, kind);
        room -= entries(kind);
        return Optional.empty();
    }

    /** How many new names a service has here. */
    int namesOf(String service) {
        return namesOf.getOrDefault(service, 0);
    }

    private static int entries(byte kind) {
        return kind == FieldNames.OBJECT ? 1 : FIELD_ENTRIES;
    }
}
