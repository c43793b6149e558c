package com.jisu.logs.parsers.change;

import com.jisu.logs.parsers.json.JsonValue;
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
import java.util.List;

/** Sets the last bits of IP addresses to 0. */
final class AnonymizeIp implements Step {

    static final StepType TYPE = new StepType(
            "anonymize_ip",
            "Sets the last bits of IP addresses to 0. A port stays, addresses between commas are looked at one by one, and what is no"
                    + " address stays.",
            List.of(
                    StepOption.required("fields", Kind.FIELDS, "The fields, each with an address or a list of them."),
                    StepOption.optional("ipv4", Kind.INTEGER, "24", "Bits of an IPv4 address that stay, of 32."),
                    StepOption.optional("ipv6", Kind.INTEGER, "48", "Bits of an IPv6 address that stay, of 128.")),
            List.of(ChangeSteps.FAILURE),
            null,
            AnonymizeIp::new);

    private static final int BITS_4 = 32;
    private static final int BITS_6 = 128;

    private final List<FieldPath> fields;
    private final AddressMask mask;

    private AnonymizeIp(StepOptions options, StepContext context) throws OptionFault {
        fields = options.fields("fields");
        mask = new AddressMask(options.integer("ipv4", 24, 0, BITS_4), options.integer("ipv6", 48, 0, BITS_6));
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        boolean done = false;
        for (FieldPath field : fields) {
            JsonValue value = event.value(field);
            JsonValue masked = TextChange.changed(value, mask::of);
            if (masked != value) {
                event.set(field, masked);
                done = true;
            }
        }
        return done ? Outcome.DONE : Outcome.NOTHING;
    }
}
