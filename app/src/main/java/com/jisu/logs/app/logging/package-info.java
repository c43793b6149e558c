/**
 * The program's own log lines: their levels, and whether they are text or JSON.
 *
 * <p>Imports {@code config} and {@code api}. All is in {@code Logging}, and in the resource {@code logback.xml}.
 */
package com.jisu.logs.app.logging;
