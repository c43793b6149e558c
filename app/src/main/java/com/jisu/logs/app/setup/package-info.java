/**
 * {@code jisu-logs setup}: topics, what they keep, index templates and the objects of Kibana or OpenSearch
 * Dashboards, made or brought up to date.
 *
 * <p>Imports {@code settings}, {@code retention}, {@code kafka}, {@code config} and {@code api}, and of the modules {@code
 * sink}, {@code sink.api} and {@code records}; only {@code Main} imports it. Begin with {@code SetupCommand}.
 */
package com.jisu.logs.app.setup;
