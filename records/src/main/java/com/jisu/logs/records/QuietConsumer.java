package com.jisu.logs.records;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** What lets Kafka's consumer sleep while nothing comes. */
public final class QuietConsumer {

    /**
     * For every reader, unless an operator says otherwise. A broker answers a fetch as soon as there is a record; one without
     * any after the longer time. The thread that sends heartbeats looks whether one is due once in the time between two
     * tries, ten times a second by default.
     */
    public static final Map<String, Object> PROPERTIES = Map.of(
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 2_000,
            ConsumerConfig.RETRY_BACKOFF_MS_CONFIG, 500);

    private QuietConsumer() {}
}
