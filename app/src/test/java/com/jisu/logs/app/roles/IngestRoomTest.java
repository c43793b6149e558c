package com.jisu.logs.app.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.jisu.logs.app.api.UsageError;
import com.jisu.logs.ingest.api.IngestSettings;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class IngestRoomTest {

    private static final long MIB = 1 << 20;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger(IngestRoom.class)).addAppender(log);
    }

    @AfterEach
    void stop() {
        ((Logger) LoggerFactory.getLogger(IngestRoom.class)).detachAppender(log);
    }

    private static int connections(long limitMib, long heapMib) {
        return IngestRoom.connections(IngestSettings.DEFAULT, OptionalLong.of(limitMib * MIB), heapMib * MIB);
    }

    @Test
    void without_a_limit_there_is_room_for_all() {
        assertThat(IngestRoom.connections(IngestSettings.DEFAULT, OptionalLong.empty(), 1024 * MIB))
                .isEqualTo(Integer.MAX_VALUE);
        assertThat(log.list).isEmpty();
    }

    @Test
    void where_all_connections_fit_nothing_is_said() {
        assertThat(connections(1024, 384)).isGreaterThan(2000);
        assertThat(log.list).isEmpty();
    }

    @Test
    void where_fewer_fit_than_are_allowed_one_line_says_how_many() {
        int room = connections(512, 256);

        assertThat(room).isBetween(100, 1999);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .startsWith("In 512 MiB of memory, 256 MiB of that for the heap, the Beats input holds " + room
                        + " connections, not the 2000 of ingest.max-connections");
    }

    @Test
    void a_heap_that_leaves_nothing_is_refused() {
        assertThatThrownBy(() -> connections(640, 512))
                .isInstanceOf(UsageError.class)
                .hasMessage("this process may have 640 MiB of memory, 512 MiB of that for the heap: ingest needs more"
                        + " than 196 MiB beside it; raise the limit, or lower the heap (JISU_LOGS_JAVA_OPTS=-Xmx...)");
    }
}
