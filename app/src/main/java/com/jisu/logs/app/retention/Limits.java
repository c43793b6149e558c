package com.jisu.logs.app.retention;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What the broker keeps of each partition of a topic, be it by the topic's own settings or by its default.
 *
 * @param millis {@code retention.ms}; empty for ever
 * @param bytes {@code retention.bytes}; empty for any number
 * @param byArrival whether records have the times at which they came to the broker, by its clock; else their senders' word
 */
public record Limits(OptionalLong millis, OptionalLong bytes, boolean byArrival) {

    /**
     * Asks the broker.
     *
     * @throws ExecutionException if it refuses to tell, with its reason as the cause
     */
    public static Limits of(Admin admin, String topic) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        boolean deletes = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value().contains("delete");
        return new Limits(
                deletes ? limit(config, TopicConfig.RETENTION_MS_CONFIG) : OptionalLong.empty(),
                deletes ? limit(config, TopicConfig.RETENTION_BYTES_CONFIG) : OptionalLong.empty(),
                config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).value().equals("LogAppendTime"));
    }

    private static OptionalLong limit(Config config, String name) {
        return Optional.ofNullable(config.get(name))
                .map(entry -> Long.parseLong(entry.value()))
                .filter(value -> value >= 0)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }
}
