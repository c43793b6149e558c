package com.jisu.logs.parsers.extract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.opensearch.grok.Grok;

/**
 * The grok patterns that every rule knows, by name: those of opensearch-grok, and over them what newer ones of Logstash differ in, with
 * Logstash's older names of fields or with those of the Elastic Common Schema. Read once, when one is first asked for; thread-safe.
 */
final class GrokLibrary {

    private static final List<String> FILES = List.of(
            "aws",
            "bacula",
            "bind",
            "bro",
            "exim",
            "firewalls",
            "grok-patterns",
            "haproxy",
            "java",
            "junos",
            "linux-syslog",
            "maven",
            "mcollective-patterns",
            "mongodb",
            "nagios",
            "postgresql",
            "rails",
            "redis",
            "ruby",
            "squid");

    /** Holds the patterns from when they are first needed on. */
    private static final class Older {
        private static final Map<String, String> PATTERNS = older();
    }

    private static final class Ecs {
        private static final Map<String, String> PATTERNS = ecs();
    }

    private GrokLibrary() {}

    /** @param ecs whether fields have the names of the Elastic Common Schema */
    static Map<String, String> patterns(boolean ecs) {
        return ecs ? Ecs.PATTERNS : Older.PATTERNS;
    }

    private static Map<String, String> older() {
        Map<String, String> patterns = new LinkedHashMap<>();
        for (String file : FILES) {
            add(patterns, lines(Grok.class, "/patterns/" + file));
        }
        add(patterns, lines(GrokLibrary.class, "patterns-newer"));
        // What has no colon near is none: that is found at once, and not by trying nine forms. The same is matched.
        patterns.computeIfPresent("IPV6", (name, pattern) -> "(?=[0-9A-Fa-f]{0,4}:)" + pattern);
        return Collections.unmodifiableMap(patterns);
    }

    private static Map<String, String> ecs() {
        Map<String, String> patterns = new LinkedHashMap<>(Older.PATTERNS);
        add(patterns, lines(GrokLibrary.class, "patterns-ecs"));
        patterns.putAll(EcsColumns.patterns(lines(GrokLibrary.class, "patterns-ecs-columns")));
        EcsNames names = EcsNames.of(lines(GrokLibrary.class, "patterns-ecs-names"));
        patterns.replaceAll(names::rename);
        return Collections.unmodifiableMap(patterns);
    }

    private static void add(Map<String, String> patterns, List<String> lines) {
        for (String line : lines) {
            int blank = line.indexOf(' ');
            patterns.put(line.substring(0, blank), line.substring(blank + 1).strip());
        }
    }

    /** A resource's lines, without those that are empty or comments. */
    private static List<String> lines(Class<?> beside, String name) {
        List<String> lines = new ArrayList<>();
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program is not whole: " + name + " is not in it");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }
}
