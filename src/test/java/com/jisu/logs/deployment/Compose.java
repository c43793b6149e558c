package com.jisu.logs.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A compose file with the variables of {@code .env} in their places, and services of other files that it extends. */
record Compose(JsonNode file) {

    static final Path FOLDER = Path.of(System.getProperty("jisu.logs.checkout"), "compose");

    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{([A-Z_]+)}");

    static Compose of(String name) {
        Map<String, String> variables = new TreeMap<>();
        Yaml.text(FOLDER.resolve(".env"))
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line -> variables.put(line.split("=", 2)[0], line.split("=", 2)[1]));
        String text = VARIABLE.matcher(Yaml.text(FOLDER.resolve(name))).replaceAll(found -> {
            String value = variables.get(found.group(1));
            if (value == null) {
                throw new AssertionError(name + " uses " + found.group(1) + ", which .env does not have");
            }
            return Matcher.quoteReplacement(value);
        });
        JsonNode file = Yaml.all(text).get(0);
        file.path("services").properties().forEach(service -> {
            JsonNode extended = service.getValue().path("extends");
            if (extended.isObject()) {
                ObjectNode base = of(extended.path("file").asText())
                        .service(extended.path("service").asText())
                        .deepCopy();
                base.setAll((ObjectNode) service.getValue());
                base.remove("extends");
                service.setValue(base);
            }
        });
        return new Compose(file);
    }

    JsonNode services() {
        return file.path("services");
    }

    JsonNode service(String name) {
        JsonNode service = services().path(name);
        if (service.isMissingNode()) {
            throw new AssertionError("no service " + name);
        }
        return service;
    }

    static Map<String, String> environment(JsonNode service) {
        Map<String, String> variables = new TreeMap<>();
        service.path("environment")
                .properties()
                .forEach(each -> variables.put(each.getKey(), each.getValue().asText()));
        return variables;
    }
}
