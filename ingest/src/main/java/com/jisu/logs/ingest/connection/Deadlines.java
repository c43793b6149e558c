package com.jisu.logs.ingest.connection;

import com.jisu.logs.ingest.api.IngestSettings.Timeouts;
import com.jisu.logs.ingest.kafka.KafkaState;
import com.jisu.logs.ingest.metrics.CloseReason;
import java.time.Duration;

/** What is due on one connection as time passes: keep-alives, and ends. Its event loop only. */
final class Deadlines {

    /** A client that sends nothing for so long has paused: it gets an acknowledgement of what it has sent. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final BeatsConnection connection;
    private final Timeouts timeouts;
    private final KafkaState kafkaState;

    Deadlines(BeatsConnection connection, Timeouts timeouts, KafkaState kafkaState) {
        this.connection = connection;
        this.timeouts = timeouts;
        this.kafkaState = kafkaState;
    }

    /** To be called every {@link Timeouts#tick()}. */
    void check() {
        long now = System.nanoTime();
        if (connection.closeReason == null) {
            giveUpOnKafkaIfLate(now);
        } else if (connection.gone && connection.patience.kafkaIsLate(now)) {
            connection.windows.abandon();
        }
        if (connection.closeReason != null || connection.gone) {
            return;
        }
        if (!connection.input.endIsKnown()
                || connection.input.hasEnded()) { // a kernel may answer with a reset while bytes are under way
            connection.windows.keepAlive(now, timeouts.keepAliveDue().toNanos());
        }
        dropIfSlow(now);
        if (connection.closeReason == null && !connection.input.hasEnded() && connection.patience.isMaxAge(now)) {
            connection.receiver.retire();
            connection.finishIfDone();
        }
        if (connection.closeReason == null && isPaused(now)) {
            acknowledgePause(now);
        }
    }

    private void giveUpOnKafkaIfLate(long now) {
        if (!connection.admission.waitsForKafka()) {
            return;
        }
        if (connection.input.endIsKnown() && !kafkaState.isAvailable()) {
            connection.patience
                    .kafkaProgressed(); // nobody will send it again: it waits for as long as Kafka takes nothing at all
        } else if (connection.patience.kafkaIsLate(now)) {
            connection.giveUp(CloseReason.KAFKA); // KafkaState has said that Kafka is away
        }
    }

    /** Whether the client has sent only whole frames, all of which Kafka has, and then nothing for a moment. */
    private boolean isPaused(long now) {
        return connection.admission.isOpen()
                && connection.input.isTaken()
                && connection.decoder.atFrameBoundary()
                && connection.windows.isSettled()
                && connection.patience.senderIsSilent(now, PAUSE);
    }

    private void acknowledgePause(long now) {
        connection.windows.acknowledgePart(connection.patience.senderIsSilent(now, timeouts.client()));
        if (connection.receiver.isRetiring() && !connection.receiver.isOwedEvents()) {
            connection.finish(CloseReason.MAX_AGE);
        }
    }

    private void dropIfSlow(long now) {
        if (!connection.windows.awaitsReader()) {
            connection.patience.readerProgressed(now);
        } else if (connection.patience.readerIsLate(now)) {
            connection.drop(CloseReason.SLOW_READER, "did not take its acknowledgements within ingest.client-timeout");
            return;
        }
        if (!connection.admission.isOpen() || connection.input.hasEnded()) {
            return; // it is we who do not read
        }
        if (!connection.receiver.hasBegun()) {
            if (connection.patience.senderIsSilent(now, timeouts.handshake())) {
                dropWithoutFrame();
            }
        } else if (connection.admission.blocksOthers(connection.decoder.eventBytes(), timeouts.client(), now)) {
            connection.drop(
                    CloseReason.SLOW_SENDER,
                    "sent a large event or a compressed frame too slowly to finish it within ingest.client-timeout, while others wait to send theirs");
        } else if (connection.receiver.isOwedEvents() || !connection.decoder.atFrameBoundary()) {
            if (connection.patience.senderIsSilent(now, timeouts.client())) {
                connection.windows.acknowledgePart(false);
                connection.drop(CloseReason.SLOW_SENDER, "did not finish an event within ingest.client-timeout");
            }
        } else if (connection.windows.isSettled() && connection.patience.senderIsSilent(now, timeouts.idle())) {
            connection.close(CloseReason.IDLE);
        }
    }

    private void dropWithoutFrame() {
        if (connection.anyByte) {
            connection.drop(CloseReason.HANDSHAKE_TIMEOUT, "sent no frame within ingest.handshake-timeout");
        } else {
            connection.close(CloseReason.PROBE); // a load balancer's, kept open: nothing to tell
        }
    }
}
