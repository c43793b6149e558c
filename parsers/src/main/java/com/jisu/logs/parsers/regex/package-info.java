/**
 * Matches regular expressions of Ruby over texts of ASCII, which nearly all lines are, some times faster than joni does. What it does not
 * know, or can not decide in a bounded number of steps, is joni's: an expression has no other meaning here, or none.
 *
 * <p>Imports nothing of the program. Begin with {@code AsciiPattern}, then {@code RubySyntax} and {@code Node}.
 */
package com.jisu.logs.parsers.regex;
