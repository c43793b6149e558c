/**
 * {@code jisu-logs dev}: the whole pipeline in one process, its servers included.
 *
 * <p>Imports {@code roles}, {@code settings}, {@code kafka} and {@code tail}; only {@code Main} imports it. Begin with {@code
 * DevCommand}; nothing but {@code EmbeddedServers} may refer to the embedded servers, which a production installation does not
 * have.
 */
package com.jisu.logs.app.dev;
