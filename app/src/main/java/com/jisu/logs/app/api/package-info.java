/**
 * What commands tell a user by, and options that several of them have: errors that end in one line, points in time.
 *
 * <p>Every package may import it; it imports none of the program. Begin with {@code UserError}.
 */
package com.jisu.logs.app.api;
