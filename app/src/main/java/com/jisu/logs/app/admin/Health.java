package com.jisu.logs.app.admin;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The state of one role, asked by probes. Its parts are thread-safe and quick: they tell what is known, they do not ask
 * servers.
 *
 * @param role the role's name
 * @param ready whether the role does its work, or waits in good order for a server to come back
 * @param live false where the role has work and has done none of it for minutes, so that a new start may help
 * @param state a word or two for people, such as {@code RUNNING}
 */
public record Health(String role, BooleanSupplier ready, BooleanSupplier live, Supplier<String> state) {}
