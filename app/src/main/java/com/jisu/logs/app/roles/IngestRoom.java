package com.jisu.logs.app.roles;

import com.jisu.logs.app.api.UsageError;
import com.jisu.logs.ingest.IngestMemory;
import com.jisu.logs.ingest.api.IngestSettings;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** For how many of ingest's connections a process has memory: looked at before it starts. */
final class IngestRoom {

    private static final Logger LOG = LoggerFactory.getLogger(IngestRoom.class);

    private IngestRoom() {}

    /** What waits for Kafka takes half as much again; the process would end by it when Kafka is away. */
    static void requireHeap(long inFlightBytes, long heap) {
        if (inFlightBytes + inFlightBytes / 2 > heap) {
            throw new UsageError("ingest.max-in-flight-bytes is " + mib(inFlightBytes) + ", which needs a heap of "
                    + mib(inFlightBytes * 3 / 2) + " and more; this process has " + mib(heap)
                    + ": lower it, or raise the heap (JISU_LOGS_JAVA_OPTS=-Xmx...)");
        }
    }

    /**
     * For how many connections there is memory, of a process that runs ingest alone. Where that is fewer than are allowed, the
     * log says so.
     *
     * @param limit of the process, if it has one
     * @throws UsageError if there is not enough for what ingest takes without any connection
     */
    static int connections(IngestSettings settings, OptionalLong limit, long heap) {
        if (limit.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        long allowed = limit.getAsLong();
        IngestMemory memory = IngestMemory.of(settings);
        int room = memory.connectionsIn(allowed, heap);
        if (room < 1) {
            throw new UsageError("this process may have " + mib(allowed) + " of memory, " + mib(heap)
                    + " of that for the heap: ingest needs more than " + mib(memory.fixed())
                    + " beside it; raise the limit, or lower the heap (JISU_LOGS_JAVA_OPTS=-Xmx...)");
        }
        int most = settings.limits().maxConnections();
        if (room < most) {
            LOG.warn(
                    "In {} of memory, {} of that for the heap, the Beats input holds {} connections, not the {} of"
                            + " ingest.max-connections: more have to wait until others close. Raise the limit, or lower the"
                            + " heap (JISU_LOGS_JAVA_OPTS=-Xmx...)",
                    mib(allowed),
                    mib(heap),
                    room,
                    most);
        }
        return room;
    }

    private static String mib(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
