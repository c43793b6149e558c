package com.jisu.logs.parsers.steps;

import java.util.List;

/**
 * A kind of step.
 *
 * @param name the key that names it in rules
 * @param text one sentence for the documentation
 * @param options all it takes, beside those that every step takes
 * @param failureTags what it puts into {@code tags} where it fails, unless the rules say otherwise
 * @param timeoutTag what it puts there where a regular expression took too long; null if it has none
 * @param maker makes one
 */
public record StepType(
        String name, String text, List<StepOption> options, List<String> failureTags, String timeoutTag, Maker maker) {

    /** Makes a step of its options. */
    public interface Maker {
        Step make(StepOptions options, StepContext context) throws OptionFault;
    }
}
