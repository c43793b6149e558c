/**
 * Starting and stopping ingest, streams and sink in this process: what they are given, how they are watched, their admin
 * port, their end in order.
 *
 * <p>May import every wing below it, and of the modules {@code ingest}, {@code ingest.api}, {@code parsers}, {@code streams}, {@code sink} and
 * {@code records}; only commands import it. Begin with {@code Pipeline}, then {@code RoleCommand} and {@code Shutdown}.
 */
package com.jisu.logs.app.roles;
