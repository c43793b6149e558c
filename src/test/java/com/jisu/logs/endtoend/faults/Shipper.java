package com.jisu.logs.endtoend.faults;

import com.jisu.logs.endtoend.BeatsEvent;
import com.jisu.logs.ingest.client.LumberjackClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Sends its share of the events over one connection, as Filebeat does: at most two windows under way, and after a broken
 * connection another one, with all windows again that were not acknowledged. Some lines of its container were cut by the
 * engine; of some of these the second part is sent over a new connection, as it happens when connections are renewed.
 */
final class Shipper extends Thread {

    private static final DateTimeFormatter NGINX_TIME = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final int TICK_MS = 100;
    private static final int RETRY_PAUSE_MS = 1_000;

    /** What lines hold. */
    enum Kind {
        NGINX("http.response.status_code"),
        APPLICATION("log.level"),
        DOCKER("stream");

        private final String parsedField;

        Kind(String parsedField) {
            this.parsedField = parsedField;
        }

        /** A field that documents of this kind have, and no others. */
        String parsedField() {
            return parsedField;
        }
    }

    /** Of so many lines of its container one is cut. */
    private static final int CUT_EACH = 100;

    /** Of so many cut lines one goes on over another connection. */
    private static final int RENEW_EACH = 5;

    /** A word at the begin and one at the end of each line that was cut, so that its document shows whether it is whole. */
    static final String CUT_BEGIN = "cutlinebegin";

    static final String CUT_END = "cutlineend";

    private enum End {
        ALL_SENT,
        RENEW,
        BROKEN
    }

    /** @param last whether it is the number's last event: with it, the number is acknowledged */
    private record Sent(int number, byte[] event, boolean last) {}

    private final int index;
    private final LumberjackClient.Settings settings;
    private final Schedule schedule;
    private final Acknowledged acknowledged;
    private final Deque<Sent> unacknowledged = new ArrayDeque<>(); // guarded by itself
    private final Duration ahead;
    private final String container;
    private Sent rest;
    private long made;

    /** @param ahead of the true time, its clock */
    Shipper(int index, int beatsPort, Schedule schedule, Acknowledged acknowledged, Duration ahead) {
        super("shipper-" + index);
        setDaemon(true);
        this.index = index;
        this.settings = LumberjackClient.Settings.of("127.0.0.1", beatsPort);
        this.schedule = schedule;
        this.acknowledged = acknowledged;
        this.ahead = ahead;
        this.container = "/var/lib/docker/containers/c" + index + "/c" + index + "-json.log";
    }

    @Override
    public void run() {
        try {
            End end = End.RENEW;
            while (end != End.ALL_SENT) {
                end = sendOverOneConnection();
                if (end == End.BROKEN) {
                    sleep(RETRY_PAUSE_MS);
                }
            }
        } catch (InterruptedException e) {
            interrupt(); // abandoned
        }
    }

    private End sendOverOneConnection() throws InterruptedException {
        LumberjackClient connection;
        try {
            connection = LumberjackClient.connect(settings, this::onAcknowledged);
        } catch (IOException e) {
            return End.BROKEN;
        }
        try (connection) {
            return sendAll(connection);
        } catch (IOException e) {
            return End.BROKEN;
        }
    }

    private End sendAll(LumberjackClient connection) throws IOException, InterruptedException {
        for (Sent again : copyOfUnacknowledged()) {
            connection.send(again.event());
        }
        boolean last = false;
        while (!last) {
            last = schedule.hasEnded(); // before the count is read: it does not change any more then
            while (rest != null || made < schedule.due()) {
                Sent next = next();
                connection.send(next.event());
                if (!next.last() && next.number() / cutLineStep() % RENEW_EACH == 0) {
                    connection.awaitAcknowledged();
                    return End.RENEW;
                }
            }
            connection.flush();
            if (!last) {
                sleep(TICK_MS);
            }
        }
        connection.awaitAcknowledged();
        return End.ALL_SENT;
    }

    private List<Sent> copyOfUnacknowledged() {
        synchronized (unacknowledged) {
            return List.copyOf(unacknowledged);
        }
    }

    private Sent next() {
        Sent next = rest;
        rest = null;
        if (next == null) {
            int number = Math.toIntExact(made * Load.SHIPPERS + index);
            Instant time = Instant.now().plus(ahead);
            String now = time.toString();
            if (isCut(number)) {
                next = new Sent(number, part(number, now, 0, beginOfCutLine()), false);
                rest = new Sent(number, part(number, now, 1, " " + CUT_END + "\\n"), true);
            } else {
                next = new Sent(number, event(number, time), true);
            }
            made++;
        }
        synchronized (unacknowledged) {
            unacknowledged.add(next);
        }
        return next;
    }

    private void onAcknowledged(int more) {
        synchronized (unacknowledged) {
            for (int i = 0; i < more; i++) {
                Sent sent = unacknowledged.remove();
                if (sent.last()) {
                    acknowledged.add(sent.number());
                }
            }
        }
    }

    private static int cutLineStep() {
        return Load.SHIPPERS * Kind.values().length * CUT_EACH;
    }

    /** Whether a number's line is longer than what the engine puts into one. */
    static boolean isCut(int number) {
        return kind(number) == Kind.DOCKER && number / (Load.SHIPPERS * Kind.values().length) % CUT_EACH == 0;
    }

    /** As much text as dockerd puts into one line. */
    private static String beginOfCutLine() {
        return CUT_BEGIN + " " + "x".repeat(16 * 1024 - CUT_BEGIN.length() - 1);
    }

    /** The kind of a number's line. */
    static Kind kind(int number) {
        return Kind.values()[number / Load.SHIPPERS % Kind.values().length];
    }

    /** All parts of a line have the time at which the engine began to read it. */
    private byte[] part(int number, String now, int part, String text) {
        return BeatsEvent.ofFile(container, "docker", now, 2L * number + part, number, json(text, now));
    }

    private static String json(String text, String now) {
        return "{\"log\":\"" + text + "\",\"stream\":\"stdout\",\"time\":\"" + now + "\"}";
    }

    private byte[] event(int number, Instant time) {
        String now = time.toString();
        return switch (kind(number)) {
            case NGINX ->
                BeatsEvent.numbered(
                        "nginx",
                        now,
                        number,
                        "81.2.69." + number % 250 + " - - [" + NGINX_TIME.format(time) + "] \"GET /cart?id="
                                + number
                                + " HTTP/1.1\" 200 512 \"https://shop.example.com/\" \"Mozilla/5.0 (X11; Linux x86_64;"
                                + " rv:128.0) Gecko/20100101 Firefox/128.0\"");
            case APPLICATION -> BeatsEvent.numbered("application", now, number, application(number, now));
            case DOCKER -> part(number, now, 0, "started in " + number + " ms\\n");
        };
    }

    private static String application(int number, String now) {
        return "{\"timestamp\":\"" + now + "\",\"level\":\"info\",\"logger\":\"com.example.Checkout\",\"service\":"
                + "\"checkout\",\"message\":\"order " + number + " took longer than expected\",\"duration_ms\":"
                + number % 5_000 + "}";
    }
}
