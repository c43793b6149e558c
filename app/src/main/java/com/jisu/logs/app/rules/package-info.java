/**
 * {@code jisu-logs rules}: tests and shows rules of one's own.
 *
 * <p>Imports {@code api}, {@code config} and {@code settings}, and of the modules {@code parsers} and {@code parsers.api}. Begin with {@code RulesCommand}.
 */
package com.jisu.logs.app.rules;
