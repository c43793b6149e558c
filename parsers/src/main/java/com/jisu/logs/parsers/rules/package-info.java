/**
 * Rules of one's own: reads {@code rules.yml}, tells its faults, and runs its steps.
 *
 * <p>Imports {@code extract}, {@code decode}, {@code lookup}, {@code change}, {@code routing}, {@code condition}, {@code steps}, {@code
 * tree}, {@code document}, {@code json} and {@code api}. Begin with {@code RulesReader}, {@code RuleSet} and {@code StepTable}.
 */
package com.jisu.logs.parsers.rules;
