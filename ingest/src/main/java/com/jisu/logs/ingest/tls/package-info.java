/**
 * TLS on the Beats port: certificates and keys from files, read again when they change, and what is asked of
 * clients.
 *
 * <p>Imports {@code api}, and {@code lumberjack} for the exception that ends a connection. Begin with {@code
 * ServerTls}, then {@code TlsRules}.
 */
package com.jisu.logs.ingest.tls;
