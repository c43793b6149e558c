package com.jisu.logs.ingest.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class WindowQueueTest {

    private static final int ROUNDS = 20_000;

    @Test
    void no_byte_is_forgotten_of_an_event_that_is_settled_while_its_window_leaves() throws Exception {
        ExecutorService kafka = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < ROUNDS; round++) {
                WindowQueue windows = new WindowQueue(null, null);
                Window window = new Window((byte) '2', 2, 0, () -> {});
                window.add(1);
                window.add(2);
                windows.add(window);
                Future<?> settled = kafka.submit(() -> {
                    window.discard(100);
                    window.discard(10);
                });
                long taken = 0;
                while (!windows.isEmpty()) {
                    taken += windows.removeSettled();
                }
                settled.get();
                assertThat(taken).isEqualTo(110);
            }
        } finally {
            kafka.shutdownNow();
        }
    }
}
