package com.jisu.logs.parsers.extract;

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
import com.jisu.logs.parsers.tree.StepFailure;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes an address apart, as Elasticsearch's processor does. Immutable, and shared by all threads. */
final class UriPartsStep implements Step {

    private final FieldPath field;
    private final FieldPath target;
    private final Map<String, FieldPath> parts;
    private final boolean keepOriginal;
    private final boolean removes;

    private UriPartsStep(FieldPath field, FieldPath target, boolean keepOriginal, boolean removes) {
        this.field = field;
        this.target = target;
        this.keepOriginal = keepOriginal;
        this.removes = removes && !field.equals(target);
        this.parts = new LinkedHashMap<>();
        for (String name : new String[] {
            "scheme",
            "domain",
            "port",
            "path",
            "extension",
            "query",
            "fragment",
            "username",
            "password",
            "user_info",
            "original"
        }) {
            parts.put(name, target.then(name));
        }
    }

    static StepType type() {
        return new StepType(
                "uri_parts",
                "Takes an address apart: scheme, domain, port, path, extension, query, fragment and user.",
                List.of(
                        StepOption.required("field", Kind.FIELD, "The address."),
                        StepOption.optional(
                                "target",
                                Kind.FIELD,
                                "url",
                                "The object that the parts go into, beside what is in it."),
                        StepOption.optional(
                                "keep_original", Kind.BOOLEAN, "true", "Whether original in it is the whole address."),
                        StepOption.optional(
                                "remove_if_successful", Kind.BOOLEAN, "false", "Whether the field is removed.")),
                List.of("_uriparsefailure"),
                null,
                UriPartsStep::make);
    }

    private static Step make(StepOptions options, StepContext context) throws OptionFault {
        return new UriPartsStep(
                options.field("field", ""),
                options.field("target", "url"),
                options.flag("keep_original", true),
                options.flag("remove_if_successful", false));
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        JsonValue value = event.value(field);
        if (!JsonValue.isPresent(value)) {
            return Outcome.NOTHING;
        }
        if (!(value instanceof Leaf leaf) || !leaf.isString()) {
            throw new StepFailure(field + " is no text");
        }
        String text = leaf.text();
        Map<String, Object> found = parts(text);
        JsonValue there = event.value(target);
        if (!(there instanceof JsonObject) && !(there instanceof Leaf object && object.kind() == Leaf.Kind.OBJECT)) {
            event.set(target, new JsonObject());
        }
        for (Map.Entry<String, Object> each : found.entrySet()) {
            event.set(parts.get(each.getKey()), each.getValue());
        }
        if (keepOriginal) {
            event.set(parts.get("original"), text);
        }
        if (removes) {
            event.remove(field);
        }
        return Outcome.DONE;
    }

    private static Map<String, Object> parts(String text) throws StepFailure {
        try {
            URI uri = new URI(text);
            if (uri.getHost() == null && uri.getRawAuthority() != null) {
                return parts(new URL(text)); // a host with an underscore, which exists
            }
            return parts(
                    uri.getScheme(),
                    uri.getHost(),
                    uri.getPort(),
                    uri.getPath(),
                    uri.getQuery(),
                    uri.getFragment(),
                    uri.getUserInfo());
        } catch (URISyntaxException | MalformedURLException e) {
            try {
                return parts(new URL(text)); // blanks and other signs that browsers let pass
            } catch (MalformedURLException none) {
                throw new StepFailure("'" + text + "' is no address");
            }
        }
    }

    private static Map<String, Object> parts(URL url) {
        return parts(
                url.getProtocol(),
                url.getHost(),
                url.getPort(),
                url.getPath(),
                url.getQuery(),
                url.getRef(),
                url.getUserInfo());
    }

    private static Map<String, Object> parts(
            String scheme, String domain, int port, String path, String query, String fragment, String userInfo) {
        Map<String, Object> parts = new LinkedHashMap<>();
        put(parts, "scheme", scheme);
        put(parts, "domain", domain);
        put(parts, "port", port < 0 ? null : (Object) (long) port);
        put(parts, "path", path);
        put(parts, "extension", path == null ? null : extension(path));
        put(parts, "query", query);
        put(parts, "fragment", fragment);
        if (userInfo != null && !userInfo.isEmpty()) {
            int colon = userInfo.indexOf(':');
            parts.put("user_info", userInfo);
            put(parts, "username", colon < 0 ? userInfo : userInfo.substring(0, colon));
            put(parts, "password", colon < 0 ? null : userInfo.substring(colon + 1));
        }
        return parts;
    }

    private static void put(Map<String, Object> parts, String name, Object value) {
        if (value != null && !value.equals("")) {
            parts.put(name, value);
        }
    }

    /** What stands behind the last dot of the last name in a path; null if nothing does. */
    private static String extension(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? null : name.substring(dot + 1);
    }
}
