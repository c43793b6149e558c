/**
 * The configuration put to use: the options that all commands have, the checks before something starts, and the settings records
 * of the roles.
 *
 * <p>Imports {@code config}, {@code kafka} and {@code logging}; commands and roles import it. Begin with {@code
 * ConfigurationOptions}, then {@code Settings}.
 */
package com.jisu.logs.app.settings;
