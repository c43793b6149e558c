/**
 * Reading the configuration: the built-in file, the user's file, environment and command line; types and ranges, key by key,
 * with where each value was set.
 *
 * <p>Imports {@code api}, for the types of values {@code ingest.api}, {@code parsers.api} and {@code sink.api}, and for the
 * keys of lines {@code parsers}. Begin with {@code Configuration} and {@code ConfigurationLoader}.
 */
package com.jisu.logs.app.config;
