/**
 * TLS from PEM files: certificates, private keys, and what a client trusts and shows.
 *
 * <p>Imports nothing of the project. Begin with {@code ClientTls}: {@code send} and the sink are such clients; the Beats port
 * reads its files with {@code PemCertificates} and {@code PemPrivateKey}.
 */
package com.jisu.logs.records.tls;
