package com.jisu.logs.sink.fields;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.jisu.logs.records.IndexTemplates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What an index's mapping holds and may hold, counted as Elasticsearch counts: objects, fields, their multi-fields,
 * aliases and runtime fields are one each. Read as a stream.
 *
 * @param names of all of them
 * @param count how many there are
 * @param limit {@code index.mapping.total_fields.limit}
 * @param index whose it is; empty if it is not there yet
 */
public record IndexMapping(FieldNames names, int count, int limit, String index) {

    /** The {@code filter_path} of the question that {@link #read} takes the answer to. */
    public static final String FILTER = "*.mappings,*.settings.index.mapping.total_fields.limit";

    private static final int ELASTICSEARCHS_LIMIT = 1_000;
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * An index that is not there yet, as the templates of this release will make it.
     *
     * @param components the component templates that it will be made of, as files of {@code index-templates}
     */
    static IndexMapping expected(List<String> components) {
        Reader reader = new Reader();
        try {
            for (String component : components) {
                reader.inside("template", IndexTemplates.read(component));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a file of index-templates is not JSON", e);
        }
        return new IndexMapping(reader.names, reader.count, reader.limit, "");
    }

    /**
     * Reads an answer of {@code GET /<index>}. Of several indices behind one name the last counts.
     *
     * @throws IOException if it is none, or there is no mapping in it
     */
    public static IndexMapping read(byte[] answer) throws IOException {
        Reader reader = new Reader();
        String index = "";
        try (JsonParser json = JSON.createParser(answer)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("an index is no JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                index = json.currentName();
                json.nextToken();
                reader = new Reader();
                reader.index(json);
            }
        }
        if (reader.names.size() == 0) {
            throw new IOException("there is no mapping in it");
        }
        return new IndexMapping(reader.names, reader.count, reader.limit, index);
    }

    private static final class Reader {
        private final FieldNames names = new FieldNames();
        private int count;
        private int limit = ELASTICSEARCHS_LIMIT;

        void inside(String name, byte[] file) throws IOException {
            try (JsonParser json = JSON.createParser(file)) {
                json.nextToken();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    boolean here = json.currentName().equals(name);
                    json.nextToken();
                    if (here) {
                        index(json);
                    } else {
                        json.skipChildren();
                    }
                }
            }
        }

        private void index(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "mappings" -> mapper(json, FieldNames.ROOT, FieldNames.OBJECT, true);
                    case "settings" -> settings(json, "");
                    default -> json.skipChildren();
                }
            }
        }

        private void settings(JsonParser json, String above) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = above + json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.START_OBJECT) {
                    settings(json, name + ".");
                } else if (name.endsWith("mapping.total_fields.limit")) {
                    limit = json.getValueAsInt(ELASTICSEARCHS_LIMIT);
                } else {
                    json.skipChildren();
                }
            }
        }

        /**
         * A field, or an object with what is in it.
         *
         * @param kind of an object here that does not say how it takes new names
         */
        private void mapper(JsonParser json, long path, byte kind, boolean isRoot) throws IOException {
            boolean isObject = isRoot;
            byte ours = kind;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("properties") && value == JsonToken.START_OBJECT) {
                    isObject = true;
                    properties(json, path, ours);
                } else if (name.equals("type")) {
                    String type = json.getText();
                    isObject |= type.equals("object") || type.equals("nested") || type.equals("passthrough");
                } else if (name.equals("dynamic")) {
                    ours = kindOf(json.getText());
                } else if (name.equals("enabled") && value == JsonToken.VALUE_FALSE) {
                    ours = FieldNames.FIELD;
                } else if (name.equals("fields") || name.equals("runtime")) {
                    countMembers(json);
                } else {
                    json.skipChildren();
                }
            }
            count += isRoot ? 0 : 1;
            names.add(path, isObject ? ours : FieldNames.FIELD);
        }

        private void properties(JsonParser json, long path, byte kind) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                // Without subobjects names have dots: what is before them is no object, and is not counted.
                for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
                    names.add(FieldNames.path(path, name.substring(0, dot)), FieldNames.OBJECT);
                }
                mapper(json, FieldNames.path(path, name), kind, false);
            }
        }

        private void countMembers(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                json.nextToken();
                json.skipChildren();
                count++;
            }
        }

        private static byte kindOf(String dynamic) {
            return switch (dynamic) {
                case "strict" -> FieldNames.STRICT;
                case "false" -> FieldNames.FIELD; // what is not mapped there is not looked at
                default -> FieldNames.OBJECT;
            };
        }
    }
}
