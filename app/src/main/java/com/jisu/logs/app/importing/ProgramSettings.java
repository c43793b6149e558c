package com.jisu.logs.app.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What goes into {@code jisu-logs.yml}: keys with dots, and what is to be set elsewhere. Used by one thread. */
final class ProgramSettings {

    private record Setting(Object value, String comment) {}

    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Map<String, String> secrets = new LinkedHashMap<>();

    /** @param comment what stands above it; null for nothing */
    void put(String key, Object value, String comment) {
        if (References.isIn(String.valueOf(value))) {
            secret(key, YamlText.flow(value) + (comment == null ? "" : " (" + comment + ")"));
        } else {
            settings.putIfAbsent(key, new Setting(value, comment));
        }
    }

    /** One more value of a list. */
    void add(String key, String value, String comment) {
        List<String> values = new ArrayList<>();
        if (value(key) instanceof List<?> before) {
            before.forEach(each -> values.add((String) each));
        }
        if (!values.contains(value)) {
            values.add(value);
        }
        settings.put(key, new Setting(values, comment));
    }

    Object value(String key) {
        Setting setting = settings.get(key);
        return setting == null ? null : setting.value();
    }

    /**
     * A value that is not written into the file, such as a password: it comes by the environment, or a file of its own.
     *
     * @param source where it comes from now
     */
    void secret(String key, String source) {
        secrets.putIfAbsent(key, source);
    }

    /** What is to be set elsewhere: keys, and where their values come from now. */
    Map<String, String> secrets() {
        return secrets;
    }

    /** The environment variable that sets a key. */
    static String variable(String key) {
        return "JISU_LOGS_" + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** @param head lines of comment */
    String text(List<String> head) {
        StringBuilder text = new StringBuilder();
        head.forEach(
                line -> text.append(line.isEmpty() ? "#" : "# ").append(line).append('\n'));
        String above = "";
        for (Map.Entry<String, Setting> each : settings.entrySet()) {
            String comment = each.getValue().comment();
            if (comment != null && !comment.equals(above)) {
                text.append("\n# ").append(comment).append('\n');
                above = comment;
            } else if (above.isEmpty()) {
                text.append('\n');
                above = " ";
            }
            text.append(each.getKey())
                    .append(": ")
                    .append(YamlText.flow(each.getValue().value()))
                    .append('\n');
        }
        secrets.forEach((key, source) -> text.append("\n# ")
                .append(key)
                .append(" was ")
                .append(source)
                .append(". It is not written here: set ")
                .append(variable(key))
                .append(" in the\n# environment of the program")
                .append(hasFile(key) ? ", or " + key + "-file to a file that holds it.\n" : ".\n"));
        return text.toString();
    }

    private static boolean hasFile(String key) {
        return key.endsWith("password") || key.endsWith("api-key");
    }
}
