package com.jisu.logs.parsers.change;

import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.Outcome;
import com.jisu.logs.parsers.steps.RubyPattern;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.steps.StepOption;
import com.jisu.logs.parsers.steps.StepOption.Kind;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.steps.StepType;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.FieldText;
import com.jisu.logs.parsers.tree.StepFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes out fields of the event's root by what their names or values match, as Logstash's {@code prune} does. All is looked at before
 * anything is taken out.
 */
final class Prune implements Step {

    static final StepType TYPE = new StepType(
            "prune",
            "Takes out fields, not those inside of objects, by regular expressions that match their names or values.",
            List.of(
                    StepOption.optional(
                            "whitelist_names",
                            Kind.TEXTS,
                            "",
                            "Only fields stay whose name one of these matches somewhere: without it @timestamp goes, too."),
                    StepOption.optional(
                            "blacklist_names",
                            Kind.TEXTS,
                            "%\\{[^}]+\\}",
                            "Fields whose name one of these matches somewhere are taken out."),
                    StepOption.optional(
                            "whitelist_values",
                            Kind.TEXT_MAP,
                            "",
                            "By name: a field stays only if its text, and an element of its list if it, is matched."),
                    StepOption.optional(
                            "blacklist_values",
                            Kind.TEXT_MAP,
                            "",
                            "By name: a field goes if its text, and an element of its list if it, is matched."),
                    StepOption.optional(
                            "interpolate",
                            Kind.BOOLEAN,
                            "false",
                            "If true, ${fields} in names and expressions are replaced."),
                    StepOption.optional(
                            "timeout_millis",
                            Kind.INTEGER,
                            "100",
                            "Milliseconds that an expression may take with a text; ten times that for all of the event.")),
            List.of("_prune_failure"),
            "_prune_timeout",
            Prune::new);

    private static final List<String> UNRESOLVED = List.of("%\\{[^}]+\\}");
    private static final String METADATA = "@metadata";

    /** What values of a field may be, or may not. */
    private record ValueRule(FieldText name, PatternText pattern, boolean stays) {}

    /** The same for an event. */
    private record Checked(String name, RubyPattern pattern, boolean stays) {}

    private final List<PatternText> whitelist;
    private final List<PatternText> blacklist;
    private final List<ValueRule> values;
    private final boolean interpolate;
    private final int timeoutMillis;

    private Prune(StepOptions options, StepContext context) throws OptionFault {
        interpolate = options.flag("interpolate", false);
        timeoutMillis = options.integer("timeout_millis", Deadline.TIMEOUT, 1, Deadline.LONGEST_TIMEOUT);
        whitelist = patterns("whitelist_names", options.texts("whitelist_names"), context);
        List<String> black = options.has("blacklist_names") ? options.texts("blacklist_names") : UNRESOLVED;
        blacklist = patterns("blacklist_names", black, context);
        List<ValueRule> all = new ArrayList<>();
        for (String option : List.of("whitelist_values", "blacklist_values")) {
            for (Map.Entry<String, Object> each : options.map(option).entrySet()) {
                FieldText name =
                        interpolate ? StepOptions.template(option, each.getKey()) : FieldText.constant(each.getKey());
                PatternText pattern = pattern(option, String.valueOf(each.getValue()), context);
                all.add(new ValueRule(name, pattern, option.startsWith("white")));
            }
        }
        values = List.copyOf(all);
    }

    private List<PatternText> patterns(String option, List<String> sources, StepContext context) throws OptionFault {
        List<PatternText> patterns = new ArrayList<>();
        for (String source : sources) {
            patterns.add(pattern(option, source, context));
        }
        return List.copyOf(patterns);
    }

    private PatternText pattern(String option, String source, StepContext context) throws OptionFault {
        return interpolate
                ? PatternText.of(option, source, context, timeoutMillis)
                : PatternText.constant(option, source, context, timeoutMillis);
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        Deadline deadline = Deadline.ofAll(timeoutMillis);
        List<RubyPattern> white = compiled(whitelist, event);
        List<RubyPattern> black = compiled(blacklist, event);
        List<Checked> checked = checked(event);
        JsonObject root = event.root();
        List<Key> removed = new ArrayList<>();
        for (int i = 0; i < root.size(); i++) {
            deadline.check();
            Key key = root.key(i);
            if (!key.name().equals(METADATA) && isPruned(key.name(), white, black)) {
                removed.add(key);
            }
        }
        removed.forEach(root::remove);
        boolean done = !removed.isEmpty();
        for (Checked each : checked) {
            done |= prune(event, each, deadline);
        }
        return done ? Outcome.DONE : Outcome.NOTHING;
    }

    private static List<RubyPattern> compiled(List<PatternText> patterns, EventTree event) throws StepFailure {
        List<RubyPattern> compiled = new ArrayList<>(patterns.size());
        for (PatternText each : patterns) {
            compiled.add(each.of(event));
        }
        return compiled;
    }

    private List<Checked> checked(EventTree event) throws StepFailure {
        List<Checked> checked = new ArrayList<>(values.size());
        for (ValueRule rule : values) {
            checked.add(new Checked(rule.name.of(event), rule.pattern.of(event), rule.stays));
        }
        return checked;
    }

    private static boolean isPruned(String name, List<RubyPattern> white, List<RubyPattern> black) throws StepFailure {
        return !white.isEmpty() && !matches(name, white) || matches(name, black);
    }

    private static boolean matches(String name, List<RubyPattern> patterns) throws StepFailure {
        for (RubyPattern each : patterns) {
            if (each.finds(name)) {
                return true;
            }
        }
        return false;
    }

    /** Takes out a field, or elements of its list, by a rule for its value. Only texts are compared. */
    private static boolean prune(EventTree event, Checked rule, Deadline deadline) throws StepFailure {
        FieldPath field = FieldPath.ofNames(List.of(rule.name));
        JsonValue value = event.value(field);
        if (rule.name.equals(METADATA) || !TextChange.hasText(value)) {
            return false;
        }
        List<JsonValue> rest = new ArrayList<>();
        List<JsonValue> elements = JsonArray.elements(value);
        for (JsonValue element : elements) {
            deadline.check();
            if (!TextChange.isText(element) || rule.pattern.finds(((Leaf) element).text()) == rule.stays) {
                rest.add(element);
            }
        }
        if (rest.size() == elements.size()) {
            return false;
        }
        if (rest.isEmpty()) {
            event.remove(field);
        } else {
            event.set(field, new JsonArray(rest));
        }
        return true;
    }
}
