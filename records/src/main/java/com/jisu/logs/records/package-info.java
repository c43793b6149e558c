/**
 * What ingest, streams and sink share: the topics, the headers of their records, the form of a dead letter, what is to be
 * known of Kafka's clients, and in {@code json} how JSON is read in its bytes. Nothing else belongs here: the roles do not
 * know each other, they meet in Kafka, on what this package names.
 *
 * <p>Imports nothing of the product, and every module may import it. Begin with {@code Topics}, {@code ParsedHeaders} and
 * {@code DeadLetter}.
 */
package com.jisu.logs.records;
