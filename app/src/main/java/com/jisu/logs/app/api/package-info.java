/**
 * What all wings speak of: the roles, the words of the configuration, errors that end in one line, points in time, the
 * terminal.
 *
 * <p>Every package may import it; it imports none of the program. Begin with {@code Role} and {@code UserError}.
 */
package com.jisu.logs.app.api;
