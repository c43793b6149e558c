/**
 * The HTTP side of Elasticsearch, and what a cluster must have before documents come: templates, lifecycle policy. All that
 * is done otherwise for another kind of server is behind {@code SearchServer}.
 *
 * <p>Imports {@code api} and {@code metrics}, and {@code records} and {@code records.tls}; it knows no documents. Begin with {@code
 * ElasticsearchConnection}, then {@code TemplateSetup} and {@code SearchServer}.
 */
package com.jisu.logs.sink.elasticsearch;
