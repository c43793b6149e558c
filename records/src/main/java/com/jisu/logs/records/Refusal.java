package com.jisu.logs.records;

import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * What Kafka refuses, in a line for whoever grants rights: which right, and on what. Kafka's own words name no operation, some
 * not even the topic.
 */
public final class Refusal {

    private Refusal() {}

    /** A right that is missing, in the words that all roles use. */
    public static String noRight(String operations, String resource) {
        return "Kafka gives no right to " + operations + " on the " + resource;
    }

    /**
     * The line for a failure, whatever it is.
     *
     * @param operation what was being done
     * @param topic to which topic
     */
    public static String line(Throwable failure, AclOperation operation, String topic) {
        if (failure instanceof TopicAuthorizationException) {
            return noRight(operation.toString(), "topic " + topic);
        }
        if (failure instanceof ClusterAuthorizationException && operation == AclOperation.WRITE) {
            // An idempotent producer is given its id to whoever may write to any topic.
            return noRight(operation.toString(), "topic " + topic);
        }
        if (failure instanceof GroupAuthorizationException group) {
            boolean looked = operation == AclOperation.DESCRIBE || operation == AclOperation.DESCRIBE_CONFIGS;
            return noRight(looked ? "DESCRIBE" : "READ", "group " + group.groupId());
        }
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return failure instanceof AuthenticationException ? "Kafka refuses the login: " + message : message;
    }
}
