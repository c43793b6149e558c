/**
 * What all wings speak of: the roles, the words of the configuration, errors that end in one line, points in time, the
 * terminal.
 *
 * <p>Imports nothing of the program; every wing may import it. Begin with {@code Role} and {@code UserError}.
 */
package com.jisu.logs.app.api;
