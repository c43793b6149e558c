/**
 * The configuration put to use: the options that all commands have, the checks before something starts, and the settings
 * records of the roles.
 *
 * <p>Imports {@code kafka}, {@code logging}, {@code config} and {@code api}, and of the modules {@code ingest}, {@code
 * ingest.api}, {@code parsers}, {@code parsers.api}, {@code streams}, {@code sink.api} and {@code records}; commands and roles import it. Begin
 * with {@code ConfigurationOptions}, then {@code Settings}.
 */
package com.jisu.logs.app.settings;
