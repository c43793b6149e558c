package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonScanner;
import com.jisu.logs.parsers.json.JsonSyntaxException;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.KeyTable;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the index maps a document's names to: objects, scalars of a type, aliases. Read from the same component template
 * that Elasticsearch gets, so that both agree on what can be stored where. Immutable and thread-safe.
 */
public final class FieldTypes {

    public enum Type {
        OBJECT,
        FLATTENED,
        /** A string field, which takes any scalar. */
        TEXT,
        LONG,
        DOUBLE,
        BOOLEAN,
        DATE,
        IP,
        GEO_POINT,
        /** Another name of a field, for searches only: Elasticsearch refuses documents that have it. */
        ALIAS,
        /** A name of Elasticsearch's own, which no document may have. */
        RESERVED
    }

    /** A name's place in the tree of names. */
    public static final class Node {
        private final Type type;
        private final Key[] aliasPath;
        private final boolean longText;
        private Node aliasTarget;

        /** Open addressing, at most half full: far cheaper than a map, for what each value of each document asks. */
        private Key[] names = new Key[4];

        private Node[] children = new Node[4];
        private int size;

        private Node(Type type, Key[] aliasPath, boolean longText) {
            this.type = type;
            this.aliasPath = aliasPath;
            this.longText = longText;
        }

        /** Whether a string of any length is found here; or none, as it is stored only. */
        public boolean takesLongText() {
            return longText;
        }

        Type type() {
            return type;
        }

        /** The field that an alias stands for. */
        Key[] aliasPath() {
            return aliasPath;
        }

        /** What that field is mapped to. */
        Node aliasTarget() {
            return aliasTarget;
        }

        /** The child of this name, or null where the index maps none. */
        public Node child(Key key) {
            return children[slot(key)];
        }

        private int slot(Key key) {
            int slot = key.hashCode() & names.length - 1;
            while (names[slot] != null && !names[slot].equals(key)) {
                slot = slot + 1 & names.length - 1;
            }
            return slot;
        }

        private void add(Key key, Node child) {
            if (2 * (size + 1) > names.length) {
                final Key[] oldNames = names;
                final Node[] oldChildren = children;
                names = new Key[2 * oldNames.length];
                children = new Node[names.length];
                for (int i = 0; i < oldNames.length; i++) {
                    if (oldNames[i] != null) {
                        int slot = slot(oldNames[i]);
                        names[slot] = oldNames[i];
                        children[slot] = oldChildren[i];
                    }
                }
            }
            int slot = slot(key);
            size += names[slot] == null ? 1 : 0;
            names[slot] = key;
            children[slot] = child;
        }
    }

    private static final Key INDEX = Keys.known("index");
    private static final Key DOC_VALUES = Keys.known("doc_values");
    private static final Key[] NO_PATH = {};
    private static final Node RESERVED = new Node(Type.RESERVED, NO_PATH, false);

    /** Metadata fields of Elasticsearch 8 and 9, in any of their distributions. */
    private static final Set<String> RESERVED_NAMES = Set.of(
            "_data_stream_timestamp",
            "_doc_count",
            "_feature",
            "_field_names",
            "_id",
            "_ignored",
            "_ignored_source",
            "_inference_fields",
            "_index",
            "_index_mode",
            "_nested_path",
            "_parent",
            "_primary_term",
            "_recovery_source",
            "_routing",
            "_routing_hash",
            "_seq_no",
            "_size",
            "_source",
            "_tier",
            "_ts_routing_hash",
            "_tsid",
            "_type",
            "_uid",
            "_version");

    private final KeyTable keys = new KeyTable(Keys.all());
    private final Node root = new Node(Type.OBJECT, NO_PATH, false);

    private FieldTypes() {}

    /**
     * Reads the names from a component template.
     *
     * @param componentTemplate JSON with {@code template.mappings.properties}
     * @throws IllegalArgumentException if it is no such JSON
     */
    public static FieldTypes fromMappings(byte[] componentTemplate) {
        FieldTypes types = new FieldTypes();
        JsonObject json;
        try {
            json = new JsonScanner(types.keys, JsonScanner.JACKSONS_NESTING, JsonScanner.JACKSONS_NESTING)
                    .object(componentTemplate, 0, componentTemplate.length);
        } catch (JsonSyntaxException e) {
            throw new IllegalArgumentException("the component template is no JSON object: " + e.getMessage(), e);
        }
        JsonObject properties = json;
        for (String step : List.of("template", "mappings", "properties")) {
            properties = properties == null ? null : properties.object(Keys.known(step));
        }
        if (properties == null) {
            throw new IllegalArgumentException("the component template has no template.mappings.properties");
        }
        for (String name : RESERVED_NAMES) {
            types.root.add(types.keys.key(name), RESERVED);
        }
        types.add(types.root, properties);
        types.aim(types.root);
        return types;
    }

    private void add(Node parent, JsonObject properties) {
        for (int i = 0; i < properties.size(); i++) {
            if (!(properties.value(i) instanceof JsonObject field)) {
                throw new IllegalArgumentException("the mapping of " + properties.key(i) + " is no object");
            }
            Leaf type = field.leaf(Keys.known("type"));
            Leaf path = field.leaf(Keys.known("path"));
            Node node = new Node(
                    type == null ? Type.OBJECT : type(type.text()),
                    path == null ? NO_PATH : keys(path.text()),
                    takesLongText(field, type));
            parent.add(properties.key(i), node);
            JsonObject children = field.object(Keys.known("properties"));
            if (children != null) {
                add(node, children);
            }
        }
    }

    private static boolean takesLongText(JsonObject field, Leaf type) {
        boolean searched = type != null && (type.isText("text") || type.isText("match_only_text"));
        return searched || isOff(field.leaf(INDEX)) && isOff(field.leaf(DOC_VALUES));
    }

    private static boolean isOff(Leaf parameter) {
        return parameter != null && parameter.text().equals("false");
    }

    /** Looks up what the aliases among a node's children, and below, stand for. */
    private void aim(Node node) {
        for (Node child : node.children) {
            if (child == null) {
                continue;
            }
            aim(child);
            if (child.type == Type.ALIAS) {
                Node target = root;
                for (Key name : child.aliasPath) {
                    target = target == null || target.type != Type.OBJECT ? null : target.child(name);
                }
                if (target == null) {
                    throw new IllegalArgumentException(
                            "an alias stands for " + Arrays.toString(child.aliasPath) + ", which is not mapped");
                }
                child.aliasTarget = target;
            }
        }
    }

    private Key[] keys(String path) {
        return Arrays.stream(path.split("\\.")).map(keys::key).toArray(Key[]::new);
    }

    private static Type type(String name) {
        return switch (name) {
            case "object" -> Type.OBJECT;
            case "flattened" -> Type.FLATTENED;
            case "long", "integer", "short", "byte" -> Type.LONG;
            case "double", "float", "half_float", "scaled_float" -> Type.DOUBLE;
            case "boolean" -> Type.BOOLEAN;
            case "date", "date_nanos" -> Type.DATE;
            case "ip" -> Type.IP;
            case "geo_point" -> Type.GEO_POINT;
            case "alias" -> Type.ALIAS;
            case "keyword", "text", "wildcard", "match_only_text", "constant_keyword", "version" -> Type.TEXT;
            default -> throw new IllegalArgumentException("the mappings use the type " + name + ", which is not known");
        };
    }

    public Node root() {
        return root;
    }

    /** Whether there is another name of a field whose path begins with these names. */
    public boolean hasAliasOf(Key... path) {
        return hasAliasOf(root, path);
    }

    private static boolean hasAliasOf(Node node, Key... path) {
        for (Node child : node.children) {
            boolean found = child != null
                    && (hasAliasOf(child, path)
                            || child.aliasPath.length >= path.length
                                    && Arrays.equals(child.aliasPath, 0, path.length, path, 0, path.length));
            if (found) {
                return true;
            }
        }
        return false;
    }

    /** The keys of all names in the mappings, and those that the parsers know. */
    public Map<String, Key> keys() {
        return keys.names();
    }
}
