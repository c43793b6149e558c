/**
 * The expressions behind {@code if} in rules of one's own.
 *
 * <p>Imports {@code json}, {@code steps} and {@code tree}. Begin with {@code Condition}.
 */
package com.jisu.logs.parsers.condition;
