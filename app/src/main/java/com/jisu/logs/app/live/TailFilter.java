package com.jisu.logs.app.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.parsers.LogType;
import java.util.regex.Pattern;

/**
 * What a viewer of the tail wants to see. Empty parts take everything. Immutable.
 *
 * <p>The type is compared by the record's header, without looking at the document; only the other two need it parsed.
 */
final class TailFilter {

    private static final int MAX_CHARS = 200;

    private final String type;
    private final String environment;
    private final Pattern text;

    /**
     * @param type a {@code fields.logtype}; {@link LogType#OTHER} for all that no parser knows, and for none at all
     * @param environment compared without case
     * @param text searched, without case, in the document's values
     * @throws IllegalArgumentException where one is longer than 200 characters
     */
    TailFilter(String type, String environment, String text) {
        this.type = checked("type", type);
        this.environment = checked("environment", environment);
        this.text = checked("text", text).isEmpty()
                ? null
                : Pattern.compile(text, Pattern.LITERAL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    private static String checked(String name, String value) {
        if (value.length() > MAX_CHARS) {
            throw new IllegalArgumentException("the filter's " + name + " is longer than " + MAX_CHARS + " characters");
        }
        return value;
    }

    boolean acceptsType(String logType) {
        return type.isEmpty() || type.equals(logType) || type.equals(LogType.known(logType));
    }

    /** Whether {@link #accepts} has to be asked, too. */
    boolean needsDocument() {
        return !environment.isEmpty() || text != null;
    }

    boolean accepts(JsonNode document) {
        return (environment.isEmpty() || environment.equalsIgnoreCase(environment(document)))
                && (text == null || contains(document));
    }

    /** The document's environment, or the empty string. */
    static String environment(JsonNode document) {
        JsonNode copied = document.path("environment");
        return copied.isTextual()
                ? copied.asText()
                : document.path("fields").path("environment").asText("");
    }

    private boolean contains(JsonNode node) {
        if (node.isValueNode()) {
            return text.matcher(node.asText()).find();
        }
        for (JsonNode child : node) {
            if (contains(child)) {
                return true;
            }
        }
        return false;
    }
}
