package com.jisu.logs.parsers.change;

import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.Outcome;
import com.jisu.logs.parsers.steps.RubyPattern;
import com.jisu.logs.parsers.steps.RubyReplacement;
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

/** Replaces what a regular expression matches in texts, as Logstash's {@code gsub} does. */
final class Gsub implements Step {

    static final StepType TYPE = new StepType(
            "gsub",
            "Replaces whatever a regular expression matches in a text, or in each text of a list.",
            List.of(
                    StepOption.optional("field", Kind.FIELD, "", "The field. What is no text stays."),
                    StepOption.optional(
                            "pattern",
                            Kind.TEMPLATE,
                            "",
                            "The regular expression, Ruby's: ^ and $ are those of lines. Fields may be in it."),
                    StepOption.optional(
                            "replacement",
                            Kind.TEMPLATE,
                            "",
                            "What comes to stand there: \\1 and \\k<name> are groups, \\0 is all. Fields may be in it."),
                    StepOption.optional(
                            "fields",
                            Kind.TEXT_LISTS,
                            "",
                            "Several instead, in this order: lists of field, pattern and replacement."),
                    StepOption.optional(
                            "timeout_millis",
                            Kind.INTEGER,
                            "100",
                            "Milliseconds that an expression may take with a text; ten times that for all of the event.")),
            List.of(ChangeSteps.FAILURE),
            "_gsub_timeout",
            Gsub::new);

    private static final int PARTS = 3;

    /** @param constant what comes to stand there; null where it has fields in it */
    private record Replaced(FieldPath field, PatternText pattern, FieldText replacement, RubyReplacement constant) {}

    private final List<Replaced> all;
    private final int timeoutMillis;

    private Gsub(StepOptions options, StepContext context) throws OptionFault {
        timeoutMillis = options.integer("timeout_millis", Deadline.TIMEOUT, 1, Deadline.LONGEST_TIMEOUT);
        List<Replaced> each = new ArrayList<>();
        if (options.value(Assignment.FIELDS) instanceof List<?> lists) {
            for (Object list : lists) {
                if (!(list instanceof List<?> parts) || parts.size() != PARTS) {
                    throw new OptionFault(Assignment.FIELDS, "must be lists of three: field, pattern, replacement");
                }
                each.add(replaced(Assignment.FIELDS, parts, context));
            }
        } else {
            for (String name : List.of("field", "pattern", "replacement")) {
                if (!options.has(name)) {
                    throw new OptionFault(name, "must be there; or fields, for several");
                }
            }
            each.add(replaced(
                    "pattern",
                    List.of(options.text("field"), options.text("pattern"), options.text("replacement")),
                    context));
        }
        all = List.copyOf(each);
    }

    private Replaced replaced(String option, List<?> parts, StepContext context) throws OptionFault {
        FieldPath field = new Assignment(option, parts.get(0).toString(), null).path();
        FieldText replacement = StepOptions.template(option, parts.get(2).toString());
        return new Replaced(
                field,
                PatternText.of(option, parts.get(1).toString(), context, timeoutMillis),
                replacement,
                replacement.isConstant() ? RubyReplacement.of(replacement.of((EventTree) null)) : null);
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        Deadline deadline = Deadline.ofAll(timeoutMillis);
        boolean done = false;
        for (Replaced each : all) {
            JsonValue value = event.value(each.field);
            if (TextChange.hasText(value)) {
                JsonValue changed = replaced(event, each, value, deadline);
                if (changed != value) {
                    event.set(each.field, changed);
                    done = true;
                }
            }
        }
        return done ? Outcome.DONE : Outcome.NOTHING;
    }

    private JsonValue replaced(EventTree event, Replaced each, JsonValue value, Deadline deadline) throws StepFailure {
        RubyPattern pattern = each.pattern.of(event);
        RubyReplacement replacement =
                each.constant != null ? each.constant : RubyReplacement.of(each.replacement.of(event));
        return TextChange.changed(value, text -> {
            deadline.check();
            return pattern.replaceAll(text, replacement);
        });
    }
}
