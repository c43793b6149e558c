package com.jisu.logs.app.tail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.app.api.Terminal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** A document as Logstash's rubydebug codec shows it: keys sorted and right-aligned, {@code =>} between key and value. */
final class RubyDebug {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int INDENT = 4;

    private RubyDebug() {}

    static String of(JsonNode document) throws JsonProcessingException {
        StringBuilder text = new StringBuilder(1024);
        append(text, document, 0);
        return text.toString();
    }

    private static void append(StringBuilder text, JsonNode node, int depth) throws JsonProcessingException {
        if (node.isObject()) {
            appendObject(text, node, depth);
        } else if (node.isArray()) {
            appendArray(text, node, depth);
        } else if (node.isNull()) {
            text.append("nil");
        } else {
            text.append(Terminal.printable(JSON.writeValueAsString(node)));
        }
    }

    private static void appendObject(StringBuilder text, JsonNode node, int depth) throws JsonProcessingException {
        if (node.isEmpty()) {
            text.append("{}");
            return;
        }
        List<Map.Entry<String, String>> keys = new ArrayList<>();
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            keys.add(Map.entry(name, Terminal.printable(JSON.writeValueAsString(name))));
        }
        keys.sort(Comparator.comparing(Map.Entry::getKey));
        int widest =
                keys.stream().mapToInt(key -> key.getValue().length()).max().orElse(0);
        text.append("{\n");
        for (int i = 0; i < keys.size(); i++) {
            String quoted = keys.get(i).getValue();
            text.append(" ".repeat((depth + 1) * INDENT + widest - quoted.length()))
                    .append(quoted)
                    .append(" => ");
            append(text, node.get(keys.get(i).getKey()), depth + 1);
            text.append(i + 1 < keys.size() ? ",\n" : "\n");
        }
        text.append(" ".repeat(depth * INDENT)).append('}');
    }

    private static void appendArray(StringBuilder text, JsonNode node, int depth) throws JsonProcessingException {
        if (node.isEmpty()) {
            text.append("[]");
            return;
        }
        text.append("[\n");
        for (int i = 0; i < node.size(); i++) {
            text.append(" ".repeat((depth + 1) * INDENT)).append('[').append(i).append("] ");
            append(text, node.get(i), depth + 1);
            text.append(i + 1 < node.size() ? ",\n" : "\n");
        }
        text.append(" ".repeat(depth * INDENT)).append(']');
    }
}
