/**
 * The admin port: a small HTTP server for metrics, health, and streams of events to a browser.
 *
 * <p>Imports {@code api}; what it answers beside metrics and health is handed in as an {@code Endpoint}. Begin with {@code
 * AdminServer}, then {@code HttpConnection}.
 */
package com.jisu.logs.app.admin;
