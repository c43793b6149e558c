/**
 * Lines of {@code fields.logtype: application}, one JSON object each.
 *
 * <p>Imports {@code loggers}, which knows the keys of such lines, {@code document}, {@code time}, {@code json} and {@code
 * api}; no other type of log. Begin with {@code ApplicationParser}.
 */
package com.jisu.logs.parsers.application;
