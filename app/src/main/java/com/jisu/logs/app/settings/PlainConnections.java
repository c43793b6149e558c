package com.jisu.logs.app.settings;

import com.jisu.logs.app.api.Role;
import com.jisu.logs.app.config.Configuration;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;

/** Finds credentials that anybody on the way could read, and security settings that have no effect. */
public final class PlainConnections {

    /** Names and addresses of this machine, by what they are written as: nothing is resolved. */
    private static final Pattern LOOPBACK = Pattern.compile(
            "localhost\\.?|.+\\.localhost\\.?|127(\\.\\d{1,3}){1,3}|\\[?(::1|(0{1,4}:){7}0{0,3}1|::ffff:127(\\.\\d{1,3}){3})]?",
            Pattern.CASE_INSENSITIVE);

    private PlainConnections() {}

    /** A line for each of Kafka and, where the sink's keys are in use, Elasticsearch. */
    static List<String> warnings(Set<Role> roles, Configuration configuration) {
        List<String> warnings = new ArrayList<>();
        kafka(configuration.kafka(), warnings);
        if (roles.contains(Role.SINK)) {
            elasticsearch(configuration.sink().elasticsearch(), warnings);
        }
        return warnings;
    }

    private static void kafka(Configuration.KafkaKeys keys, List<String> warnings) {
        Map<String, String> properties = keys.properties();
        String protocol = properties
                .getOrDefault(
                        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL)
                .strip()
                .toUpperCase(Locale.ROOT);
        List<String> strangers = Arrays.stream(keys.bootstrapServers().split(","))
                .map(String::strip)
                .filter(server -> !isLoopback(server.substring(0, Math.max(0, server.lastIndexOf(':')))))
                .toList();
        if (protocol.equals("SASL_PLAINTEXT") && !strangers.isEmpty()) {
            warnings.add("the credentials for Kafka go to " + String.join(", ", strangers)
                    + " without encryption; set kafka.properties.security.protocol to SASL_SSL");
        }
        List<String> idle = idle(properties, protocol);
        if (!idle.isEmpty()) {
            warnings.add("kafka.properties." + idle.get(0)
                    + " has no effect while kafka.properties.security.protocol is " + protocol);
        }
    }

    /** What is set for a protocol that is not the one in use. */
    private static List<String> idle(Map<String, String> properties, String protocol) {
        Predicate<String> sasl = name -> name.equals(SaslConfigs.SASL_JAAS_CONFIG);
        Predicate<String> tls = name -> name.startsWith("ssl.");
        return properties.keySet().stream()
                .filter(name ->
                        sasl.test(name) && !protocol.startsWith("SASL") || tls.test(name) && !protocol.endsWith("SSL"))
                .sorted()
                .toList();
    }

    private static void elasticsearch(Configuration.ElasticsearchKeys keys, List<String> warnings) {
        if (keys.user().isEmpty() && keys.apiKey().isEmpty()) {
            return;
        }
        List<String> strangers = keys.url().stream()
                .filter(PlainConnections::isOpen)
                .map(URI::getAuthority)
                .toList();
        if (!strangers.isEmpty()) {
            String what = keys.apiKey().isPresent() ? "the API key" : "the password";
            warnings.add(what + " of sink.elasticsearch goes to " + String.join(", ", strangers)
                    + " without encryption; use https:// in sink.elasticsearch.url");
        }
    }

    /** Whether others than this machine can read what is sent to a URL. */
    public static boolean isOpen(URI url) {
        return "http".equalsIgnoreCase(url.getScheme()) && !isLoopback(String.valueOf(url.getHost()));
    }

    private static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }
}
