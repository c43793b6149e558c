package com.jisu.logs.app.importing;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Logstash's references to the environment and its keystore: <code>${NAME}</code> and <code>${NAME:default}</code>. */
final class References {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([a-zA-Z_.][a-zA-Z0-9_.]*)(?::([^}]*))?}");

    private final Map<String, String> environment;
    private final boolean settings;

    References(Map<String, String> environment) {
        this(Map.copyOf(environment), false);
    }

    private References(Map<String, String> environment, boolean settings) {
        this.environment = environment;
        this.settings = settings;
    }

    /** The same for inputs and outputs: what nobody has set can be set where the program runs. */
    References ofSettings() {
        return new References(environment, true);
    }

    static boolean isIn(String text) {
        return REFERENCE.matcher(text).find();
    }

    /** What they stand for now; one that nobody has set and that has no default stays as it is. The report tells of each. */
    String resolved(String text, Row row) {
        if (text.indexOf("${") < 0) {
            return text;
        }
        Matcher reference = REFERENCE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (reference.find()) {
            String name = reference.group(1);
            String value = environment.getOrDefault(name, reference.group(2));
            if (value == null && settings) {
                row.differs(
                        "`${" + name + "}` is not set here and has no default: it is to be set where the program runs");
            } else if (value == null) {
                row.loses("`${" + name + "}` is not set here and has no default: it stands in the rules as it is;"
                        + " put its value there, or import again with it set");
            } else {
                row.differs("`${" + name + "}` was replaced by what it is now ("
                        + (environment.containsKey(name) ? "from the environment" : "its default")
                        + "); later changes of it are not seen");
            }
            reference.appendReplacement(resolved, Matcher.quoteReplacement(value == null ? reference.group() : value));
        }
        return reference.appendTail(resolved).toString();
    }
}
