package com.jisu.logs.sink.fields;

import com.jisu.logs.records.ParsedHeaders;
import com.jisu.logs.sink.document.Delivery;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection.Reply;
import com.jisu.logs.sink.elasticsearch.SearchServer;
import com.jisu.logs.sink.index.DailyIndex;
import com.jisu.logs.sink.metrics.NoRoom;
import com.jisu.logs.sink.metrics.SinkMetrics;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps room for new fields in the indices: one service gets so many names per index, and what finds no room goes to
 * {@code application.overflow}, where it is found all the same, with the tag {@code _field_limit}. Used by the sink's
 * thread.
 *
 * <p>What room there is, the index's mapping says, which is read when the last look was some time ago. Most documents have no
 * new name, and to look for one costs a quarter of all that is done for a document: so once none has come for a while documents
 * are only glanced at, see {@link IndexNames}. More than the limit no index takes: the documents that would need it come back.
 */
public final class FieldRoom {

    private static final Logger LOG = LoggerFactory.getLogger(FieldRoom.class);

    private static final long READ_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** After a question that was not answered, or for an index that is not there yet. */
    private static final long READ_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Indices whose names are kept; each takes some 100 KiB. */
    private static final int MAX_INDICES = 32;

    /** An index that was written to since then is not forgotten for another. */
    private static final long USED_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Services that the log has named; more are counted only. */
    private static final int MAX_TOLD = 1_000;

    private static final int MAX_LOGGED_CHARS = 100;

    /** An index's names, and whether they are those of an index that is there. */
    private static final class Entry {
        private IndexNames names;
        private String index = "";
        private boolean certain;
        private long nextRead;
        private long used;

        Entry(IndexNames names) {
            this.names = names;
        }
    }

    private final Function<String, Reply> mappings;
    private final Supplier<SearchServer> server;
    private final SinkMetrics metrics;
    private final int namesPerService;
    private final NameScan scan = new NameScan();
    private final Map<String, Entry> indices = new HashMap<>();
    private final Set<String> told = new HashSet<>();

    /** The index of the document before, and what is known of it: mostly the next one's. */
    private DailyIndex.Name lastIndex;

    private Entry lastEntry;

    /**
     * @param mappings asks for an index's mapping
     * @param server the kind that it is
     * @param namesPerService {@code sink.new-fields-per-service}
     */
    public FieldRoom(
            Function<String, Reply> mappings, Supplier<SearchServer> server, SinkMetrics metrics, int namesPerService) {
        this.mappings = mappings;
        this.server = server;
        this.metrics = metrics;
        this.namesPerService = namesPerService;
    }

    /**
     * The document as its index has room for it; itself where there is room for all.
     *
     * @param now the {@link System#nanoTime}, or one shortly before
     */
    public Delivery fit(Delivery delivery, long now) {
        if (delivery.index() != lastIndex) {
            lastIndex = delivery.index();
            lastEntry = entry(lastIndex.text(), now);
        }
        if (lastEntry == null) {
            return delivery;
        }
        lastEntry.used = now;
        return lastEntry.names.isAttentive() ? lookedThrough(delivery, now) : glancedAt(delivery, now);
    }

    private Delivery lookedThrough(Delivery delivery, long now) {
        if (scan.scan(delivery.source(), lastEntry.names.names()) != NameScan.Finding.NEW) {
            return delivery;
        }
        if (lastEntry.nextRead - now <= 0) {
            read(lastIndex.text(), lastEntry);
        }
        lastEntry.names.foundNewName();
        return fitted(delivery, lastEntry.names);
    }

    private Delivery glancedAt(Delivery delivery, long now) {
        if (lastEntry.nextRead - now <= 0) {
            read(lastIndex.text(), lastEntry); // it tells what got past
        }
        IndexNames names = lastEntry.names;
        if (!names.isToBeGlancedAt(delivery.source().length)) {
            return delivery;
        }
        long part = scan.glance(delivery.source(), names.parts());
        if (part == 0 && !names.isDrawn()) {
            return delivery;
        }
        NameScan.Finding finding = scan.scan(delivery.source(), names.names());
        if (finding == NameScan.Finding.KNOWN && part != 0) {
            names.isKnown(part);
        }
        if (finding != NameScan.Finding.NEW) {
            return delivery;
        }
        if (names.room() > 0) {
            read(lastIndex.text(), lastEntry); // others like it may have got past
            names = lastEntry.names;
        }
        return fittedAndCharged(delivery, names);
    }

    private Delivery fittedAndCharged(Delivery delivery, IndexNames names) {
        names.foundNewName();
        Optional<DocumentFit> fit = fit(delivery, names);
        Delivery fitted = fit.map(each -> fitted(delivery, each, names)).orElse(delivery);
        fit.ifPresent(each -> names.charge(each.service(), delivery.source().length, each.granted()));
        return fitted;
    }

    /** What is known of an index; null if too much is known of others. */
    private Entry entry(String index, long now) {
        Entry entry = indices.get(index);
        if (entry == null && makePlace(now)) {
            entry = new Entry(new IndexNames(namesPerService));
            indices.put(index, entry);
            read(index, entry);
        }
        return entry;
    }

    /**
     * A document that was refused because its index is full, less all names that the index does not have.
     *
     * @param sent the {@link System#nanoTime} at which it was sent
     */
    public Delivery afterLimit(Delivery delivery, long sent) {
        String index = delivery.index().text();
        Entry entry = indices.computeIfAbsent(index, name -> new Entry(new IndexNames(namesPerService)));
        entry.used = System.nanoTime();
        if (!entry.certain || entry.names.readAt() - sent <= 0) {
            entry.names.forgetGrants();
            read(index, entry);
        }
        if (delivery.fits() > 1) {
            entry.names.isFull(); // a new name takes more there than is reckoned with
        }
        entry.names.foundNewName();
        return fitted(delivery, entry.names);
    }

    /** Entries that the mapping of the index in use with the least room still takes; nothing while none is. */
    public OptionalInt leastRoom() {
        long now = System.nanoTime();
        return indices.values().stream()
                .filter(entry -> entry.certain && now - entry.used < USED_NANOS)
                .mapToInt(entry -> entry.names.room())
                .min();
    }

    private Delivery fitted(Delivery delivery, IndexNames names) {
        return fit(delivery, names).map(fit -> fitted(delivery, fit, names)).orElse(delivery);
    }

    /** Nothing where it is no JSON: Elasticsearch says what is wrong with it. */
    private static Optional<DocumentFit> fit(Delivery delivery, IndexNames names) {
        String logType = ParsedHeaders.logType(delivery.record().headers());
        try {
            return Optional.of(new DocumentFit(delivery.source(), names, logType, System.nanoTime()));
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private Delivery fitted(Delivery delivery, DocumentFit fit, IndexNames names) {
        Optional<byte[]> fitted = fit.fitted(Instant.ofEpochMilli(delivery.time()));
        fit.refusals().forEach(scope -> {
            metrics.noRoom(scope);
            tell(delivery.index().text(), fit.service(), scope, names);
        });
        return fitted.map(delivery::fitted).orElse(delivery);
    }

    private void tell(String index, String service, NoRoom scope, IndexNames names) {
        boolean isNew = told.size() < MAX_TOLD && told.add(index + '\n' + service + '\n' + scope);
        if (!isNew) {
            return;
        }
        String name = service.substring(0, Math.min(service.length(), MAX_LOGGED_CHARS))
                .replaceAll("\\p{Cntrl}", " ");
        if (scope == NoRoom.SERVICE) {
            LOG.warn(
                    "service '{}' has added {} names to index {}, which has room for {} more: the values of its further"
                            + " names go to application.overflow (sink.new-fields-per-service)",
                    name,
                    names.namesOf(service),
                    index,
                    names.room());
        } else {
            LOG.warn(
                    "index {} takes no more names (index.mapping.total_fields.limit, or its mapping is strict): the values"
                            + " of new names of service '{}' go to application.overflow",
                    index,
                    name);
        }
    }

    /** Whether there is place for another index. */
    private boolean makePlace(long now) {
        if (indices.size() < MAX_INDICES) {
            return true;
        }
        String eldest =
                Collections.min(indices.keySet(), Comparator.comparingLong(index -> indices.get(index).used - now));
        if (now - indices.get(eldest).used < USED_NANOS) {
            return false;
        }
        indices.remove(eldest);
        told.removeIf(each -> each.startsWith(eldest + '\n'));
        return true;
    }

    private void read(String index, Entry entry) {
        long now = System.nanoTime();
        Reply reply = mappings.apply(index);
        Optional<IndexMapping> mapping = reply.isOk() ? mapping(index, reply) : Optional.empty();
        if (mapping.isPresent()) {
            if (!entry.index.isEmpty() && !entry.index.equals(mapping.get().index())) {
                entry.names = new IndexNames(namesPerService); // a data stream's next index begins anew
                told.removeIf(each -> each.startsWith(index + '\n'));
            }
            entry.index = mapping.get().index();
            entry.names.read(mapping.get(), now);
            entry.certain = true;
        } else if (!entry.certain || reply.status() == 404) {
            entry.names.expect(IndexMapping.expected(server.get().componentsOfAnIndex()), now);
            entry.certain = false;
        }
        entry.nextRead = System.nanoTime() + (mapping.isPresent() ? READ_NANOS : READ_AGAIN_NANOS);
    }

    private static Optional<IndexMapping> mapping(String index, Reply reply) {
        try {
            return Optional.of(IndexMapping.read(reply.body()));
        } catch (IOException e) {
            LOG.debug("the mapping of {} can not be read", index, e);
            return Optional.empty();
        }
    }
}
