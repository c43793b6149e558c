/**
 * Steps that take texts apart by patterns: grok, dissect, date and their kind.
 *
 * <p>Imports {@code steps}, {@code tree}, {@code json}, {@code time} and {@code api}. Begin with {@code ExtractSteps}, the table of them.
 */
package com.jisu.logs.parsers.extract;
