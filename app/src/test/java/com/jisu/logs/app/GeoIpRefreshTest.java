package com.jisu.logs.app;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GeoIpRefreshTest {

    @Test
    void a_look_that_fails_is_not_the_last() {
        AtomicInteger looks = new AtomicInteger();
        GeoIpRefresh refresh = GeoIpRefresh.start(
                () -> {
                    if (looks.incrementAndGet() == 1) {
                        throw new IllegalStateException("the first fails");
                    }
                    return true;
                },
                Duration.ofMillis(10));

        await().until(() -> looks.get() > 2);
        refresh.close();
    }
}
