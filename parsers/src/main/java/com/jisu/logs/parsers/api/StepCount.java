package com.jisu.logs.parsers.api;

/**
 * What a step of the rules has done.
 *
 * @param step its kind, such as {@code grok}
 * @param place {@code rules.yml:12 grok}, and what the rules call it
 * @param line where it stands
 * @param events how often it ran
 * @param failures how often it failed, timeouts included
 * @param timeouts how often a regular expression in it took too long
 * @param dropped events that ended there
 * @param nanos how long it took in all, estimated from one run of 64
 */
public record StepCount(
        String step, String place, int line, long events, long failures, long timeouts, long dropped, long nanos) {}
