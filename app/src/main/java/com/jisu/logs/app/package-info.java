/**
 * The program: its commands, and how a failure of one of them ends in a line.
 *
 * <p>Imports the wings that hold commands, and {@code api}; nothing imports it. Begin with {@code Main}.
 */
package com.jisu.logs.app;
