/**
 * Reading the configuration: the built-in file, the user's file, environment and command line; types and ranges, key by key,
 * with where each value was set.
 *
 * <p>Imports {@code api}, and of the modules the types of values. Begin with {@code Configuration} and {@code
 * ConfigurationLoader}.
 */
package com.jisu.logs.app.config;
