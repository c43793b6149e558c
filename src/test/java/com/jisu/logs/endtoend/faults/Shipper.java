package com.jisu.logs.endtoend.faults;

import com.jisu.logs.endtoend.BeatsEvent;
import com.jisu.logs.ingest.LumberjackClient;
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
 * connection another one, with all windows again that were not acknowledged.
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

    private record Sent(int number, byte[] event) {}

    private final int index;
    private final LumberjackClient.Settings settings;
    private final Schedule schedule;
    private final Acknowledged acknowledged;
    private final Deque<Sent> unacknowledged = new ArrayDeque<>(); // guarded by itself
    private final Duration ahead;
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
    }

    @Override
    public void run() {
        try {
            boolean done = false;
            while (!done) {
                done = sendOverOneConnection();
                if (!done) {
                    sleep(RETRY_PAUSE_MS);
                }
            }
        } catch (InterruptedException e) {
            interrupt(); // abandoned
        }
    }

    /** Whether everything has been sent and acknowledged. */
    private boolean sendOverOneConnection() throws InterruptedException {
        LumberjackClient connection;
        try {
            connection = LumberjackClient.connect(settings, this::onAcknowledged);
        } catch (IOException e) {
            return false;
        }
        try (connection) {
            sendAll(connection);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void sendAll(LumberjackClient connection) throws IOException, InterruptedException {
        for (Sent again : copyOfUnacknowledged()) {
            connection.send(again.event());
        }
        boolean last = false;
        while (!last) {
            last = schedule.hasEnded(); // before the count is read: it does not change any more then
            while (made < schedule.due()) {
                connection.send(next().event());
            }
            connection.flush();
            if (!last) {
                sleep(TICK_MS);
            }
        }
        connection.awaitAcknowledged();
    }

    private List<Sent> copyOfUnacknowledged() {
        synchronized (unacknowledged) {
            return List.copyOf(unacknowledged);
        }
    }

    private Sent next() {
        int number = Math.toIntExact(made * Load.SHIPPERS + index);
        Sent next = new Sent(number, event(number, Instant.now().plus(ahead)));
        synchronized (unacknowledged) {
            unacknowledged.add(next);
        }
        made++;
        return next;
    }

    private void onAcknowledged(int more) {
        synchronized (unacknowledged) {
            for (int i = 0; i < more; i++) {
                acknowledged.add(unacknowledged.remove().number());
            }
        }
    }

    /** The kind of a number's line. */
    static Kind kind(int number) {
        return Kind.values()[number / Load.SHIPPERS % Kind.values().length];
    }

    private static byte[] event(int number, Instant time) {
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
            case DOCKER ->
                BeatsEvent.numbered(
                        "docker",
                        now,
                        number,
                        "{\"log\":\"started in " + number + " ms\\n\",\"stream\":\"stdout\",\"time\":\"" + now + "\"}");
        };
    }

    private static String application(int number, String now) {
        return "{\"timestamp\":\"" + now + "\",\"level\":\"info\",\"logger\":\"com.example.Checkout\",\"service\":"
                + "\"checkout\",\"message\":\"order " + number + " took longer than expected\",\"duration_ms\":"
                + number % 5_000 + "}";
    }
}
