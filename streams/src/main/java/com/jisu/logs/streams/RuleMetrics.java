package com.jisu.logs.streams;

import com.jisu.logs.parsers.Rules;
import com.jisu.logs.parsers.api.StepCount;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Publishes which rules are in effect, and what their steps do. A step is named by its kind and its line: names that users make up are no
 * labels, and the meters of rules that were replaced are taken out. Is asked to look by who reads the metrics.
 */
final class RuleMetrics {

    /** Steps that have meters; those behind them have none. */
    private static final int MOST_STEPS = 200;

    private final RulesInUse inUse;
    private final MeterRegistry registry;
    private final List<Meter.Id> ofSteps = new ArrayList<>();
    private Rules published;

    RuleMetrics(RulesInUse inUse, MeterRegistry registry) {
        this.inUse = inUse;
        this.registry = registry;
        Gauge.builder("jisu.logs.rules.refused", inUse, use -> {
                    publish();
                    return use.faults().isEmpty() ? 0 : 1;
                })
                .description(
                        "Whether the rules' file, as it is now, has a fault, so that those before it are in effect")
                .register(registry);
        FunctionCounter.builder("jisu.logs.rules.replaced", inUse, RulesInUse::replaced)
                .description("How often rules took the place of those before")
                .register(registry);
        publish();
    }

    /** Registers the meters of the rules in effect, if they are others than before. */
    private synchronized void publish() {
        Rules now = inUse.current();
        if (now == published) {
            return;
        }
        published = now;
        ofSteps.forEach(registry::remove);
        ofSteps.clear();
        add(Gauge.builder("jisu.logs.rules.info", () -> 1)
                .description("The rules in effect, by the hash of their file")
                .tag("hash", now.hash())
                .register(registry));
        List<StepCount> steps = now.counts();
        Map<Tags, List<Integer>> ofTags = new LinkedHashMap<>(); // steps of a kind may share a line
        for (int i = 0; i < Math.min(steps.size(), MOST_STEPS); i++) {
            StepCount step = steps.get(i);
            Tags tags = Tags.of("step", step.step(), "line", Integer.toString(step.line()));
            ofTags.computeIfAbsent(tags, none -> new ArrayList<>()).add(i);
        }
        ofTags.forEach((tags, same) -> add(now, same, tags));
    }

    private void add(Rules rules, List<Integer> steps, Tags tags) {
        add(rules, steps, tags, "events", "Events that a step of the rules ran for", StepCount::events);
        add(
                rules,
                steps,
                tags,
                "failures",
                "Events with which a step of the rules failed, timeouts included",
                StepCount::failures);
        add(
                rules,
                steps,
                tags,
                "timeouts",
                "Events with which a regular expression in a step took too long",
                StepCount::timeouts);
        add(rules, steps, tags, "dropped", "Events that ended at a step of the rules", StepCount::dropped);
        add(FunctionCounter.builder("jisu.logs.rules.seconds", rules, of -> sum(of, steps, StepCount::nanos) / 1e9)
                .description("Time that a step of the rules took, estimated from one event of 64")
                .baseUnit("seconds")
                .tags(tags)
                .register(registry));
    }

    private void add(
            Rules rules, List<Integer> steps, Tags tags, String name, String text, ToLongFunction<StepCount> count) {
        add(FunctionCounter.builder("jisu.logs.rules." + name, rules, of -> sum(of, steps, count))
                .description(text)
                .tags(tags)
                .register(registry));
    }

    private static long sum(Rules rules, List<Integer> steps, ToLongFunction<StepCount> count) {
        List<StepCount> counts = rules.counts();
        return steps.stream()
                .mapToLong(step -> count.applyAsLong(counts.get(step)))
                .sum();
    }

    private void add(Meter meter) {
        ofSteps.add(meter.getId());
    }
}
