/**
 * Documents into bulk requests, answers into outcomes, and how fast.
 *
 * <p>May import every wing below it, and {@code records} and {@code records.log}; only the front imports it. Begin with
 * {@code Deliveries}, then {@code Judge}; {@code Pace}, {@code Outage}, {@code Throttle} and {@code BlockedIndices} say how
 * fast and whether.
 */
package com.jisu.logs.sink.bulk;
