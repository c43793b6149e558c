/**
 * {@code jisu-logs parse}: events to documents, without any server.
 *
 * <p>Imports {@code input} and {@code api}; only {@code Main} imports it. Begin with {@code ParseCommand}.
 */
package com.jisu.logs.app.parse;
