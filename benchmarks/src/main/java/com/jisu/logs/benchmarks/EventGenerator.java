package com.jisu.logs.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Beats events as Filebeat ships them, made from a seed: the same seed gives the same events. About 700 bytes each.
 * Not thread-safe.
 */
public final class EventGenerator {

    /** Which kind of log an event holds. */
    public enum Kind {
        NGINX,
        APPLICATION,
        DOCKER
    }

    private static final DateTimeFormatter NGINX_TIME = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter BEATS_TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
    private static final List<String> LEVELS = List.of("DEBUG", "INFO", "INFO", "INFO", "INFO", "WARN", "ERROR");
    private static final List<String> SERVICES = List.of("checkout", "catalog", "payments", "shipping", "accounts");
    private static final List<String> WORDS =
            List.of("order", "cart", "cache", "payment", "stock", "retry", "session", "price", "address", "invoice");

    /** Ways in which applications write their lines, and files of a shipper, where there are many shippers. */
    private static final int LAYOUTS = 8;

    /** Containers of a shipper, each with a file. */
    private static final int CONTAINERS = 12;

    private final Random random;
    private final Requests requests;
    private final RealLines realLines;
    private final Instant start;
    private final int shippers;
    private long number;
    private final Map<String, Long> offsets = new HashMap<>();

    /** @param start the first event's time; each later one is a few milliseconds younger */
    public EventGenerator(long seed, Instant start) {
        this(seed, start, 1);
    }

    /**
     * Events of several shippers in turns, each with some files, and of applications with different members.
     *
     * @param shippers how many, at least 1; with 1 all applications write alike
     */
    EventGenerator(long seed, Instant start, int shippers) {
        this.random = new Random(seed);
        this.requests = new Requests(random);
        this.realLines = new RealLines(new Random(seed));
        this.start = start;
        this.shippers = shippers;
    }

    /** The next event of an even mix. */
    public byte[] next() {
        return next(Kind.values()[(int) (number % Kind.values().length)]);
    }

    /** The next events of an even mix. */
    List<byte[]> next(int count) {
        List<byte[]> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    /** The next event of one kind. */
    public byte[] next(Kind kind) {
        Instant time = start.plusMillis(number * 3);
        String line = line(kind, time);
        int shipper = shippers == 1 ? 1 : 1 + random.nextInt(shippers);
        int inode = 131;
        if (kind == Kind.DOCKER) {
            inode += (int) (number / Kind.values().length % CONTAINERS);
        } else if (shippers > 1) {
            inode += random.nextInt(LAYOUTS);
        }
        long end = offsets.merge(kind + "/" + shipper + "/" + inode, line.length() + 1L, Long::sum);
        String type = kind.name().toLowerCase(Locale.ROOT);
        byte[] event = event(type, line, time.plusMillis(250), end - line.length() - 1, shipper, inode);
        number++;
        return event;
    }

    /** The next event with a line of one of the kinds that are really written; of one shipper. */
    byte[] next(RealLine kind) {
        Instant time = start.plusMillis(number * 3);
        String line = realLines.next(kind, time);
        long end = offsets.merge(kind.name(), line.length() + 1L, Long::sum);
        number++;
        return event(kind.logType(), line, time.plusMillis(250), end - line.length() - 1, 1, 131);
    }

    /**
     * The next event of what has this name: a kind, or some of those that are really written, in turns.
     *
     * @throws IllegalArgumentException if nothing has it
     */
    byte[] next(String name) {
        for (Kind kind : Kind.values()) {
            if (kind.name().equalsIgnoreCase(name)) {
                return next(kind);
            }
        }
        List<RealLine> kinds = RealLine.named(name);
        return next(kinds.get((int) (number % kinds.size())));
    }

    /**
     * A line as the event that Filebeat would make of it. Its maps are Go's, which are gone through from a random member
     * on, so that the same members come in another order from event to event.
     */
    static byte[] event(Kind kind, String line, Instant time, long offset) {
        return event(kind.name().toLowerCase(Locale.ROOT), line, time, offset, 1, 131);
    }

    /** The same of any type. */
    static byte[] event(String type, String line, Instant time, long offset, int shipper, int inode) {
        Random turns = new Random(offset + inode);
        String file = object(
                turns,
                "\"path\":\"/var/log/" + type + "/" + inode + ".log\"",
                "\"device_id\":\"2049\"",
                "\"inode\":\"" + inode + "\"");
        String agent = object(
                turns,
                "\"ephemeral_id\":\"9b6a2c1e-5a52-4f0e-9d39-1d6ad9fd7e11\"",
                String.format("\"id\":\"5b7c6a2e-0000-4000-8000-%012d\"", shipper),
                "\"name\":\"web-" + shipper + "\"",
                "\"type\":\"filebeat\"",
                "\"version\":\"8.19.0\"");
        String members = rotated(
                turns,
                "\"log\":" + object(turns, "\"offset\":" + offset, "\"file\":" + file),
                "\"message\":" + quoted(line),
                "\"input\":{\"type\":\"filestream\"}",
                "\"fields\":" + object(turns, "\"logtype\":\"" + type + "\"", "\"environment\":\"production\""),
                "\"host\":{\"name\":\"web-" + shipper + "\"}",
                "\"agent\":" + agent,
                "\"ecs\":{\"version\":\"8.0.0\"}");
        String event = "{\"@timestamp\":\"" + BEATS_TIME.format(time)
                + "\",\"@metadata\":{\"beat\":\"filebeat\",\"type\":\"_doc\",\"version\":\"8.19.0\"}," + members + "}";
        return event.getBytes(StandardCharsets.UTF_8);
    }

    private static String object(Random turns, String... members) {
        return "{" + rotated(turns, members) + "}";
    }

    private static String rotated(Random turns, String... members) {
        List<String> all = Arrays.asList(members);
        Collections.rotate(all, turns.nextInt(members.length));
        return String.join(",", all);
    }

    /** The next bare log line of one kind, as an application writes it. */
    public String line(Kind kind, Instant time) {
        return switch (kind) {
            case NGINX -> nginx(time);
            case APPLICATION -> application(time);
            case DOCKER ->
                "{\"log\":" + quoted(application(time) + "\n") + ",\"stream\":\"stdout\",\"time\":\"" + time + "\"}";
        };
    }

    private String nginx(Instant time) {
        Requests.Request request = requests.next();
        return request.client() + " - - [" + NGINX_TIME.format(time) + "] \"" + request.method() + " "
                + request.target() + " HTTP/1.1\" " + request.status() + " " + request.bytes() + " \""
                + request.referrer() + "\" \"" + request.userAgent() + "\"";
    }

    private String application(Instant time) {
        String[] members = {
            "\"timestamp\":\"" + time + '"',
            "\"level\":\"" + pick(LEVELS) + '"',
            "\"logger\":\"com.example." + pick(SERVICES) + ".Handler\"",
            "\"thread\":\"http-" + random.nextInt(64) + '"',
            "\"service\":\"" + pick(SERVICES) + '"',
            "\"trace_id\":\"" + hex16() + hex16() + '"',
            "\"message\":\"" + pick(WORDS) + ' ' + pick(WORDS) + ' ' + random.nextInt(1_000_000)
                    + " took longer than expected\"",
            "\"duration_ms\":" + random.nextInt(5_000),
            "\"user_id\":" + random.nextInt(1_000_000),
            "\"retry\":" + random.nextBoolean()
        };
        List<String> all = new ArrayList<>(Arrays.asList(members));
        int layout = shippers == 1 ? 0 : random.nextInt(LAYOUTS);
        all.subList(all.size() - layout % 4, all.size()).clear();
        Collections.rotate(all.subList(1, all.size()), layout);
        return '{' + String.join(",", all) + '}';
    }

    private String hex16() {
        return String.format("%016x", random.nextLong());
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
