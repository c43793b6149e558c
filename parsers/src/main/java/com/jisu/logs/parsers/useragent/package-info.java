/**
 * What user agents say of themselves, remembered for those seen most.
 *
 * <p>Imports {@code json}. Begin with {@code UserAgents}.
 */
package com.jisu.logs.parsers.useragent;
