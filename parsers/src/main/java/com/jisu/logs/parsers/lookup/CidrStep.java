package com.jisu.logs.parsers.lookup;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Looks whether an address is in a network, as Logstash's cidr does: what it is good for is {@code on_success}. */
final class CidrStep implements Step {

    static final StepType TYPE = new StepType(
            "cidr",
            "Succeeds if one of the addresses is in one of the networks, for on_success; what is no address never is.",
            List.of(
                    StepOption.required("address", Kind.TEMPLATES, "The addresses, such as ${source.ip}."),
                    StepOption.optional(
                            "networks",
                            Kind.TEMPLATES,
                            "",
                            "The networks, such as 10.0.0.0/8; with commas between them in one text."),
                    StepOption.optional("networks_file", Kind.TEXT, "", "A file with the networks, in their stead."),
                    StepOption.optional(
                            "separator", Kind.TEXT, "a line feed", "What stands between networks in the file."),
                    StepOption.optional(
                            "refresh_seconds",
                            Kind.INTEGER,
                            "600",
                            "How often the file is looked at for changes; 0 for never.")),
            List.of(),
            null,
            CidrStep::new);

    private static final int REFRESH_SECONDS = 600;

    private final List<FieldText> addresses;
    private final List<Network> constant;
    private final List<FieldText> changing;
    private final WatchedFile<List<Network>> file;

    private CidrStep(StepOptions options, StepContext context) throws OptionFault {
        addresses = List.copyOf(options.templates("address"));
        List<Network> networks = new ArrayList<>();
        List<FieldText> templates = new ArrayList<>();
        for (FieldText each : options.templates("networks")) {
            if (each.isConstant()) {
                networks.addAll(known(each.of((EventTree) null)));
            } else {
                templates.add(each);
            }
        }
        constant = List.copyOf(networks);
        changing = List.copyOf(templates);
        file = file(options, context);
        if (file == null == (constant.isEmpty() && changing.isEmpty())) {
            throw new OptionFault("networks", "must be there, or networks_file, and not both");
        }
    }

    private static List<Network> known(String text) throws OptionFault {
        List<Network> networks = new ArrayList<>();
        for (String each : text.split(",")) {
            Network network = Network.of(each.strip());
            if (network == null) {
                throw new OptionFault(
                        "networks", "must be networks such as 10.0.0.0/8 or fd00::/8, not '" + each + "'");
            }
            networks.add(network);
        }
        return networks;
    }

    private static WatchedFile<List<Network>> file(StepOptions options, StepContext context) throws OptionFault {
        if (!options.has("networks_file")) {
            return null;
        }
        Pattern separator = Pattern.compile(Pattern.quote(options.text("separator", "\n")));
        return new WatchedFile<>(
                "networks_file",
                context.folder().resolve(options.text("networks_file")),
                options.integer("refresh_seconds", REFRESH_SECONDS, 0, Integer.MAX_VALUE),
                System::nanoTime,
                (text, before) -> {
                    List<Network> networks = Arrays.stream(separator.split(text))
                            .map(each -> Network.of(each.strip()))
                            .filter(each -> each != null)
                            .toList();
                    if (networks.isEmpty()) {
                        throw new IllegalArgumentException("there are no networks in it");
                    }
                    return networks;
                });
    }

    @Override
    public Outcome apply(EventTree event) {
        List<Network> networks = file == null ? constant : file.get();
        List<Network> own = null;
        for (FieldText template : addresses) {
            Network address = Network.of(template.of(event));
            if (address == null) {
                continue;
            }
            own = own == null ? changing(event) : own;
            if (isIn(address, networks) || isIn(address, own)) {
                return Outcome.DONE;
            }
        }
        return Outcome.NOTHING;
    }

    private List<Network> changing(EventTree event) {
        if (changing.isEmpty()) {
            return List.of();
        }
        List<Network> networks = new ArrayList<>();
        for (FieldText template : changing) {
            for (String each : template.of(event).split(",")) {
                Network network = Network.of(each.strip());
                if (network != null) {
                    networks.add(network);
                }
            }
        }
        return networks;
    }

    private static boolean isIn(Network address, List<Network> networks) {
        for (Network network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
