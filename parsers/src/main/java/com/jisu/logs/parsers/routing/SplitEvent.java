package com.jisu.logs.parsers.routing;

import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.steps.StepOption;
import com.jisu.logs.parsers.steps.StepOption.Kind;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.steps.StepType;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.Family;
import com.jisu.logs.parsers.tree.StepFailure;
import java.util.List;

/**
 * Makes several events of one: one for each part of a text, or each element of a list, in its place; or copies beside it. An event is
 * never lost by it: where no part is left, it goes on as it is.
 */
final class SplitEvent {

    static final StepType TYPE = new StepType(
            "split_event",
            "Makes an event of each part of a text, or each element of a list, and drops the event itself; or makes copies of it. Not more"
                    + " than " + Family.MOST_EVENTS
                    + " and 64 MiB of one event: then it fails with the tag _split_limit, and the event goes on whole.",
            List.of(
                    StepOption.optional(
                            "field",
                            Kind.FIELD,
                            "message",
                            "The field with the text or the list. What is neither fails with the tag _split_type_failure."),
                    StepOption.optional(
                            "terminator",
                            Kind.TEXT,
                            "\\n",
                            "What stands between the parts of a text. Empty parts are left out."),
                    StepOption.optional(
                            "target", Kind.FIELD, "", "The field for the part; without it, the one that had all."),
                    StepOption.optional(
                            "keep_source",
                            Kind.BOOLEAN,
                            "true",
                            "If false, the events do not have the field with all the parts, if target is another one."),
                    StepOption.optional(
                            "copies",
                            Kind.TEXTS,
                            "",
                            "Instead: the names of copies to make; the event goes on before them."),
                    StepOption.optional(
                            "mark",
                            Kind.FIELD,
                            "tags",
                            "The field of a copy that gets its name; a list gets it added.")),
            List.of(),
            null,
            SplitEvent::make);

    /** The tag where there is neither a text nor a list. */
    static final String NO_PARTS = "_split_type_failure";

    /** The tag where too much would be made. */
    private static final String LIMIT = "_split_limit";

    private SplitEvent() {}

    private static Step make(StepOptions options, StepContext context) throws OptionFault {
        if (!options.has("copies")) {
            if (options.has("mark")) {
                throw new OptionFault("mark", "can only stand beside copies");
            }
            return new Parts(options);
        }
        for (String other : List.of("field", "terminator", "target", "keep_source")) {
            if (options.has(other)) {
                throw new OptionFault(other, "can not stand beside copies");
            }
        }
        return new Copies(options.texts("copies"), options.field("mark", "tags"));
    }

    /** Counts events that are to be made of one. */
    static void admit(EventTree event, int events, long bytes) throws StepFailure {
        if (!event.family().admit(events, bytes)) {
            throw new StepFailure("more events, or more bytes, than may be made of one", List.of(LIMIT));
        }
    }

    /** Bytes that a value has in JSON, about. */
    static long size(JsonValue value) {
        if (value instanceof Leaf leaf) {
            return leaf.length() + 2L;
        }
        long size = 2;
        if (value instanceof JsonArray array) {
            for (JsonValue each : array.elements()) {
                size += size(each) + 1;
            }
        } else if (value instanceof JsonObject object) {
            for (int i = 0; i < object.size(); i++) {
                size += object.key(i).name().length() + 4L + size(object.value(i));
            }
        }
        return size;
    }
}
