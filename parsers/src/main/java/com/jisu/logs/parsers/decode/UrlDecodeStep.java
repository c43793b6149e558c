package com.jisu.logs.parsers.decode;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.Outcome;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.steps.StepOption;
import com.jisu.logs.parsers.steps.StepOption.Kind;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.steps.StepType;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.RubyText;
import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.Values;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Decodes {@code %20} and its kind, as Logstash's urldecode does: a plus sign stays. */
final class UrlDecodeStep implements Step {

    static final StepType TYPE = new StepType(
            "url_decode",
            "Decodes %20 and its kind in texts, in lists and objects too; a plus sign stays what it is.",
            List.of(
                    StepOption.optional("fields", Kind.FIELDS, "message", "The fields."),
                    StepOption.optional(
                            "all_fields", Kind.BOOLEAN, "false", "Whether all of the event's fields are meant."),
                    StepOption.optional("charset", Kind.TEXT, "UTF-8", "The character set of what was encoded."),
                    StepOption.optional(
                            "null_if_missing",
                            Kind.BOOLEAN,
                            "as the schema is logstash",
                            "Whether a field that is missing becomes null, which Logstash does.")),
            List.of("_urldecodefailure"),
            null,
            UrlDecodeStep::new);

    private static final String METADATA = "@metadata";
    private static final int HEX = 16;

    private final List<FieldPath> fields;
    private final boolean allFields;
    private final Charset charset;
    private final boolean nullIfMissing;

    private UrlDecodeStep(StepOptions options, StepContext context) throws OptionFault {
        fields = options.has("fields") ? List.copyOf(options.fields("fields")) : List.of(FieldPath.of("message"));
        allFields = options.flag("all_fields", false);
        charset = charset(options.text("charset", "UTF-8"));
        nullIfMissing = options.flag("null_if_missing", context.schema() == Schema.LOGSTASH);
    }

    private static Charset charset(String name) throws OptionFault {
        try {
            return Charset.forName(name.equalsIgnoreCase("ASCII-8BIT") ? "ISO-8859-1" : name);
        } catch (IllegalArgumentException e) {
            throw new OptionFault("charset", "must be a character set such as UTF-8 or ISO-8859-1, not '" + name + "'");
        }
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        if (allFields) {
            JsonObject root = event.root();
            for (int i = 0; i < root.size(); i++) {
                if (!root.key(i).name().equals(METADATA)) {
                    JsonValue value = root.value(i);
                    JsonValue decoded = decoded(value);
                    if (decoded != value) {
                        root.put(root.key(i), decoded);
                    }
                }
            }
            return Outcome.DONE;
        }
        Outcome outcome = Outcome.NOTHING;
        for (FieldPath field : fields) {
            JsonValue value = event.value(field);
            if (value == null && !nullIfMissing) {
                continue;
            }
            JsonValue decoded = value == null ? Values.json(null) : decoded(value);
            if (decoded != value) {
                event.set(field, decoded);
            }
            outcome = Outcome.DONE;
        }
        return outcome;
    }

    /** The very same value where there is nothing to decode. */
    private JsonValue decoded(JsonValue value) {
        if (value instanceof JsonObject object) {
            JsonObject decoded = new JsonObject(Math.max(1, object.size()));
            boolean changed = false;
            for (int i = 0; i < object.size(); i++) {
                JsonValue inner = decoded(object.value(i));
                changed |= inner != object.value(i);
                decoded.put(object.key(i), inner);
            }
            return changed ? decoded : value;
        }
        if (value instanceof JsonArray
                || value instanceof Leaf leaf && (leaf.kind() == Leaf.Kind.ARRAY || leaf.kind() == Leaf.Kind.OBJECT)) {
            return decodedContainer(value);
        }
        Leaf leaf = (Leaf) value;
        if (!leaf.isString()) {
            return value;
        }
        String text = leaf.text();
        String decoded = decoded(text);
        return decoded.equals(text) ? value : Leaf.text(decoded);
    }

    private JsonValue decodedContainer(JsonValue value) {
        if (value instanceof Leaf leaf && leaf.kind() == Leaf.Kind.OBJECT) {
            JsonValue apart = Values.json(Values.java(leaf));
            JsonValue decoded = decoded(apart);
            return decoded == apart ? value : decoded;
        }
        List<JsonValue> elements = JsonArray.elements(value);
        List<JsonValue> decoded = new ArrayList<>(elements.size());
        boolean changed = false;
        for (JsonValue element : elements) {
            JsonValue inner = decoded(element);
            changed |= inner != element;
            decoded.add(inner);
        }
        return changed ? new JsonArray(decoded) : value;
    }

    private String decoded(String text) {
        boolean utf8 = charset.equals(StandardCharsets.UTF_8);
        if (utf8 && text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = unescaped(text.getBytes(StandardCharsets.UTF_8));
        if (!utf8) {
            return new String(bytes, charset);
        }
        return RubyText.isUtf8(bytes) ? new String(bytes, StandardCharsets.UTF_8) : RubyText.insideQuotes(bytes);
    }

    private static byte[] unescaped(byte[] text) {
        byte[] bytes = new byte[text.length];
        int length = 0;
        for (int i = 0; i < text.length; i++) {
            int high = text[i] == '%' && i + 2 < text.length ? Character.digit(text[i + 1], HEX) : -1;
            int low = high < 0 ? -1 : Character.digit(text[i + 2], HEX);
            if (low < 0) {
                bytes[length++] = text[i];
            } else {
                bytes[length++] = (byte) (high << 4 | low);
                i += 2;
            }
        }
        return Arrays.copyOf(bytes, length);
    }
}
