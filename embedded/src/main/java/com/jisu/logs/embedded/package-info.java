/**
 * A real Kafka broker and a real Elasticsearch node on loopback, for development and for tests.
 *
 * <p>Both keep their data in a directory that the caller names, and continue with it when they are started on it again.
 */
package com.jisu.logs.embedded;
