/**
 * What the parsers hand out and are told of: events made, the place of a raw record, lines of a container engine, refusals.
 *
 * <p>Imports nothing of the program; every wing and every other module may import it. Begin with {@code ParsedEvent}.
 */
package com.jisu.logs.parsers.api;
