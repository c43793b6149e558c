package com.jisu.logs.sink.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The indices behind the names that are written to, asked for now and then. Used by the sink's thread. */
final class BackingIndices {

    /** How old an answer may be. */
    static final long VALID_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Names that are remembered. */
    private static final int MAX_NAMES = 2_000;

    /** Whatever else a backing index is called: what shrinks or mounts one puts something before its name. */
    private static final Pattern GENERATION = Pattern.compile("-(\\d{6,18})$");

    /**
     * One index behind a data stream.
     *
     * @param generation its number in the stream
     * @param created epoch milliseconds, by the cluster's clock
     */
    record Backing(String index, long generation, long created) {}

    /**
     * What is behind a name.
     *
     * @param backing the indices of a data stream, the oldest first; empty for an index, an alias, or what is not there
     * @param readAt the {@link System#nanoTime} of the question
     */
    record Behind(List<Backing> backing, long readAt) {

        boolean isStream() {
            return !backing.isEmpty();
        }

        /** The one that takes what is new; to be asked of a stream only. */
        Backing writeIndex() {
            return backing.get(backing.size() - 1);
        }

        /**
         * Those, but for the write index, that may hold what came after this.
         *
         * @param millis of the epoch
         */
        List<String> olderSince(long millis) {
            List<String> indices = new ArrayList<>();
            for (int i = 0; i < backing.size() - 1; i++) {
                if (backing.get(i + 1).created() > millis) {
                    indices.add(backing.get(i).index());
                }
            }
            return indices;
        }
    }

    /**
     * An answer, or why there is none.
     *
     * @param failed the reply that is none
     */
    record Answer(Behind behind, Optional<Reply> failed) {}

    private final ElasticsearchConnection elasticsearch;
    private final Map<String, Behind> known = new HashMap<>();

    BackingIndices(ElasticsearchConnection elasticsearch) {
        this.elasticsearch = elasticsearch;
    }

    /** @param validNanos how old the answer may be */
    Answer of(String name, long validNanos) {
        long now = System.nanoTime();
        Behind behind = known.get(name);
        if (behind != null && now - behind.readAt() < validNanos) {
            return new Answer(behind, Optional.empty());
        }
        Reply reply = elasticsearch.ask(
                "GET",
                ElasticsearchConnection.path(name)
                        + "?features=settings&filter_path=*.data_stream,*.settings.index.creation_date");
        if (!reply.isOk() && reply.status() != 404) {
            return new Answer(null, Optional.of(reply));
        }
        try {
            Behind read = new Behind(reply.isOk() ? backing(reply.json()) : List.of(), now);
            if (known.size() >= MAX_NAMES) {
                known.clear();
            }
            known.put(name, read);
            return new Answer(read, Optional.empty());
        } catch (IOException notJson) {
            return new Answer(null, Optional.of(reply));
        }
    }

    private static List<Backing> backing(JsonNode answer) {
        List<Backing> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> index : answer.properties()) {
            Matcher generation = GENERATION.matcher(index.getKey());
            if (index.getValue().path("data_stream").isTextual() && generation.find()) {
                long created =
                        index.getValue().at("/settings/index/creation_date").asLong();
                all.add(new Backing(index.getKey(), Long.parseLong(generation.group(1)), created));
            }
        }
        all.sort(Comparator.comparingLong(Backing::generation));
        return all;
    }

    /** What was known of these may be so no more. */
    void forget(Collection<String> names) {
        known.keySet().removeAll(names);
    }

    void forgetAll() {
        known.clear();
    }
}
