/**
 * One record on its way into an index, and the forms in which it is tried: as it came, repaired, minimal.
 *
 * <p>Bytes that are not changed are copied as they are. Imports {@code elasticsearch}, {@code kafka} and {@code index}, and
 * {@code records} and {@code records.json}. Begin with {@code Intake} and {@code Delivery}, then {@code Repair}.
 */
package com.jisu.logs.sink.document;
