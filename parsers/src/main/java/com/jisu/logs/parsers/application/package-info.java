/**
 * Lines of {@code fields.logtype: application}, one JSON object each.
 *
 * <p>Imports {@code loggers}, which knows the keys of such lines, {@code document} and what that may import; no other
 * type of log. Begin with {@code ApplicationParser}.
 */
package com.jisu.logs.parsers.application;
