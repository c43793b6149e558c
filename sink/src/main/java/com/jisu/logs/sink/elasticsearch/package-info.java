/**
 * The HTTP side of Elasticsearch, and what a cluster must have before documents come: templates, lifecycle policy.
 *
 * <p>Imports {@code api} alone; it knows no documents. Begin with {@code ElasticsearchConnection}, then {@code
 * TemplateSetup}.
 */
package com.jisu.logs.sink.elasticsearch;
