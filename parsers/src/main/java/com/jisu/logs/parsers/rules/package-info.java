/**
 * Rules of one's own: reads {@code rules.yml}, tells its faults, and runs its steps.
 *
 * <p>Imports {@code steps}, {@code tree}, {@code extract}, {@code decode}, {@code lookup}, {@code change} and {@code routing}. Begin with
 * {@code StepTable}.
 */
package com.jisu.logs.parsers.rules;
