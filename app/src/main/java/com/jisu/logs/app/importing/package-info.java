/**
 * {@code jisu-logs import}: a configuration of Logstash to rules, settings and a report of what was carried over.
 *
 * <p>Imports {@code logstash} and {@code api}, and of the modules {@code records}, {@code parsers} and {@code parsers.api}; only {@code Main} imports it. Begin with {@code
 * ImportCommand}, then {@code Translation}.
 */
package com.jisu.logs.app.importing;
