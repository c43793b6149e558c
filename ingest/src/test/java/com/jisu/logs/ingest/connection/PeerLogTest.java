package com.jisu.logs.ingest.connection;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.jisu.logs.ingest.metrics.CloseReason;
import java.net.InetAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PeerLogTest {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(PeerLog.class);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final PeerLog peerLog = new PeerLog();

    @BeforeEach
    void listen() {
        log.start();
        LOGGER.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        LOGGER.detachAppender(log);
    }

    private static InetAddress address(int last) throws Exception {
        return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
    }

    @Test
    void each_address_is_named_once_a_minute_for_each_reason() throws Exception {
        for (int i = 0; i < 100; i++) {
            peerLog.warn(address(1), CloseReason.HTTP, "did this");
            peerLog.warn(address(2), CloseReason.HTTP, "did that");
            peerLog.warn(address(1), CloseReason.SLOW_SENDER, "did something else");
        }

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("10.0.0.1 did this", "10.0.0.2 did that", "10.0.0.1 did something else");
    }

    @Test
    void a_fault_of_ours_that_befalls_all_connections_is_logged_once_with_its_stack() throws Exception {
        for (int i = 0; i < 100; i++) {
            peerLog.fault(address(i), new OutOfMemoryError("direct"));
        }

        assertThat(log.list).singleElement().satisfies(event -> {
            assertThat(event.getFormattedMessage()).isEqualTo("The connection of 10.0.0.0 failed");
            assertThat(event.getThrowableProxy().getMessage()).isEqualTo("direct");
        });
    }
}
