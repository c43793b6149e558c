package com.jisu.logs.app.kafka;

import com.jisu.logs.app.api.UserError;
import com.jisu.logs.app.config.Configuration;
import com.jisu.logs.records.Refusal;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;

/** What every Kafka client of the program is given: the servers, and the properties that the operator passes through. */
public final class ClientProperties {

    /** Kafka's words, which do not tell that it is about names of hosts. */
    private static final String UNRESOLVED =
            "No resolvable bootstrap urls given in " + CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;

    private ClientProperties() {}

    /** The properties, to be added to. */
    public static Map<String, Object> of(Configuration configuration) {
        Map<String, Object> properties = new HashMap<>(configuration.kafka().properties());
        properties.put(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                configuration.kafka().bootstrapServers());
        return properties;
    }

    /**
     * The same, after a look at whether a broker is there.
     *
     * @throws UserError if something else answers in its place
     */
    public static Map<String, Object> probed(Configuration configuration) {
        Map<String, Object> properties = of(configuration);
        BrokerProbe.check(properties);
        return properties;
    }

    /** What Kafka's client says of a failure, less the failures around it. */
    public static String problem(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return UNRESOLVED.equals(root.getMessage())
                ? "none of these hosts is known; set kafka.bootstrap-servers"
                : root.getMessage();
    }

    /** The same of what was done with a topic: where it is a right that is missing, it is named. */
    public static String problem(Throwable failure, AclOperation operation, String topic) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof AuthorizationException) {
                return Refusal.line(each, operation, topic);
            }
        }
        return problem(failure);
    }
}
