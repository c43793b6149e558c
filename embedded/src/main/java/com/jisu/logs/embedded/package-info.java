/**
 * A real Kafka broker and a real node of Elasticsearch or OpenSearch on loopback, for development and for tests. Both keep their data in a
 * directory that the caller names, and continue with it when they are started on it again.
 *
 * <p>Imports nothing of the product. Begin with {@code EmbeddedKafka} and {@code EmbeddedNode}.
 */
package com.jisu.logs.embedded;
