package com.jisu.logs.sink.api;

import com.jisu.logs.sink.index.DailyIndex;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an operator sets of the sink. Every message of a refused value names its configuration key.
 *
 * @param urls {@code sink.elasticsearch.url}: the Elasticsearch nodes, {@code http} or {@code https}, tried in turn; at least one
 * @param access {@code sink.elasticsearch.user}, {@code sink.elasticsearch.password}, {@code sink.elasticsearch.api-key} and the files of TLS
 * @param index {@code sink.index}: the name of the day's index with one date in {@code %{…}}, in UTC
 * @param indexPatterns {@code sink.index-patterns}: names of further indices that rules deliver to, a {@code *} at their ends; they get the
 *     same templates
 * @param batch {@code sink.batch.*}: how much goes into one request
 * @param requestsInFlight {@code sink.requests-in-flight}: the most requests at once, 1 to 64; the sink adapts below it
 * @param gzip {@code sink.gzip}: whether request bodies are compressed
 * @param requestTimeout {@code sink.request-timeout}: how long one request may take, 1 s to 10 min
 * @param indexMode {@code sink.index-mode}
 * @param newFieldsPerService {@code sink.new-fields-per-service}: how many names one service may add to an index, 0 to 100,000
 * @param groupId {@code sink.group-id}: the Kafka consumer group
 * @param target {@code sink.target} and {@code sink.max-data-streams}
 */
public record SinkSettings(
        List<URI> urls,
        Access access,
        String index,
        List<String> indexPatterns,
        Batch batch,
        int requestsInFlight,
        boolean gzip,
        Duration requestTimeout,
        IndexMode indexMode,
        int newFieldsPerService,
        String groupId,
        Target target) {

    private static final Pattern INDEX_PATTERN = Pattern.compile("[a-z0-9][a-z0-9._-]{0,200}\\*?");

    /** How Elasticsearch lays an index out. */
    public enum IndexMode {
        /** Plain indices. */
        STANDARD,
        /** {@code index.mode: logsdb}: smaller, where the cluster has it. */
        LOGSDB
    }

    /** What documents are written into that rules send nowhere else. */
    public enum TargetKind {
        /** The index of their day, {@code sink.index}. */
        DAILY_INDEX,
        /** {@code logs-<dataset>-<namespace>}. */
        DATA_STREAM
    }

    /**
     * Where documents go.
     *
     * @param kind {@code sink.target}
     * @param maxStreams {@code sink.max-data-streams}: how many data streams the sinks make, 1 to 1,000
     */
    public record Target(TargetKind kind, int maxStreams) {

        /** What a data stream has at most by its lifecycle policy is 6 indices: with 100 of them 600 of a node's 1,000 shards. */
        public static final int DEFAULT_MAX_STREAMS = 100;

        /** As it is where nothing is said. */
        public static final Target DAILY_INDICES = new Target(TargetKind.DAILY_INDEX, DEFAULT_MAX_STREAMS);

        public Target {
            require("sink.max-data-streams", maxStreams >= 1 && maxStreams <= 1_000, "1 to 1000", maxStreams);
        }

        public boolean isDataStream() {
            return kind == TargetKind.DATA_STREAM;
        }
    }

    /**
     * How much goes into one bulk request; whichever bound is met first sends it.
     *
     * @param bytes {@code sink.batch.bytes}: 64 KiB to 64 MiB; a single larger document still goes, alone
     * @param documents {@code sink.batch.documents}: 1 to 100,000
     * @param maxWait {@code sink.batch.max-wait}: how long the first document of a request waits for others, 1 ms to 1 min
     */
    public record Batch(int bytes, int documents, Duration maxWait) {

        public Batch {
            require("sink.batch.bytes", bytes >= 64 * 1024 && bytes <= 64 * 1024 * 1024, "64 KiB to 64 MiB", bytes);
            require("sink.batch.documents", documents >= 1 && documents <= 100_000, "1 to 100000", documents);
            require("sink.batch.max-wait", within(maxWait, 1, 60_000), "1 ms to 1 min", maxWait);
        }
    }

    /**
     * Who the sink is to Elasticsearch, and whom it trusts. The text form shows no secret.
     *
     * @param user {@code sink.elasticsearch.user}, with {@code password}: basic authentication
     * @param password {@code sink.elasticsearch.password}
     * @param apiKey {@code sink.elasticsearch.api-key}: the encoded form, as Kibana shows it; not together with a user
     * @param tls whom it trusts, and the certificate that it shows
     */
    public record Access(Optional<String> user, Optional<String> password, Optional<String> apiKey, TlsFiles tls) {

        public Access {
            if (user.isPresent() != password.isPresent()) {
                throw new IllegalArgumentException(
                        "sink.elasticsearch.user and sink.elasticsearch.password go together: one of them is missing");
            }
            if (user.isPresent() && apiKey.isPresent()) {
                throw new IllegalArgumentException(
                        "sink.elasticsearch.user and sink.elasticsearch.api-key exclude each other: both are set");
            }
            if (user.isPresent() && user.get().contains(":")) {
                throw new IllegalArgumentException("sink.elasticsearch.user must not contain a colon (RFC 7617)");
            }
        }

        /** The value of HTTP's Authorization header; nothing without authentication. */
        public Optional<String> authorization() {
            return apiKey.map(key -> "ApiKey " + key)
                    .or(() -> user.map(name -> {
                        byte[] pair = (name + ":" + password.orElseThrow()).getBytes(StandardCharsets.UTF_8);
                        return "Basic " + Base64.getEncoder().encodeToString(pair);
                    }));
        }

        @Override
        public String toString() {
            String who = user.map(name -> "user " + name)
                    .or(() -> apiKey.map(key -> "API key"))
                    .orElse("no authentication");
            return "Access[" + who
                    + tls.authorities().map(file -> ", CA " + file).orElse("")
                    + tls.certificate().map(file -> ", certificate " + file).orElse("") + "]";
        }
    }

    public SinkSettings {
        require("sink.elasticsearch.url", !urls.isEmpty(), "at least one URL", urls);
        urls = List.copyOf(urls);
        urls.forEach(SinkSettings::checkUrl);
        long prefixes = urls.stream().map(SinkSettings::pathOf).distinct().count();
        require("sink.elasticsearch.url", prefixes == 1, "URLs that all have the same path", urls);
        DailyIndex.parse(index);
        indexPatterns = List.copyOf(indexPatterns);
        indexPatterns.forEach(pattern -> require(
                "sink.index-patterns",
                INDEX_PATTERN.matcher(pattern).matches(),
                "names of lower case letters, digits, '.', '_' and '-', with a * at their ends",
                pattern));
        require(
                "sink.requests-in-flight",
                requestsInFlight >= 1 && requestsInFlight <= 64,
                "1 to 64",
                requestsInFlight);
        require("sink.request-timeout", within(requestTimeout, 1_000, 600_000), "1 s to 10 min", requestTimeout);
        require(
                "sink.new-fields-per-service",
                newFieldsPerService >= 0 && newFieldsPerService <= 100_000,
                "0 to 100000",
                newFieldsPerService);
        require("sink.group-id", !groupId.isBlank(), "a name", "'" + groupId + "'");
    }

    /** The path that all URLs share, without a trailing slash. */
    public static String pathOf(URI url) {
        String path = url.getPath() == null ? "" : url.getPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static void checkUrl(URI url) {
        // A URL may hold a password by mistake, so the message shows at most its host.
        if (url.toString().contains("@")) {
            throw new IllegalArgumentException("sink.elasticsearch.url must not hold credentials (host " + url.getHost()
                    + "); set sink.elasticsearch.user and sink.elasticsearch.password");
        }
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        require("sink.elasticsearch.url", http && url.getHost() != null, "http:// or https:// URLs with a host", url);
        require(
                "sink.elasticsearch.url",
                url.getQuery() == null && url.getFragment() == null,
                "URLs without a query",
                url);
    }

    private static boolean within(Duration value, long minMillis, long maxMillis) {
        return value.compareTo(Duration.ofMillis(minMillis)) >= 0 && value.compareTo(Duration.ofMillis(maxMillis)) <= 0;
    }

    private static void require(String key, boolean met, String expected, Object actual) {
        if (!met) {
            throw new IllegalArgumentException(key + " must be " + expected + ", not " + actual);
        }
    }
}
