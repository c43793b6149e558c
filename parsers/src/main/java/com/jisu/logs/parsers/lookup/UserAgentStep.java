package com.jisu.logs.parsers.lookup;

import com.jisu.logs.parsers.api.Schema;
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
import com.jisu.logs.parsers.useragent.AgentParts;
import com.jisu.logs.parsers.useragent.UserAgents;
import java.util.ArrayList;
import java.util.List;

/** Takes a user agent apart, as Logstash's useragent does. */
final class UserAgentStep implements Step {

    static final StepType TYPE = new StepType(
            "user_agent",
            "Takes a browser's user agent apart: its name, version, system and device.",
            List.of(
                    StepOption.required("field", Kind.FIELD, "The field with the user agent; of a list the first one."),
                    StepOption.optional(
                            "target",
                            Kind.FIELD,
                            "user_agent; with the layout legacy the event itself",
                            "The object that takes what is found."),
                    StepOption.choice(
                            "layout",
                            List.of("ecs", "legacy"),
                            "as the schema",
                            "ecs: name, version, os.name and so on; legacy: Logstash's flat names, such as os_name and major."),
                    StepOption.optional("prefix", Kind.TEXT, "", "What stands before the names of the layout legacy.")),
            List.of(),
            null,
            UserAgentStep::new);

    private static final String[] VERSION_PARTS = {"major", "minor", "patch"};

    private final UserAgents userAgents;
    private final FieldPath field;
    private final boolean removeField;

    /** Null where nothing is to be set. */
    private final FieldPath name;

    private final FieldPath version;
    private final FieldPath device;
    private final FieldPath os;
    private final FieldPath osName;
    private final FieldPath osVersion;
    private final FieldPath osFull;
    private final FieldPath[] versionParts;
    private final FieldPath[] osVersionParts;

    private UserAgentStep(StepOptions options, StepContext context) throws OptionFault {
        userAgents = context.userAgents();
        field = options.field("field", "");
        boolean ecs = options.text("layout", context.schema() == Schema.ECS ? "ecs" : "legacy")
                .equals("ecs");
        FieldPath target = options.field("target").orElse(ecs ? FieldPath.of("user_agent") : null);
        removeField = field.equals(target);
        String prefix = ecs ? "" : options.text("prefix", "");
        name = in(target, prefix + "name");
        version = in(target, prefix + "version");
        device = ecs ? in(target, "device").then("name") : in(target, prefix + "device");
        os = ecs ? null : in(target, prefix + "os");
        FieldPath system = ecs ? in(target, "os") : null;
        osName = ecs ? system.then("name") : in(target, prefix + "os_name");
        osVersion = ecs ? system.then("version") : in(target, prefix + "os_version");
        osFull = ecs ? system.then("full") : in(target, prefix + "os_full");
        if (!ecs) {
            versionParts = parts(target, prefix);
            osVersionParts = parts(target, prefix + "os_");
        } else if (context.schema() == Schema.LOGSTASH) {
            versionParts = parts(FieldPath.of("[@metadata][filter][user_agent][version]"), "");
            osVersionParts = parts(FieldPath.of("[@metadata][filter][user_agent][os][version]"), "");
        } else {
            versionParts = new FieldPath[0]; // nobody looks for them there
            osVersionParts = versionParts;
        }
    }

    private static FieldPath in(FieldPath target, String name) {
        return target == null ? FieldPath.ofNames(List.of(name)) : target.then(name);
    }

    private static FieldPath[] parts(FieldPath target, String prefix) {
        List<FieldPath> parts = new ArrayList<>();
        for (String part : VERSION_PARTS) {
            parts.add(in(target, prefix + part));
        }
        return parts.toArray(FieldPath[]::new);
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        Object value = event.get(field);
        Object first = value instanceof List<?> list ? list.isEmpty() ? null : list.get(0) : value;
        if (!(first instanceof String text) || text.isEmpty()) {
            return Outcome.NOTHING;
        }
        AgentParts parts = userAgents.find(text).parts();
        if (removeField) {
            event.remove(field);
        }
        set(event, name, parts.name());
        set(event, device, parts.device());
        for (int i = 0; i < versionParts.length; i++) {
            set(event, versionParts[i], parts.version()[i]);
            set(event, osVersionParts[i], parts.osVersion()[i]);
        }
        set(event, version, version(parts.version(), text));
        String system = osVersion(parts.osVersion());
        set(event, osVersion, system);
        set(event, osName, parts.os());
        set(event, os, parts.os());
        if (parts.os() != null) {
            set(event, osFull, system == null ? parts.os() : parts.os() + " " + system);
        }
        return Outcome.DONE;
    }

    private static void set(EventTree event, FieldPath path, String value) throws StepFailure {
        if (path != null && value != null) {
            event.set(path, value);
        }
    }

    private static String version(String[] parts, String original) {
        if (parts[0] == null) {
            return null;
        }
        StringBuilder version = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            if (parts[i] == null) {
                return version.toString();
            }
            version.append('.').append(parts[i]);
        }
        return version + fourthPart(version.toString(), original);
    }

    /** Chrome's versions have four parts, of which three are found; the fourth is a number with a blank behind it. */
    private static String fourthPart(String version, String original) {
        int from = original.indexOf(version);
        int dot = from + version.length();
        if (from < 0 || dot >= original.length() || original.charAt(dot) != '.') {
            return "";
        }
        int end = original.indexOf(' ', dot + 1);
        return end > 0 && isNumber(original.substring(dot + 1, end)) ? original.substring(dot, end) : "";
    }

    private static String osVersion(String[] parts) {
        if (parts[0] == null) {
            return null;
        }
        StringBuilder version = new StringBuilder(parts[0]);
        String separator = isNumber(parts[0]) ? "." : " "; // Windows XP SP2
        for (int i = 1; i < parts.length && parts[i] != null; i++) {
            version.append(separator).append(parts[i]);
            separator = ".";
        }
        return version.toString();
    }

    /** Whether Ruby, which reads it as a number and writes that again, gets the same text. */
    private static boolean isNumber(String text) {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && (text.length() == 1 || text.charAt(0) != '0');
    }
}
