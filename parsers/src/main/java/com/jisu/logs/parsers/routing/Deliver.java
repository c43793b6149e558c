package com.jisu.logs.parsers.routing;

import com.jisu.logs.parsers.api.Delivery;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.Outcome;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.steps.StepOption;
import com.jisu.logs.parsers.steps.StepOption.Kind;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.steps.StepType;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.FieldText;
import com.jisu.logs.parsers.tree.StepFailure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Says where the document goes. */
final class Deliver implements Step {

    static final StepType TYPE = new StepType(
            "deliver",
            "Says where the document goes; the last one that an event comes by counts. What it does not name is as without it.",
            List.of(
                    StepOption.optional(
                            "index",
                            Kind.TEMPLATE,
                            "",
                            "The index, in small letters and with a low line for what no name has. Where a field in it is missing, or no"
                                    + " name is left, the step fails and the document goes to the daily index."),
                    StepOption.optional(
                            "id",
                            Kind.TEMPLATE,
                            "",
                            "The document's id: up to 512 bytes as it is, a longer one as its SHA-256. Where a field in it is missing,"
                                    + " the derived one."),
                    StepOption.optional(
                            "pipeline",
                            Kind.TEMPLATE,
                            "",
                            "An ingest pipeline; none where it is empty or a field is missing."),
                    StepOption.optional(
                            "routing",
                            Kind.TEMPLATE,
                            "",
                            "What the shard is chosen by; where it is empty or a field is missing, the id."),
                    StepOption.optional(
                            "copy",
                            Kind.BOOLEAN,
                            "false",
                            "If true, a document goes there as it is now, and the event goes on.")),
            List.of("_deliver_index"),
            null,
            Deliver::new);

    /** Bytes of Elasticsearch's longest id. */
    private static final int MOST_BYTES = 512;

    private static final int BYTES_OF_A_CHAR = 3;

    private final FieldText index;
    private final FieldText id;
    private final FieldText pipeline;
    private final FieldText routing;
    private final boolean copy;

    private Deliver(StepOptions options, StepContext context) throws OptionFault {
        index = options.template("index").orElse(null);
        id = options.template("id").orElse(null);
        pipeline = options.template("pipeline").orElse(null);
        routing = options.template("routing").orElse(null);
        copy = options.flag("copy", false);
        if (index == null && id == null && pipeline == null && routing == null && !copy) {
            throw new OptionFault("", "must have index, id, pipeline or routing");
        }
        if (index != null && index.isConstant() && IndexName.cleaned(index.source()) == null) {
            throw new OptionFault("index", "must be the name of an index, not '" + index.source() + "'");
        }
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        String name = text(index, event);
        String cleaned = name == null ? null : IndexName.cleaned(name);
        Delivery delivery =
                new Delivery(cleaned, bounded(text(id, event)), text(pipeline, event), bounded(text(routing, event)));
        if (copy) {
            event.deliverCopy(delivery);
        } else {
            event.deliver(delivery);
        }
        if (index != null && cleaned == null) {
            throw new StepFailure("the index " + index.source()
                    + (name == null ? " has a field in it that is missing" : " is no name"));
        }
        return Outcome.DONE;
    }

    /** The text for an event; null where there is none, or nothing of it is left. */
    private static String text(FieldText template, EventTree event) {
        String text = template == null ? null : template.orNull(event);
        return text == null || text.isEmpty() ? null : text;
    }

    private static String bounded(String text) {
        if (text == null || text.length() <= MOST_BYTES / BYTES_OF_A_CHAR) {
            return text;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= MOST_BYTES) {
            return text;
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(utf8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java has SHA-256", e);
        }
    }
}
