/**
 * {@code jisu-logs send}: a file's lines, shipped as Filebeat would.
 *
 * <p>Imports {@code input} and {@code api}, and of ingest its {@code client}; only {@code Main} imports it. Begin with {@code
 * SendCommand}, then {@code Shipment}.
 */
package com.jisu.logs.app.send;
