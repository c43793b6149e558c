/**
 * Documents into bulk requests, answers into outcomes, and how fast.
 *
 * <p>Imports every other wing, and none of them imports it. Begin with {@code Deliveries}, then {@code Judge};
 * {@code Pace}, {@code Outage}, {@code Throttle} and {@code BlockedIndices} say how fast and whether.
 */
package com.jisu.logs.sink.bulk;
