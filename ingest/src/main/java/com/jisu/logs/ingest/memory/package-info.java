/**
 * Memory that all connections share, and who gets how much of it.
 *
 * <p>Imports nothing of the program. Begin with {@code InFlightBudget}; {@code LargeEventRoom} and {@code InflationRoom}
 * share theirs by {@code FairRoom}.
 */
package com.jisu.logs.ingest.memory;
