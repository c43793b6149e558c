package com.jisu.logs.sink.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.sink.document.Delivery;
import com.jisu.logs.sink.elasticsearch.BulkAnswer;
import com.jisu.logs.sink.elasticsearch.BulkAnswer.Failure;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection.Reply;
import com.jisu.logs.sink.elasticsearch.SearchServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Tells whether a refusal is the document's fault: sends a document that the index has taken before. One that was good and
 * is refused now was not made bad by lying there.
 *
 * <p>It is sent so that it passes all that a document passes, pipelines and mapping, and is never written: on the
 * condition of a sequence number that no document has. Where this sink has seen none taken, one of the index is used.
 * Used by the sink's thread.
 */
final class Canary {

    /** What came of it. */
    enum Finding {
        /** Documents are taken: what is refused is refused for itself. */
        TAKEN,
        /** What was good is refused, too. */
        REFUSED,
        /** There is no document that is known to be good, or no answer. */
        UNKNOWN
    }

    private record Bird(byte[] id, byte[] source) {}

    /**
     * What came of it, and when.
     *
     * @param sent the {@link System#nanoTime} at which the canary was sent
     */
    record Found(Finding finding, long sent) {}

    private static final int MAX_INDICES = 64;

    /** Larger documents are not kept. */
    static final int MAX_BYTES = 64 * 1024;

    /** So long it counts that one was not taken. */
    private static final long VALID_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final String CONDITION = "\",\"if_primary_term\":1,\"if_seq_no\":9007199254740991}}\n";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ElasticsearchConnection elasticsearch;
    private final Supplier<SearchServer> server;
    private final UnaryOperator<String> writeIndex;
    private final Map<String, Bird> birds = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bird> eldest) {
            return size() > MAX_INDICES;
        }
    };
    private final Map<String, Found> findings = new HashMap<>();
    private String lastTaken = "";

    /**
     * @param server the kind that it is
     * @param writeIndex of a name: a data stream takes nothing on a condition, the index behind it does
     */
    Canary(ElasticsearchConnection elasticsearch, Supplier<SearchServer> server, UnaryOperator<String> writeIndex) {
        this.elasticsearch = elasticsearch;
        this.server = server;
        this.writeIndex = writeIndex;
    }

    /** An index took this document, as it came. */
    void taken(Delivery delivery) {
        lastTaken = delivery.index().text();
        if (delivery.source().length <= MAX_BYTES) {
            birds.put(lastTaken, new Bird(delivery.id(), delivery.source()));
        }
    }

    /**
     * Whether an index takes a document that was good before.
     *
     * @param now the {@link System#nanoTime} from which on a finding that it does may be
     */
    Found ask(String index, long now) {
        Found before = findings.get(index);
        if (before != null) {
            boolean isValid = before.finding() == Finding.TAKEN
                    ? before.sent() - now > 0
                    : System.nanoTime() - before.sent() < VALID_NANOS;
            if (isValid) {
                return before;
            }
        }
        Optional<Bird> bird = Optional.ofNullable(birds.get(index)).or(() -> stored(index));
        long sent = System.nanoTime();
        Found found = new Found(bird.map(each -> find(index, each)).orElse(Finding.UNKNOWN), sent);
        if (findings.size() >= MAX_INDICES) {
            findings.clear();
        }
        findings.put(index, found);
        return found;
    }

    /** Whether a request is taken at all that holds one document that was good before. */
    Finding askAny() {
        Bird bird = birds.get(lastTaken);
        if (bird == null) {
            return Finding.UNKNOWN;
        }
        Reply reply = send(lastTaken, bird);
        return reply.isOk() ? Finding.TAKEN : isRefusal(reply) ? Finding.REFUSED : Finding.UNKNOWN;
    }

    private static boolean isRefusal(Reply reply) {
        return reply.status() >= 400 && reply.status() < 500 && reply.status() != 429;
    }

    private Finding find(String index, Bird bird) {
        Reply reply = send(index, bird);
        if (isRefusal(reply)) {
            return Finding.REFUSED;
        }
        try {
            List<Failure> failures = reply.isOk()
                    ? BulkAnswer.failures(reply.body(), 1, server.get().errors())
                    : List.of();
            if (failures.isEmpty()) {
                return Finding.UNKNOWN;
            }
            return switch (failures.get(0).verdict()) {
                case DUPLICATE -> Finding.TAKEN;
                case REFUSED, BLOCKED, INTERNAL -> Finding.REFUSED;
                case BUSY -> Finding.UNKNOWN;
            };
        } catch (IOException notAnAnswer) {
            return Finding.UNKNOWN;
        }
    }

    private Reply send(String index, Bird bird) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(bird.source().length + 200);
        body.writeBytes("{\"index\":{\"_index\":\"%s\",\"_id\":\""
                .formatted(writeIndex.apply(index))
                .getBytes(UTF_8));
        body.writeBytes(bird.id());
        body.writeBytes(CONDITION.getBytes(UTF_8));
        body.writeBytes(bird.source());
        body.write('\n');
        return elasticsearch.ask("POST", "/_bulk?filter_path=" + BulkAnswer.FILTER, body.toByteArray());
    }

    private Optional<Bird> stored(String index) {
        Reply reply = elasticsearch.ask(
                "GET",
                ElasticsearchConnection.path(index) + "/_search?size=1&filter_path=hits.hits._id,hits.hits._source");
        try {
            JsonNode hit = reply.isOk() ? reply.json().at("/hits/hits/0") : JSON.missingNode();
            if (!hit.path("_source").isObject()) {
                return Optional.empty();
            }
            byte[] quoted = JSON.writeValueAsBytes(hit.path("_id").asText());
            byte[] id = Arrays.copyOfRange(quoted, 1, quoted.length - 1);
            return Optional.of(new Bird(id, JSON.writeValueAsBytes(hit.path("_source"))));
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }
}
