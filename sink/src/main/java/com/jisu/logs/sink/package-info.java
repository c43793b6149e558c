/**
 * The sink: documents of the parsed topic into daily Elasticsearch indices, each once.
 *
 * <p>One class for each step. {@link com.jisu.logs.sink.ElasticsearchSink} polls and commits on one thread of its own;
 * {@code Deliveries} gathers documents into batches and follows each until it is answered for ({@code Retries} holds those
 * that wait, {@code Pace}, {@code Outage}, {@code Throttle} and {@code BlockedIndices} say how fast and whether); {@code BulkBody} builds,
 * {@code ElasticsearchConnection} sends, {@code BulkAnswer} reads the answer, {@code Judge} acts on it, {@code Repair} and
 * {@code MinimalForm} change what is refused, {@code Progress} says what may be committed, {@code
 * DeadLetters} takes what can not be indexed, {@code TemplateSetup} prepares the cluster.
 */
package com.jisu.logs.sink;
