package com.jisu.logs.endtoend;

import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/**
 * A right that a role, or a command, needs of Kafka.
 *
 * @param user the role or the command, which is its user's name here
 * @param name of the resource, or what its name begins with
 */
record Right(String user, ResourceType type, PatternType pattern, String name, AclOperation operation) {

    private static final String RAW = "jisu-logs-raw";
    private static final String PARSED = "jisu-logs-parsed";
    private static final String DEAD = "jisu-logs-dead";
    private static final String STREAMS = "jisu-logs-streams";
    private static final String SINK = "jisu-logs-sink";

    /** All that the program needs, and nothing else: docs/kafka.md has the same table. */
    static final List<Right> TABLE = List.of(
            topic("ingest", RAW, AclOperation.WRITE),
            topic("streams", RAW, AclOperation.READ),
            topic("streams", PARSED, AclOperation.WRITE),
            topic("streams", DEAD, AclOperation.WRITE),
            group("streams", STREAMS),
            own(AclOperation.CREATE),
            own(AclOperation.READ),
            own(AclOperation.WRITE),
            own(AclOperation.DELETE),
            topic("sink", PARSED, AclOperation.READ),
            topic("sink", DEAD, AclOperation.WRITE),
            group("sink", SINK),
            topic("setup", RAW, AclOperation.CREATE),
            topic("setup", PARSED, AclOperation.CREATE),
            topic("setup", DEAD, AclOperation.CREATE),
            topic("setup", RAW, AclOperation.DESCRIBE),
            topic("setup", PARSED, AclOperation.DESCRIBE),
            topic("setup", DEAD, AclOperation.DESCRIBE),
            topic("setup", RAW, AclOperation.DESCRIBE_CONFIGS),
            topic("setup", PARSED, AclOperation.DESCRIBE_CONFIGS),
            topic("setup", DEAD, AclOperation.DESCRIBE_CONFIGS),
            topic("tail", PARSED, AclOperation.READ),
            topic("dlq", DEAD, AclOperation.READ),
            topic("dlq", RAW, AclOperation.WRITE),
            topic("dlq", PARSED, AclOperation.WRITE));

    private static Right topic(String user, String name, AclOperation operation) {
        return new Right(user, ResourceType.TOPIC, PatternType.LITERAL, name, operation);
    }

    private static Right group(String user, String name) {
        return new Right(user, ResourceType.GROUP, PatternType.LITERAL, name, AclOperation.READ);
    }

    /** To the topics of Kafka Streams, which are named after its application. */
    private static Right own(AclOperation operation) {
        return new Right("streams", ResourceType.TOPIC, PatternType.PREFIXED, STREAMS + "-", operation);
    }

    AclBinding acl() {
        return new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    /** Its row in the table of docs/kafka.md. */
    String row() {
        return "| %s | `%s` | %s | `%s%s` |".formatted(user, operation, resource(), name, isPrefix() ? "*" : "");
    }

    /** The command there that grants it, behind {@code $acls}. */
    String command() {
        return "--allow-principal User:%s --operation %s --%s %s%s"
                .formatted(
                        user,
                        SecurityUtils.operationName(operation),
                        resource(),
                        name,
                        isPrefix() ? " --resource-pattern-type prefixed" : "");
    }

    private String resource() {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private boolean isPrefix() {
        return pattern == PatternType.PREFIXED;
    }

    /** How the program names it where it is missing; of a prefix, up to where the names differ. */
    String asTold() {
        return "right to " + operation + " on the " + resource() + " " + name;
    }

    @Override
    public String toString() {
        return user + " " + operation + " " + type + " " + name + (isPrefix() ? "*" : "");
    }
}
