/**
 * The process of the embedded OpenSearch node, which has a class path of its own.
 *
 * <p>Imports {@code child}; {@code EmbeddedNode} starts it, and speaks with it over pipes and HTTP. Begin with {@code
 * OpenSearchNode}.
 */
package com.jisu.logs.embedded.opensearch;
