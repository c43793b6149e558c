/**
 * The process of the embedded Elasticsearch node, which has a class path of its own.
 *
 * <p>Imports {@code child}; {@code EmbeddedNode} starts it, and speaks with it over pipes and HTTP. Begin with {@code
 * ElasticsearchNode}.
 */
package com.jisu.logs.embedded.node;
