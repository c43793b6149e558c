/**
 * Starting and stopping ingest, streams and sink in this process: what they are given, how they are watched, their admin port,
 * their end in order.
 *
 * <p>Imports what they are made of; only commands import it. Begin with {@code Pipeline}, then {@code RoleCommand}
 * and {@code Shutdown}.
 */
package com.jisu.logs.app.roles;
