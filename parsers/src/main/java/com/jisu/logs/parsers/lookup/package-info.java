/**
 * Steps that look up what a value means: geoip, user_agent, translate and their kind.
 *
 * <p>Imports {@code steps}, {@code tree}, {@code json}, {@code geoip}, {@code useragent} and {@code api}. Begin with {@code LookupSteps}, the table of them.
 */
package com.jisu.logs.parsers.lookup;
