/**
 * The program: its commands, and how a failure of one of them ends in a line.
 *
 * <p>May import every wing below it, and {@code parsers.api}; nothing imports it. Begin with {@code Main}.
 */
package com.jisu.logs.app;
