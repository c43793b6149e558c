/**
 * The program's own log lines: their levels, and whether they are text or JSON.
 *
 * <p>Imports {@code config} and {@code api}. Begin with {@code Logging} and the resource {@code logback.xml}.
 */
package com.jisu.logs.app.logging;
