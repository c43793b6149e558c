/**
 * The sink: documents of the parsed topic into daily Elasticsearch indices or data streams, each once.
 *
 * <p>One class for each step. In {@code bulk}, {@code Deliveries} gathers documents into batches and follows each until it
 * is answered for ({@code Retries} holds those that wait, {@code Pace}, {@code Outage}, {@code Throttle} and {@code
 * BlockedIndices} say how fast and whether), {@code BulkBody} builds, {@code BulkAnswer} reads the answer, and {@code Judge}
 * acts on it. {@code ElasticsearchConnection} sends and {@code TemplateSetup} prepares the cluster, in {@code elasticsearch}.
 * {@code Repair} and {@code MinimalForm} change what is refused, in {@code document}; {@code Progress} says what may be
 * committed and {@code DeadLetters} takes what can not be indexed, in {@code kafka}. {@code Streams}, in {@code stream}, has what data
 * streams need.
 *
 * <p>This is what other modules see, beside {@code api} and {@code metrics}. May import every wing below it, and {@code
 * records}. Begin with {@code ElasticsearchSink}, which polls and commits on one thread of its own; {@code
 * ElasticsearchSetup} prepares a cluster without a sink.
 */
package com.jisu.logs.sink;
