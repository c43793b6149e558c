/**
 * Steps that say what becomes of an event: drop, sample, split_event and deliver.
 *
 * <p>Imports {@code steps}, {@code tree} and {@code json}. Begin with {@code RoutingSteps}, the table of them.
 */
package com.jisu.logs.parsers.routing;
