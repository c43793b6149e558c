/**
 * The process of the embedded Elasticsearch node, which has a class path of its own.
 *
 * <p>Imports nothing of the product; {@code EmbeddedElasticsearch} starts it, and speaks with it over pipes and HTTP. Begin
 * with {@code ElasticsearchNode}.
 */
package com.jisu.logs.embedded.node;
