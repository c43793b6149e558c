/**
 * What user agents say of themselves, remembered for those seen most.
 *
 * <p>Imports {@code json}. Begin with {@code UserAgents}, then {@code AgentRules}.
 */
package com.jisu.logs.parsers.useragent;
