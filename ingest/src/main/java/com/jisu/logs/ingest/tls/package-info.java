/**
 * TLS on the Beats port: certificates and keys from files, read again when they change, and what is asked of clients.
 *
 * <p>Imports {@code lumberjack} for the exception that ends a connection, {@code metrics}, {@code api} and {@code
 * records.tls}. Begin with {@code ServerTls}, then {@code TlsRules}.
 */
package com.jisu.logs.ingest.tls;
