/**
 * What ingest, streams and sink share: the topics, the headers of their records, and the form of a dead letter; {@code json}
 * for reading JSON in its bytes.
 *
 * <p>Nothing else belongs here. The roles do not know each other; they meet in Kafka, on what this package names.
 */
package com.jisu.logs.records;
