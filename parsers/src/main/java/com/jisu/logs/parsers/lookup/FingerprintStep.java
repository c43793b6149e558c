package com.jisu.logs.parsers.lookup;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.json.JsonObject;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/** Hashes values into a field, as Logstash's fingerprint does, bit by bit: ids that it made stay what they were. */
final class FingerprintStep implements Step {

    static final StepType TYPE = new StepType(
            "fingerprint",
            "Hashes the values of fields.",
            List.of(
                    StepOption.optional("fields", Kind.FIELDS, "message", "The fields."),
                    StepOption.optional(
                            "target",
                            Kind.FIELD,
                            "event.hash, or fingerprint in the schema logstash",
                            "The field that takes the hash."),
                    StepOption.choice(
                            "method",
                            List.of(
                                    "SHA1",
                                    "SHA256",
                                    "SHA384",
                                    "SHA512",
                                    "MD5",
                                    "MURMUR3",
                                    "MURMUR3_128",
                                    "PUNCTUATION",
                                    "IPV4_NETWORK",
                                    "UUID"),
                            "SHA1",
                            "How: PUNCTUATION leaves only that of a text, IPV4_NETWORK is the address of the network, UUID is by chance."),
                    StepOption.optional(
                            "key", Kind.TEXT, "", "The key of an HMAC, or the bits of a network, such as 24."),
                    StepOption.optional(
                            "base64",
                            Kind.BOOLEAN,
                            "false",
                            "Whether a hash is written in base64 instead of hexadecimal."),
                    StepOption.optional(
                            "concatenate",
                            Kind.BOOLEAN,
                            "true",
                            "Whether the hash is one of all fields, with their names; without, it is that of the last field that is there."),
                    StepOption.optional(
                            "concatenate_all_fields",
                            Kind.BOOLEAN,
                            "false",
                            "Whether the hash is one of all of the event's fields.")),
            List.of("_fingerprintfailure"),
            null,
            FingerprintStep::new);

    private static final String METADATA = "@metadata";
    private static final Pattern NO_PUNCTUATION = Pattern.compile("[^\\p{P}\\p{S}]");

    /** A field, with the name that Logstash has for it. */
    private record Source(FieldPath path, String name) {
        static Source of(FieldPath path) {
            String name = path.text();
            if (name.indexOf('[') < 0 && path.length() > 1) {
                name = "[" + name.replace(".", "][") + "]";
            }
            return new Source(path, name);
        }
    }

    private enum Of {
        ALL_FIELDS,
        FIELDS_TOGETHER,
        EACH_FIELD,
        CHANCE
    }

    private final List<Source> sources;
    private final FieldPath target;
    private final FingerprintMethod method;
    private final Of of;

    private FingerprintStep(StepOptions options, StepContext context) throws OptionFault {
        String name = options.text("method", "SHA1");
        boolean punctuation = name.equals("PUNCTUATION");
        boolean together = options.flag("concatenate", true);
        boolean all = options.flag("concatenate_all_fields", false);
        List<FieldPath> fields = options.has("fields") ? options.fields("fields") : List.of(FieldPath.of("message"));
        List<Source> named = new ArrayList<>(fields.stream().map(Source::of).toList());
        if (together || punctuation) {
            named.sort(Comparator.comparing(Source::name));
        }
        sources = List.copyOf(named);
        target = options.field("target", context.schema() == Schema.ECS ? "event.hash" : "fingerprint");
        if (name.equals("UUID")) {
            of = Of.CHANCE;
        } else if (punctuation) {
            of = Of.EACH_FIELD;
        } else {
            of = all ? Of.ALL_FIELDS : together ? Of.FIELDS_TOGETHER : Of.EACH_FIELD;
        }
        method = punctuation || of == Of.CHANCE
                ? FingerprintStep::punctuation
                : FingerprintMethod.of(
                        name, options.has("key") ? options.text("key") : null, options.flag("base64", false));
    }

    private static Object punctuation(Object value) throws StepFailure {
        if (!(value instanceof String text)) {
            throw new StepFailure("no text: " + value);
        }
        return NO_PUNCTUATION.matcher(text).replaceAll("");
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        switch (of) {
            case CHANCE -> event.set(target, UUID.randomUUID().toString());
            case ALL_FIELDS -> event.set(target, method.of(allFields(event)));
            case FIELDS_TOGETHER -> event.set(target, method.of(together(event)));
            default -> each(event);
        }
        return Outcome.DONE;
    }

    private void each(EventTree event) throws StepFailure {
        for (Source source : sources) {
            if (!event.has(source.path)) {
                continue;
            }
            Object value = sorted(event.get(source.path));
            if (value instanceof List<?> list) {
                List<Object> hashes = new ArrayList<>(list.size());
                for (Object element : list) {
                    hashes.add(method.of(element));
                }
                event.set(target, hashes);
            } else {
                event.set(target, method.of(value));
            }
        }
    }

    private String together(EventTree event) {
        StringBuilder text = new StringBuilder();
        for (Source source : sources) {
            add(source.name, event.get(source.path), text);
        }
        return text.append('|').toString();
    }

    private static String allFields(EventTree event) {
        JsonObject root = event.root();
        Map<String, Object> members = new TreeMap<>();
        for (int i = 0; i < root.size(); i++) {
            String name = root.key(i).name();
            if (!name.equals(METADATA)) {
                members.put(name, Values.java(root.value(i)));
            }
        }
        StringBuilder text = new StringBuilder();
        members.forEach((name, value) -> add(name, value, text));
        return text.append('|').toString();
    }

    private static void add(String name, Object value, StringBuilder text) {
        text.append('|').append(name).append('|').append(RubyText.text(sorted(value)));
    }

    /** Objects with their members in the order of their names, so that equal ones have equal hashes. */
    private static Object sorted(Object value) {
        if (value instanceof List<?> list) {
            List<Object> elements = new ArrayList<>(list.size());
            list.forEach(element -> elements.add(sorted(element)));
            return elements;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> members = new TreeMap<>();
            map.forEach((name, inner) -> members.put(name.toString(), sorted(inner)));
            return members;
        }
        return value;
    }
}
