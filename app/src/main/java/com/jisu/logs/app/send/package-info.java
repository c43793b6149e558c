/**
 * {@code jisu-logs send}: a file's lines, shipped as Filebeat would.
 *
 * <p>Imports {@code input} and {@code api}, and of the modules {@code ingest.client}, {@code parsers}, {@code parsers.api} and
 * {@code records.tls}; only {@code Main} imports it. Begin with {@code SendCommand}, then {@code Shipment}.
 */
package com.jisu.logs.app.send;
