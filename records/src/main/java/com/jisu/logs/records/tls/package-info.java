/**
 * TLS from PEM files: certificates, private keys, and what a client trusts and shows.
 *
 * <p>Imports nothing of the project. Begin with {@code ClientTls}: {@code send} and the sink are such clients; the Beats port
 * reads its files as {@code PemFile}. {@code WatchedFiles} reads them again when they change.
 */
package com.jisu.logs.records.tls;
