package com.jisu.logs.app;

import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.records.TopicSetup;
import com.jisu.logs.records.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that the topics exist before a role starts. */
public final class KafkaTopics {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaTopics.class);
    private static final int REQUEST_TIMEOUT_MS = 5_000;

    private KafkaTopics() {}

    /** The topics by their configured names. */
    public static Topics names(Configuration configuration) {
        Configuration.TopicKeys topics = configuration.topics();
        return new Topics(topics.raw(), topics.parsed(), topics.dead());
    }

    /**
     * Creates the topics that are missing; waits for as long as Kafka is away, saying so once.
     *
     * @throws UserError if Kafka refuses, or the bootstrap address is unusable
     */
    static void createMissing(Configuration configuration) throws InterruptedException {
        Map<String, Object> properties = KafkaConnection.of(configuration);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        String servers = configuration.kafka().bootstrapServers();
        try (Admin admin = Admin.create(properties)) {
            boolean waiting = false;
            while (!create(admin, configuration, servers)) {
                if (!waiting) {
                    LOG.warn("Kafka at {} can not be reached; waiting for it", servers);
                    waiting = true;
                }
            }
            if (waiting) {
                LOG.info("Kafka at {} is there", servers);
            }
        } catch (KafkaException e) {
            throw new UserError("Kafka at " + servers + " can not be used: " + rootMessage(e), e);
        }
    }

    /** Whether it went well; false where Kafka is away. */
    private static boolean create(Admin admin, Configuration configuration, String servers)
            throws InterruptedException {
        try {
            List<String> created = new TopicSetup(admin, names(configuration))
                    .createMissing(
                            configuration.topics().partitions(),
                            configuration.topics().replication());
            if (!created.isEmpty()) {
                LOG.info("Created the topics {}", created);
            }
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                return false;
            }
            throw new UserError("Kafka at " + servers + " refuses the topics: " + rootMessage(e), e);
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
