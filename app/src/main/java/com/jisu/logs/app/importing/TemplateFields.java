package com.jisu.logs.app.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.records.IndexTemplates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which fields the program's index template keeps elsewhere than where the rules set them. Immutable. */
final class TemplateFields {

    private final JsonNode properties;

    private TemplateFields(JsonNode properties) {
        this.properties = properties;
    }

    static TemplateFields read() {
        try {
            JsonNode mappings = new ObjectMapper().readTree(IndexTemplates.mappings());
            return new TemplateFields(mappings.findValue("properties"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the sink puts what Elasticsearch refused, as the schema of imports has documents as the rules leave them. */
    private static final String OVERFLOW = "`application.overflow`, with the tag `_mapping_conflict`";

    /**
     * Those of the fields that do not stay where they are, with the reason.
     *
     * @param fields paths, and whether the value there is plain
     */
    Map<String, String> elsewhere(Map<String, Boolean> fields) {
        Map<String, String> elsewhere = new LinkedHashMap<>();
        fields.forEach((path, plain) -> {
            String why = why(names(path), plain);
            if (why != null) {
                elsewhere.put(path, why);
            }
        });
        return elsewhere;
    }

    private static List<String> names(String path) {
        return List.of(path.replace("][", ".").replace("[", "").replace("]", "").split("\\."));
    }

    private String why(List<String> names, boolean plain) {
        JsonNode inside = properties;
        StringBuilder way = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            way.append(i == 0 ? "" : ".").append(names.get(i));
            JsonNode field = inside.get(names.get(i));
            if (field == null) {
                return null;
            }
            String type = field.path("type").asText(field.has("properties") ? "object" : "");
            boolean last = i == names.size() - 1;
            if (type.equals("alias")) {
                return "`" + way + "` is another name of `" + field.path("path").asText()
                        + "` there: the value goes to " + OVERFLOW;
            }
            if (type.equals("flattened")) {
                return last && plain ? object(way) : null;
            }
            if (type.equals("object") || field.has("properties")) {
                if (last) {
                    return plain ? object(way) : null;
                }
                inside = field.path("properties");
                continue;
            }
            return last ? null : "`" + way + "` is a plain value (" + type + ") there: an object goes to " + OVERFLOW;
        }
        return null;
    }

    private static String object(CharSequence way) {
        return "`" + way + "` is an object there: a plain value goes to " + OVERFLOW;
    }
}
