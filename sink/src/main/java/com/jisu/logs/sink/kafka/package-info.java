/**
 * The sink's side of Kafka: whether a broker is there, how far a partition is answered for, and the dead-letter
 * topic.
 *
 * <p>Imports {@code api} alone. Begin with {@code Progress}.
 */
package com.jisu.logs.sink.kafka;
