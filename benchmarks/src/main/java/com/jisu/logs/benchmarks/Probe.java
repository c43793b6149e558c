package com.jisu.logs.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.LongConsumer;

/** An event that says when it was sent, so that who gets its document knows how long it took. */
final class Probe {

    private static final byte[] MESSAGE = "\"message\":\"probe sent at ".getBytes(StandardCharsets.US_ASCII);

    private Probe() {}

    /** One that is sent now. @param number tells it from others */
    static byte[] event(long number) {
        Instant now = Instant.now();
        return ("{\"@timestamp\":\"" + now
                        + "\",\"@metadata\":{\"beat\":\"filebeat\",\"type\":\"_doc\",\"version\":\"8.19.0\"},"
                        + "\"agent\":{\"id\":\"5b7c6a2e-0000-4000-8000-00000000beef\",\"type\":\"filebeat\"},"
                        + "\"log\":{\"offset\":" + number + ",\"file\":{\"path\":\"/var/log/probe.log\"}},"
                        + "\"message\":\"probe sent at " + now.toEpochMilli() + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Tells how many milliseconds ago each of the probes in these bytes was sent. */
    static void delays(byte[] bytes, LongConsumer each) {
        long now = System.currentTimeMillis();
        for (int i = 0; i <= bytes.length - MESSAGE.length; i++) {
            if (bytes[i] == MESSAGE[0] && isMessage(bytes, i)) {
                long sent = 0;
                for (i += MESSAGE.length; i < bytes.length && bytes[i] != '"'; i++) {
                    sent = sent * 10 + bytes[i] - '0';
                }
                each.accept(now - sent);
            }
        }
    }

    private static boolean isMessage(byte[] bytes, int from) {
        for (int i = 0; i < MESSAGE.length; i++) {
            if (bytes[from + i] != MESSAGE[i]) {
                return false;
            }
        }
        return true;
    }
}
