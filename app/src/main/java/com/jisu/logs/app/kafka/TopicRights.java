package com.jisu.logs.app.kafka;

import com.jisu.logs.app.api.Role;
import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.records.Refusal;
import com.jisu.logs.records.Topics;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.SaslConfigs;

/**
 * What the roles of a process do with the topics.
 *
 * @param operations by the names of the topics that are used
 */
record TopicRights(Map<String, Set<AclOperation>> operations) {

    private static final Pattern USER = Pattern.compile("\\busername\\s*=\\s*\"?([^\";\\s]+)");

    /** Those that these roles need. */
    static TopicRights of(Set<Role> roles, Topics topics) {
        TopicRights rights = new TopicRights(new TreeMap<>());
        for (Role role : roles) {
            switch (role) {
                case INGEST -> rights.add(topics.raw(), AclOperation.WRITE);
                case STREAMS -> {
                    rights.add(topics.raw(), AclOperation.READ);
                    rights.add(topics.parsed(), AclOperation.WRITE);
                    rights.add(topics.dead(), AclOperation.WRITE);
                }
                case SINK -> {
                    rights.add(topics.parsed(), AclOperation.READ);
                    rights.add(topics.dead(), AclOperation.WRITE);
                }
            }
        }
        return rights;
    }

    /** Of `setup`, which creates all. */
    static TopicRights toCreate(Topics topics) {
        TopicRights rights = new TopicRights(new TreeMap<>());
        topics.all().forEach(topic -> rights.add(topic, AclOperation.CREATE));
        return rights;
    }

    private void add(String topic, AclOperation operation) {
        operations
                .computeIfAbsent(topic, first -> EnumSet.noneOf(AclOperation.class))
                .add(operation);
    }

    boolean use(String topic) {
        return operations.containsKey(topic);
    }

    /** Why a topic is neither seen nor created: Kafka shows none to whom it gives no right to it. */
    String missing(String topic, Configuration configuration) {
        Set<AclOperation> needed = operations.get(topic);
        String line = Refusal.noRight(
                needed.stream().map(AclOperation::toString).collect(Collectors.joining(" and ")),
                "topic " + topic + user(configuration));
        return needed.contains(AclOperation.CREATE)
                ? line
                : line + "; or there is no such topic, which `jisu-logs setup` creates, and none to CREATE it";
    }

    private static String user(Configuration configuration) {
        Object login = configuration.kafka().properties().getOrDefault(SaslConfigs.SASL_JAAS_CONFIG, "");
        Matcher user = USER.matcher(login.toString());
        return user.find() ? " to User:" + user.group(1) : "";
    }
}
