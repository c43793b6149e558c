/**
 * {@code jisu-logs setup}: topics, what they keep, index templates and Kibana's objects, made or brought up to date.
 *
 * <p>Imports {@code settings}, {@code retention}, {@code kafka}, {@code config} and {@code api}, and of the modules {@code
 * sink}, {@code sink.api} and {@code records}; only {@code Main} imports it. Begin with {@code SetupCommand}.
 */
package com.jisu.logs.app.setup;
