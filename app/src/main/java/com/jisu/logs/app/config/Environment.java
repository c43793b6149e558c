package com.jisu.logs.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The environment variables that stand for keys. One that stands for none is a fault: it would be ignored in silence. */
final class Environment {

    /** What the launcher reads. */
    private static final Set<String> NOT_KEYS = Set.of("JISU_LOGS_JAVA_OPTS");

    /**
     * What Kubernetes (like Docker's links) sets in every container of a namespace that has a service named
     * {@code jisu-logs-…}. One of them, {@code …_PORT=tcp://10.0.0.1:5044}, even has the name of a key.
     */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("JISU_LOGS(_\\w+)?_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP)(_\\w+)?)");

    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp)://.*");

    private Environment() {}

    static List<Entry> entries(Map<String, String> variables, ConfigurationKeys keys, Faults faults) {
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, String> each : new TreeMap<>(variables).entrySet()) {
            String name = each.getKey();
            if (!name.startsWith("JISU_LOGS_") || NOT_KEYS.contains(name) || isServiceLink(name, each.getValue())) {
                continue;
            }
            Origin origin = Origin.variable(name);
            Optional<String> key = keys.ofVariable(name);
            key.ifPresentOrElse(
                    known -> entries.add(new Entry(known, each.getValue(), origin)),
                    () -> faults.add(origin, keys.unknownVariable(name)));
        }
        return entries;
    }

    private static boolean isServiceLink(String name, String value) {
        return SERVICE_LINK.matcher(name).matches()
                || name.endsWith("_PORT") && SERVICE_ADDRESS.matcher(value).matches();
    }
}
