/**
 * {@code jisu-logs parse}: events to documents, without any server.
 *
 * <p>Imports {@code input}, {@code settings}, {@code config}, {@code logging} and {@code api}, and of the modules {@code parsers},
 * {@code parsers.api} and {@code records}; only {@code Main} imports it. Begin with {@code ParseCommand}.
 */
package com.jisu.logs.app.parse;
