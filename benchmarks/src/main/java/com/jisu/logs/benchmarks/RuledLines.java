package com.jisu.logs.benchmarks;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;

/** Events of types that rules are for: lines of HAProxy and Apache, and of the benchmark's own types. */
final class RuledLines {

    static final String HAPROXY = "haproxy";
    static final String APACHE = "apache";

    private static final DateTimeFormatter ACCEPTED = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss.SSS", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final EventGenerator generator = new EventGenerator(1, Instant.parse("2026-11-23T10:00:00Z"));
    private final Random random = new Random(1);
    private Instant time = Instant.parse("2026-11-23T10:00:00Z");
    private long offset;

    /** The next event of a kind: one of those above, or one of {@link EventGenerator#next(String)}. */
    byte[] next(String kind) {
        time = time.plusMillis(3);
        return switch (kind) {
            case HAPROXY -> event(HAPROXY, haproxy());
            case APACHE -> event(APACHE, generator.line(EventGenerator.Kind.NGINX, time));
            default -> generator.next(kind);
        };
    }

    private byte[] event(String type, String line) {
        byte[] event = EventGenerator.event(type, line, time.plusMillis(250), offset, 1, 131);
        offset += line.length() + 1;
        return event;
    }

    private String haproxy() {
        String access = generator.line(EventGenerator.Kind.NGINX, time);
        String client = access.substring(0, access.indexOf(' '));
        String request = access.substring(access.indexOf('"'), access.indexOf('"', access.indexOf('"') + 1) + 1);
        return client + ":" + (1024 + random.nextInt(60_000)) + " [" + ACCEPTED.format(time) + "] web~ app/app"
                + random.nextInt(8) + " 0/0/1/" + random.nextInt(900) + "/" + random.nextInt(1_000) + " 200 "
                + random.nextInt(50_000) + " - - ---- 12/10/2/1/0 0/0 " + request;
    }
}
