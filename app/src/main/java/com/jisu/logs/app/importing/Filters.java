package com.jisu.logs.app.importing;

import com.jisu.logs.app.logstash.Statement.Plugin;
import com.jisu.logs.parsers.api.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The filters that are carried over, by name. Used by one thread. */
final class Filters {

    /** Those that have success unless they fail, whether there was anything to do or not. */
    private static final Set<String> ALWAYS_SUCCEED = Set.of("uuid", "prune", "urldecode", "fingerprint", "truncate");

    private static final int SHORTEST_TYPED = 4;

    private final Report report;
    private final References references;
    private final Ecs byDefault;
    private final Map<String, String> patterns = new LinkedHashMap<>();
    private final Map<String, Filter> filters;

    Filters(Report report, References references, Ecs byDefault) {
        this.report = report;
        this.references = references;
        this.byDefault = byDefault;
        this.filters = Map.ofEntries(
                Map.entry("grok", new GrokFilter(patterns)),
                Map.entry("dissect", DecodeFilters::dissect),
                Map.entry("json", DecodeFilters::json),
                Map.entry("kv", DecodeFilters::kv),
                Map.entry("csv", DecodeFilters::csv),
                Map.entry("date", DecodeFilters::date),
                Map.entry("geoip", LookupFilters::geoip),
                Map.entry("useragent", LookupFilters::userAgent),
                Map.entry("translate", LookupFilters::translate),
                Map.entry("fingerprint", LookupFilters::fingerprint),
                Map.entry("cidr", LookupFilters::cidr),
                Map.entry("urldecode", EventFilters::urldecode),
                Map.entry("prune", EventFilters::prune),
                Map.entry("drop", EventFilters::drop),
                Map.entry("split", EventFilters::split),
                Map.entry("clone", EventFilters::copies),
                Map.entry("syslog_pri", EventFilters::syslogPriority),
                Map.entry("bytes", EventFilters::bytes),
                Map.entry("truncate", EventFilters::truncate),
                Map.entry("uuid", EventFilters::uuid));
    }

    /** Grok patterns of files. */
    Map<String, String> patterns() {
        return patterns;
    }

    /** The steps that do the work of a filter; none where it is left out. */
    List<RuleStep> steps(Plugin plugin) {
        Row row = report.row(plugin.place(), "filter", plugin.name());
        if (plugin.name().equals("sleep")) {
            row.notNeeded("it changes no event");
            return List.of();
        }
        PluginOptions options = new PluginOptions(plugin, row, references);
        String comment = plugin.place().brief() + " " + plugin.name();
        String id = options.text("id").orElse(null);
        List<RuleStep> steps;
        if (plugin.name().equals("mutate")) {
            steps = MutateFilter.steps(options);
        } else if (filters.containsKey(plugin.name())) {
            steps = filters.get(plugin.name())
                    .step(options, ecs(options))
                    .map(step -> List.of(withCommon(step, plugin, options)))
                    .orElse(List.of());
        } else {
            row.leftOut(Counterparts.ofFilter(plugin.name()) + meant(plugin.name()));
            return List.of();
        }
        if (row.verdict() != Row.Verdict.LEFT_OUT) {
            options.reportUnread();
        }
        if (steps.isEmpty()) {
            return steps;
        }
        RuleStep step = steps.get(0).and("name", id).commented(comment);
        Optional<String> fault = Acceptance.fault(step, patterns);
        fault.ifPresent(why -> row.leftOut("rules do not take it: " + why));
        return fault.isPresent() ? List.of() : List.of(step);
    }

    /** A filter of nearly that name. Short names are near to everything. */
    private String meant(String name) {
        List<String> known = new ArrayList<>(filters.keySet());
        known.add("mutate");
        return Counterparts.isFilter(name) || name.length() < SHORTEST_TYPED
                ? ""
                : Nearest.byLetters(name, known)
                        .map(meant -> "; did you mean `" + meant + "`?")
                        .orElse("");
    }

    private Ecs ecs(PluginOptions options) {
        return options.text("ecs_compatibility").flatMap(Ecs::of).orElse(byDefault);
    }

    private static RuleStep withCommon(RuleStep step, Plugin plugin, PluginOptions options) {
        List<RuleStep> success = CommonOptions.steps(options);
        if (options.has("tag_on_failure")) {
            step = step.and("tag_on_failure", options.texts("tag_on_failure"));
        }
        if (ALWAYS_SUCCEED.contains(plugin.name()) && !success.isEmpty()) {
            List<RuleStep> all = new ArrayList<>(List.of(step));
            all.addAll(success);
            return RuleStep.of("group").with("stop_on_failure", true).with("steps", all);
        }
        boolean gone = plugin.name().equals("drop") && !step.options().containsKey("percentage");
        return gone ? step : step.and("on_success", success);
    }
}
