/**
 * {@code jisu-logs setup}: topics, what they keep, index templates and Kibana's objects, made or brought up to date.
 *
 * <p>Imports {@code settings}, {@code kafka} and {@code retention}; only {@code Main} imports it. Begin with {@code SetupCommand}.
 */
package com.jisu.logs.app.setup;
