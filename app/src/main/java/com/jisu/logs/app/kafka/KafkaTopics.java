package com.jisu.logs.app.kafka;

import com.jisu.logs.app.api.Role;
import com.jisu.logs.app.api.UserError;
import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.records.Retention;
import com.jisu.logs.records.TopicSetup;
import com.jisu.logs.records.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
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

    /** What the topics are to keep, by name. */
    public static Map<String, Retention> retention(Configuration configuration) {
        Configuration.TopicKeys topics = configuration.topics();
        return Map.of(
                topics.raw(), retention(topics.retention().raw()),
                topics.parsed(), retention(topics.retention().parsed()),
                topics.dead(), retention(topics.retention().dead()));
    }

    private static Retention retention(Configuration.KeptKeys keys) {
        return new Retention(keys.time(), keys.bytes());
    }

    /**
     * Creates the topics that are missing, of those that the roles do not use only where Kafka lets it; waits for as long as Kafka is away, saying so once.
     *
     * @throws UserError if Kafka refuses, or the bootstrap address is unusable
     */
    public static void createMissing(Configuration configuration, Set<Role> roles) throws InterruptedException {
        TopicRights rights = TopicRights.of(roles, names(configuration));
        String servers = configuration.kafka().bootstrapServers();
        try (Admin admin = admin(configuration)) {
            boolean waiting = false;
            while (create(admin, configuration, rights).isEmpty()) {
                if (!waiting) {
                    LOG.warn("Kafka at {} can not be reached; waiting for it", servers);
                    waiting = true;
                }
            }
            if (waiting) {
                LOG.info("Kafka at {} is there", servers);
            }
        } catch (KafkaException e) {
            throw new UserError("Kafka at " + servers + " can not be used: " + ClientProperties.problem(e), e);
        }
    }

    /**
     * The same without waiting, and all topics.
     *
     * @return the topics that it created
     * @throws UserError if Kafka is away, too
     */
    public static List<String> createMissingNow(Configuration configuration) throws InterruptedException {
        String servers = configuration.kafka().bootstrapServers();
        try (Admin admin = admin(configuration)) {
            return create(admin, configuration, TopicRights.toCreate(names(configuration)))
                    .orElseThrow(() -> new UserError("Kafka at " + servers + " can not be reached"));
        } catch (KafkaException e) {
            throw new UserError("Kafka at " + servers + " can not be used: " + ClientProperties.problem(e), e);
        }
    }

    /**
     * What of the existing topics is not as the pipeline needs it, a line for each.
     *
     * @throws UserError if Kafka refuses to tell
     */
    public static List<String> deviations(Configuration configuration) throws InterruptedException {
        try (Admin admin = admin(configuration)) {
            return new TopicSetup(admin, names(configuration)).deviations();
        } catch (ExecutionException | KafkaException e) {
            String servers = configuration.kafka().bootstrapServers();
            String problem = e.getCause() instanceof TopicAuthorizationException refused
                    ? ClientProperties.problem(
                            e, AclOperation.DESCRIBE_CONFIGS, String.join(", ", refused.unauthorizedTopics()))
                    : ClientProperties.problem(e);
            throw new UserError("Kafka at " + servers + " does not tell the topics' settings: " + problem, e);
        }
    }

    /** A client for questions that are answered within seconds or not at all. */
    public static Admin admin(Configuration configuration) {
        Map<String, Object> properties = ClientProperties.probed(configuration);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        return Admin.create(properties);
    }

    /** The topics created; nothing where Kafka is away. */
    private static Optional<List<String>> create(Admin admin, Configuration configuration, TopicRights rights)
            throws InterruptedException {
        try {
            List<String> created = new TopicSetup(admin, names(configuration), retention(configuration))
                    .createMissing(
                            configuration.topics().partitions(),
                            configuration.topics().replication().map(Integer::shortValue),
                            rights::use);
            if (!created.isEmpty()) {
                LOG.info("Created the topics {}", created);
            }
            return Optional.of(created);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                return Optional.empty();
            }
            if (e.getCause() instanceof TopicAuthorizationException refused) {
                throw new UserError(
                        rights.missing(refused.unauthorizedTopics().iterator().next(), configuration), e);
            }
            throw new UserError(
                    "Kafka at " + configuration.kafka().bootstrapServers() + " refuses the topics: "
                            + ClientProperties.problem(e),
                    e);
        }
    }
}
