package com.jisu.logs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.ingest.api.IngestSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class IngestMemoryTest {

    private static final long MIB = 1 << 20;

    private final IngestMemory plain = IngestMemory.of(IngestSettings.DEFAULT);
    private final IngestMemory tls = IngestMemory.of(TestSettings.DEFAULT
            .withTls(TestTls.of(Path.of("certificate.pem"), Path.of("key.pem")))
            .made());

    @Test
    void a_connection_counts_what_the_kernel_keeps_for_it_and_what_tls_takes() {
        assertThat(plain.perConnection())
                .isGreaterThan(2 * BeatsServer.NARROW_RECEIVE_BUFFER_BYTES + BeatsServer.READ_BYTES);
        assertThat(tls.perConnection()).isGreaterThan(plain.perConnection() + 32 * 1024);
    }

    @Test
    void the_larger_buffers_of_the_first_connections_count() {
        assertThat(plain.fixed())
                .isGreaterThan(160 * MIB
                        + 2L
                                * BeatsServer.WIDE_CONNECTIONS
                                * (BeatsServer.RECEIVE_BUFFER_BYTES - BeatsServer.NARROW_RECEIVE_BUFFER_BYTES));
    }

    @Test
    void what_is_neither_heap_nor_fixed_is_for_connections() {
        long limit = 896 * MIB;
        long heap = 320 * MIB;
        int room = tls.connectionsIn(limit, heap);

        assertThat(room).isGreaterThan(2000); // what the manifests allow
        assertThat(heap + tls.fixed() + room * tls.perConnection()).isLessThanOrEqualTo(limit);
        assertThat(heap + tls.fixed() + (room + 1) * tls.perConnection()).isGreaterThan(limit);
    }

    @Test
    void there_can_be_memory_for_none() {
        assertThat(plain.connectionsIn(512 * MIB, 512 * MIB)).isLessThan(1);
        assertThat(plain.connectionsIn(Long.MAX_VALUE, 512 * MIB)).isEqualTo(Integer.MAX_VALUE);
    }
}
