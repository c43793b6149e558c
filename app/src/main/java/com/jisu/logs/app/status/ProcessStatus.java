package com.jisu.logs.app.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.parsers.api.GeoIpDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What one process said of itself, as lines for a person.
 *
 * @param ready whether it answered and all its roles are ready
 */
record ProcessStatus(boolean ready, List<String> lines) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TIMEOUT_MILLIS = 5_000;

    private record Answer(int status, String body) {}

    /** Asks twice, to know how fast counters grow. */
    static ProcessStatus ask(String address, URI url, Duration interval) throws InterruptedException {
        try {
            Scrape before = scrape(url);
            Thread.sleep(interval.toMillis());
            Scrape now = scrape(url);
            Answer health = get(url.resolve("/health/ready"));
            return of(address, health, before, now);
        } catch (UnknownHostException e) {
            return down(address, "the host is unknown");
        } catch (ConnectException e) {
            return down(address, "nobody listens there");
        } catch (SocketTimeoutException e) {
            return down(address, "no answer within " + TIMEOUT_MILLIS / 1_000 + " s");
        } catch (IOException e) {
            return down(address, e.getMessage());
        }
    }

    private static ProcessStatus down(String address, String reason) {
        return new ProcessStatus(false, List.of(address + "  DOWN: " + reason));
    }

    private static Scrape scrape(URI url) throws IOException {
        Answer metrics = get(url.resolve("/metrics"));
        if (metrics.status() != 200 || !metrics.body().contains("jisu_logs_")) {
            throw new IOException("what answers there is no jisu-logs");
        }
        return Scrape.of(System.nanoTime(), metrics.body());
    }

    private static ProcessStatus of(String address, Answer health, Scrape before, Scrape now) throws IOException {
        boolean ready = health.status() == 200;
        List<String> lines = new ArrayList<>();
        lines.add(address + "  " + (ready ? "ready" : "NOT READY") + ", up "
                + duration(now.sum("process_uptime_seconds"))
                + (now.sum("jisu_logs_kafka_reachable") > 0 ? "" : ", Kafka does not answer"));
        for (Map.Entry<String, JsonNode> role :
                JSON.readTree(health.body()).path("roles").properties()) {
            lines.add(String.format(
                    "  %-8s %-25s %s",
                    role.getKey(),
                    role.getValue().asText(),
                    switch (role.getKey()) {
                        case "ingest" -> ingest(before, now);
                        case "streams" -> streams(before, now);
                        case "sink" -> sink(before, now);
                        default -> "";
                    }));
        }
        oldDatabases(now).ifPresent(lines::add);
        return new ProcessStatus(ready, lines);
    }

    /** A line about GeoIP databases that place clients wrongly. */
    private static Optional<String> oldDatabases(Scrape now) {
        String old = now.byLabel("jisu_logs_geoip_age_seconds", "type").entrySet().stream()
                .filter(age -> age.getValue() > GeoIpDatabase.OLD.toSeconds())
                .map(age -> age.getKey() + " is " + duration(age.getValue()) + " old")
                .collect(Collectors.joining(", "));
        return old.isEmpty()
                ? Optional.empty()
                : Optional.of("  GeoIP: " + old + ": places may be wrong; see docs/geoip.md");
    }

    private static String ingest(Scrape before, Scrape now) {
        return columns(
                number(now.rate("jisu_logs_ingest_events_total", before)) + " events/s",
                number(now.rate("jisu_logs_ingest_events_bytes_total", before) / 1_000) + " kB/s",
                number(now.sum("jisu_logs_ingest_connections")) + " connections",
                number(now.sum("jisu_logs_ingest_in_flight_bytes") / 1_000) + " kB wait for Kafka");
    }

    private static String streams(Scrape before, Scrape now) {
        return columns(
                number(now.rate("jisu_logs_streams_events_total", before)) + " events/s",
                "lag " + number(now.sum("jisu_logs_streams_lag_records")),
                number(now.rate("jisu_logs_streams_tagged_total", before)) + " tagged/s",
                number(now.sum("jisu_logs_streams_dead_total")) + " dead letters",
                retention("streams", now),
                rules(now));
    }

    /** Which rules of one's own are in effect there, by the hash of their file. */
    private static String rules(Scrape now) {
        return now.label("jisu_logs_rules_info", "hash")
                .map(hash -> "rules " + hash + (now.sum("jisu_logs_rules_refused") > 0 ? ", THE FILE IS REFUSED" : ""))
                .orElse("");
    }

    private static String sink(Scrape before, Scrape now) {
        double indexed = now.rate("jisu_logs_sink_delay_seconds_count", before);
        double delay = indexed == 0 ? 0 : now.rate("jisu_logs_sink_delay_seconds_sum", before) / indexed;
        return columns(
                number(now.rate("jisu_logs_sink_documents_total", before)) + " documents/s",
                "lag " + number(now.sum("jisu_logs_sink_lag_records")),
                indexed == 0 ? "no delay measured" : "delay " + duration(delay),
                number(now.sum("jisu_logs_sink_dead_total")) + " dead letters",
                retention("sink", now));
    }

    /** How long the role's topics still keep what it has not read; and what they did not, where there is any. */
    private static String retention(String role, Scrape now) {
        String label = "role=\"" + role + "\"";
        double seconds = now.least("jisu_logs_retention_headroom_seconds", label);
        double deleted = now.sum("jisu_logs_deleted_unread_total", label);
        return "headroom "
                + (Double.isNaN(seconds) ? "unknown" : Double.isInfinite(seconds) ? "without limit" : duration(seconds))
                + (deleted > 0 ? ", " + number(deleted) + " DELETED UNREAD" : "");
    }

    private static String columns(String... texts) {
        StringBuilder line = new StringBuilder();
        for (String text : texts) {
            line.append(String.format("%-20s ", text));
        }
        return line.toString().stripTrailing();
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "unknown" : String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String duration(double seconds) {
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long minutes = (long) seconds / 60;
        return minutes < 120 ? minutes + " min" : minutes < 2 * 24 * 60 ? minutes / 60 + " h" : minutes / 1_440 + " d";
    }

    private static Answer get(URI url) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try {
            int status = connection.getResponseCode();
            try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                String body = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
                return new Answer(status, body);
            }
        } finally {
            connection.disconnect();
        }
    }
}
