/**
 * What the build prepares so that no start has to: the rules of uap-core in a form that is read in a millisecond. Not a part of the
 * program, and not in its jar.
 *
 * <p>Imports {@code useragent}, whose form it writes. Begin with {@code AgentRulesWriter}.
 */
package com.jisu.logs.parsers.prepare;
