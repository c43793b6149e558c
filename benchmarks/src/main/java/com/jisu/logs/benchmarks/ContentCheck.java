package com.jisu.logs.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.benchmarks.EventGenerator.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at documents that a tool made: each must be JSON, be of one of the lines that were sent, and hold what the line
 * holds. A tool that is fast because it does not parse is no comparison.
 */
final class ContentCheck {

    /** Of the generated addresses this part has a place in the database, at the least. */
    private static final double KNOWN_ADDRESSES = 0.5;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Both are in each line only once, whatever a tool makes of it. */
    private static final Pattern SESSION = Pattern.compile("session=([0-9a-f]+)");

    private static final Pattern TRACE = Pattern.compile("\\b([0-9a-f]{32})\\b");

    private static final Pattern NGINX =
            Pattern.compile("^(\\S+) - - \\[[^]]+] \"(\\S+) (\\S+) HTTP/1.1\" (\\d+) (\\d+) \"[^\"]*\" \"([^\"]*)\"$");
    private static final Pattern APPLICATION =
            Pattern.compile("\"level\":\"([^\"]+)\".*\"message\":\"([^\"]+)\",\"duration_ms\":(\\d+)");

    private final DocumentNames names;
    private final Map<String, Line> lines = new HashMap<>();
    private int nginx;
    private int located;

    private record Line(Kind kind, List<String> facts) {}

    private ContentCheck(DocumentNames names) {
        this.names = names;
    }

    /** @throws IllegalStateException if a document is not what its line says */
    static void check(Map<Kind, List<String>> lines, List<String> samples, DocumentNames names) {
        ContentCheck check = new ContentCheck(names);
        lines.forEach((kind, some) -> some.forEach(line -> check.remember(kind, line)));
        if (samples.isEmpty()) {
            throw new IllegalStateException("no document was seen");
        }
        samples.forEach(check::check);
        if (!names.geoip().isEmpty() && check.located < check.nginx * KNOWN_ADDRESSES) {
            throw new IllegalStateException(
                    "of " + check.nginx + " nginx documents only " + check.located + " have a place");
        }
    }

    private void remember(Kind kind, String line) {
        Matcher matcher = kind == Kind.NGINX
                ? NGINX.matcher(line)
                : APPLICATION.matcher(line.replace("\\\"", "\"")); // without the envelope's escapes
        if (!matcher.find()) {
            throw new IllegalStateException("the generator made a line that is not understood: " + line);
        }
        lines.put(token(kind == Kind.NGINX ? SESSION : TRACE, line), new Line(kind, groups(matcher)));
    }

    private static List<String> groups(Matcher matcher) {
        List<String> groups = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            groups.add(matcher.group(i));
        }
        return groups;
    }

    private void check(String sample) {
        JsonNode document = read(sample);
        String session = token(SESSION, sample);
        Line line = lines.get(session == null ? token(TRACE, sample) : session);
        if (line == null) {
            throw new IllegalStateException("a document is of no line that was sent: " + sample);
        }
        List<String> pointers = switch (line.kind()) {
            case NGINX -> names.nginx();
            case APPLICATION -> names.application();
            case DOCKER -> names.docker();
        };
        for (int i = 0; i < pointers.size(); i++) {
            String pointer = pointers.get(i);
            if (!pointer.isEmpty()
                    && !document.at(pointer).asText().equals(line.facts().get(i))) {
                throw new IllegalStateException(
                        pointer + " should be " + line.facts().get(i) + " in " + sample);
            }
        }
        if (line.kind() == Kind.NGINX) {
            nginx++;
            located += names.geoip().isEmpty() || document.at(names.geoip()).isMissingNode() ? 0 : 1;
        }
    }

    private static JsonNode read(String sample) {
        try {
            return JSON.readTree(sample);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document is no JSON: " + sample, e);
        }
    }

    private static String token(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }
}
