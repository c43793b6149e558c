package com.jisu.logs.sink.fields;

import com.jisu.logs.sink.metrics.NoRoom;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The names of one index: which there are, who may still add some, and how closely its documents are looked at. Used by
 * the sink's thread.
 *
 * <p>Once no new name has come for a while one document in {@value #GLANCE} is glanced at, and each that is twice as long as
 * usual: at {@value NameScan#GLANCED} of its names, since to look through a document costs a quarter of all that the sink does for
 * it, and to fetch it into the cache is most of what a glance does. Of those one in {@value #SAMPLE} is looked through. What got past
 * the mapping tells: it is charged to whose new names are found next, else it is nobody's. Where a service has had its share,
 * or as much is nobody's, all documents are looked through.
 */
final class IndexNames {

    /** Entries of the mapping that a new field takes at most: it, and its number. */
    private static final int FIELD_ENTRIES = 2;

    /** More share one count: nobody but a hostile writer has so many services. */
    private static final int MAX_SERVICES = 1_000;

    private static final String OTHERS = "all other services";

    /** Documents that are looked through after the last one with a new name. */
    private static final int ATTENTIVE = 5_000;

    /** Of others one in so many is glanced at, on average. */
    private static final int GLANCE = 8;

    /** Of these one in so many is looked through, on average. */
    private static final int SAMPLE = 4;

    /** Documents that are so many times as long as the mean are all glanced at. */
    private static final int LONG = 2;

    /** The mean length is that of the last 2<sup>10</sup> documents or so. */
    private static final int MEAN_SHIFT = 10;

    /** Bytes of a document that a name takes at least, mostly: how likely a glance is to hit it. */
    private static final int NAME_BYTES = 16;

    /** Parts of names that are remembered; an index has some hundreds. */
    private static final int MAX_PARTS = 10_000;

    /** A name that was granted so long ago and is not there has not come. */
    private static final long GRANT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private record Grant(byte kind, long since) {}

    private final int namesPerService;
    private final Map<String, Integer> namesOf = new HashMap<>();
    private final Map<Long, Grant> granted = new HashMap<>();
    private FieldNames names = new FieldNames();
    private int room;
    private long readAt;
    private final FieldNames parts = new FieldNames();
    private int attention = ATTENTIVE;
    private int untilGlance;
    private int untilDrawn;
    private long meanBytes;
    private boolean isRead;

    /** Whether documents were glanced at since the mapping was read, and before that: those may be on their way yet. */
    private boolean glanced;

    private boolean glancedBefore;
    private int nobodys;
    private boolean isShareUsed;

    /** @param namesPerService how many names one service may add */
    IndexNames(int namesPerService) {
        this.namesPerService = namesPerService;
    }

    /** There is no such index yet; this is what it will be. */
    void expect(IndexMapping mapping, long now) {
        take(mapping, now);
        isRead = false;
    }

    /**
     * The mapping was read. What was granted and is not there yet keeps its room for a while. Of what is there and was
     * new to us, some may have got past.
     */
    void read(IndexMapping mapping, long now) {
        int more = isRead && (glanced || glancedBefore) ? mapping.names().countMissingIn(names) : 0;
        if (more > 0) {
            nobodys += more;
            attention = ATTENTIVE;
        }
        take(mapping, now);
        isRead = true;
    }

    private void take(IndexMapping mapping, long now) {
        glancedBefore = glanced;
        glanced = false;
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

    FieldNames names() {
        return names;
    }

    /** Entries that the mapping still takes. */
    int room() {
        return Math.max(0, room);
    }

    /**
     * Whether the next document is to be looked through, and not only glanced at: all while there are new names, and
     * where somebody has had too many.
     */
    boolean isAttentive() {
        if (attention > 0) {
            attention--;
            return true;
        }
        if (isShareUsed || nobodys >= namesPerService) {
            return true;
        }
        glanced = true;
        return false;
    }

    /** Whether the next document is to be glanced at, where not all are looked through. */
    boolean isToBeGlancedAt(int bytes) {
        boolean isLong = isLong(bytes);
        meanBytes += bytes - (meanBytes >>> MEAN_SHIFT);
        if (untilGlance > 0 && !isLong) {
            untilGlance--;
            return false;
        }
        untilGlance = isLong ? untilGlance : drawn(GLANCE);
        return true;
    }

    /** Whether a document that was glanced at is to be looked through all the same. */
    boolean isDrawn() {
        if (untilDrawn > 0) {
            untilDrawn--;
            return false;
        }
        untilDrawn = drawn(SAMPLE);
        return true;
    }

    private static int drawn(int oneIn) {
        return ThreadLocalRandom.current().nextInt(2 * oneIn - 1);
    }

    private boolean isLong(int bytes) {
        return bytes > LONG * (meanBytes >>> MEAN_SHIFT);
    }

    /** Parts of names, as {@link FieldNames#part} has them, at which a glance stops no more. */
    FieldNames parts() {
        return parts;
    }

    /** The document with this part of a name has no new name. */
    void isKnown(long part) {
        if (parts.size() < MAX_PARTS) {
            parts.add(part, FieldNames.FIELD);
        }
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
    Optional<NoRoom> grant(String service, long path, byte kind, long now) {
        String counted = counted(service);
        int has = namesOf.getOrDefault(counted, 0);
        // An object is nothing without a field in it.
        int needed = kind == FieldNames.OBJECT ? entries(kind) + FIELD_ENTRIES : FIELD_ENTRIES;
        if (needed > room) {
            return Optional.of(NoRoom.INDEX);
        }
        if (has >= namesPerService || FIELD_ENTRIES * has > room) {
            isShareUsed = true;
            return Optional.of(NoRoom.SERVICE);
        }
        namesOf.put(counted, has + 1);
        granted.put(path, new Grant(kind, now));
        names.add(path, kind);
        room -= entries(kind);
        return Optional.empty();
    }

    /**
     * A document with new names was found by a glance, or drawn: of what got past its service is charged with as much as is
     * expected to before one like this is found.
     *
     * @param bytes of the document
     * @param granted how many new names it has added
     */
    void charge(String service, int bytes, int granted) {
        double hit = Math.min(1, (double) NAME_BYTES * granted / bytes);
        double missed = Math.pow(1 - hit, NameScan.GLANCED) * (SAMPLE - 1) / SAMPLE;
        double found = (1 - missed) / (isLong(bytes) ? 1 : GLANCE);
        int charged = Math.min(nobodys, (int) Math.round(granted * (1 - found) / found));
        nobodys -= charged;
        namesOf.merge(counted(service), charged, Integer::sum);
    }

    /** How many new names a service has here, with what it was charged with. */
    int namesOf(String service) {
        return namesOf.getOrDefault(service, 0);
    }

    private String counted(String service) {
        return namesOf.containsKey(service) || namesOf.size() < MAX_SERVICES ? service : OTHERS;
    }

    private static int entries(byte kind) {
        return kind == FieldNames.OBJECT ? 1 : FIELD_ENTRIES;
    }
}
