package com.jisu.logs.parsers.rules;

import com.jisu.logs.parsers.api.StepCount;
import com.jisu.logs.parsers.condition.Condition;
import com.jisu.logs.parsers.steps.Outcome;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepType;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.StepTimeout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One step with what the rules say of it. */
final class StepUnit implements Unit {

    private static final Logger LOG = LoggerFactory.getLogger(StepUnit.class);

    /** What a fault in the program puts into {@code tags}. */
    private static final String FAULT = "_rule_fault";

    /**
     * What every step takes beside its own options.
     *
     * @param when null if it always runs
     * @param text the condition as it is written; null if there is none
     * @param ignoresFailure whether a failure is none
     * @param failureTags what a failure puts into {@code tags}
     * @param stops whether a failure ends the group that it is in
     */
    record Common(
            Condition when,
            String text,
            boolean ignoresFailure,
            List<String> failureTags,
            Block onFailure,
            Block onSuccess,
            boolean stops) {}

    private final StepType type;
    private final Step step;
    private final Common common;
    private final String file;
    private final int line;
    private final String name;
    private final StepMeter meter = new StepMeter();
    private final AtomicBoolean faultTold = new AtomicBoolean();

    /** @param name what the rules call it; null if nothing */
    StepUnit(StepType type, Step step, Common common, String file, int line, String name) {
        this.type = type;
        this.step = step;
        this.common = common;
        this.file = file;
        this.line = line;
        this.name = name;
    }

    /** {@code rules.yml:12 grok}, and what the rules call it. */
    String place() {
        return file + ":" + line + " " + type.name() + (name == null ? "" : " (" + name + ")");
    }

    /** What it has done so far. */
    StepCount count() {
        return new StepCount(
                type.name(),
                place(),
                line,
                meter.events.sum(),
                meter.failures.sum(),
                meter.timeouts.sum(),
                meter.dropped.sum(),
                meter.nanos());
    }

    @Override
    public void describe(String indent, List<String> lines) {
        lines.add(indent + type.name() + "  " + file + ":" + line + (name == null ? "" : "  (" + name + ")")
                + (common.text == null ? "" : "  if " + common.text));
        describe("on success", common.onSuccess, indent, lines);
        describe("on failure", common.onFailure, indent, lines);
    }

    private static void describe(String when, Block block, String indent, List<String> lines) {
        if (!block.isEmpty()) {
            lines.add(indent + "  " + when);
            block.describe(indent + "    ", lines);
        }
    }

    @Override
    public List<EventTree> run(List<EventTree> events, Run run) {
        if (events.size() == 1) {
            EventTree only = events.get(0);
            List<EventTree> after = runOne(only, run);
            return after == null ? events : after;
        }
        List<EventTree> all = new ArrayList<>();
        for (EventTree event : events) {
            List<EventTree> after = runOne(event, run);
            if (after == null) {
                all.add(event);
            } else {
                all.addAll(after);
            }
        }
        return all;
    }

    /** What there is of an event behind the step; null if it is just the event. */
    private List<EventTree> runOne(EventTree event, Run run) {
        if (event.isPassedBy() || common.when != null && !common.when.holds(event)) {
            return null;
        }
        Outcome outcome = run.isTimed() ? timed(event) : apply(event);
        meter.events.increment();
        if (outcome != Outcome.NOTHING) {
            event.setChanged();
        }
        if (run.trace() != null && outcome != Outcome.NOTHING) {
            run.trace().did(event, place());
        }
        List<EventTree> copies = event.takeCopies();
        if (event.isDropped()) {
            if (copies.isEmpty()) {
                meter.dropped.increment();
            }
            return behind(event.delivered().isEmpty() ? List.of() : List.of(event), copies, outcome, run);
        }
        if (!copies.isEmpty()) {
            return behind(List.of(event), copies, outcome, run);
        }
        return switch (outcome) {
            case NOTHING -> null;
            case DONE -> common.onSuccess.isEmpty() ? null : common.onSuccess.run(List.of(event), run);
            case FAILED -> common.onFailure.isEmpty() ? null : handled(event, run);
        };
    }

    private List<EventTree> behind(List<EventTree> first, List<EventTree> copies, Outcome outcome, Run run) {
        List<EventTree> all = new ArrayList<>(first);
        all.addAll(outcome == Outcome.DONE ? common.onSuccess.run(copies, run) : copies);
        return all;
    }

    /** A failure that the rules have steps for does not end the group. */
    private List<EventTree> handled(EventTree event, Run run) {
        event.setStopped(false);
        return common.onFailure.run(List.of(event), run);
    }

    private Outcome timed(EventTree event) {
        final long from = System.nanoTime();
        Outcome outcome = apply(event);
        meter.timed(System.nanoTime() - from);
        return outcome;
    }

    private Outcome apply(EventTree event) {
        try {
            Outcome outcome = step.apply(event);
            return outcome == Outcome.FAILED ? failed(event, common.failureTags, List.of()) : outcome;
        } catch (StepTimeout e) {
            meter.timeouts.increment();
            return failed(event, type.timeoutTag() == null ? common.failureTags : List.of(type.timeoutTag()), e.tags());
        } catch (StepFailure e) {
            return failed(event, common.failureTags, e.tags());
        } catch (RuntimeException | StackOverflowError e) {
            if (faultTold.compareAndSet(false, true)) {
                LOG.error(
                        "The step at {} failed on an event, which is a fault in the program; the event goes on. It is said once",
                        place(),
                        e);
            }
            return failed(event, List.of(FAULT), List.of());
        }
    }

    private Outcome failed(EventTree event, List<String> tags, List<String> more) {
        meter.failures.increment();
        if (common.ignoresFailure) {
            return Outcome.NOTHING;
        }
        tags.forEach(event::tag);
        more.forEach(event::tag);
        event.setStopped(common.stops);
        return Outcome.FAILED;
    }
}
