/**
 * Steps that say what becomes of an event: drop, sample, split_event and deliver.
 *
 * <p>Imports {@code steps}, {@code tree}, {@code json} and {@code api}. Begin with {@code RoutingSteps}, the table of them.
 */
package com.jisu.logs.parsers.routing;
