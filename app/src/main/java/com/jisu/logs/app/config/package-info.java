/**
 * The configuration: read from the built-in file, the user's file, environment and command line; checked key by
 * key; and handed to the roles as their own settings.
 *
 * <p>Imports {@code api} and {@code logging}, and what the settings are for; commands and roles import it. Begin
 * with {@code Configuration} and {@code ConfigurationLoader}, then {@code Settings}.
 */
package com.jisu.logs.app.config;
