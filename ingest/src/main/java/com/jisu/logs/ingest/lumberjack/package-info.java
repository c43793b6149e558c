/**
 * The protocol: bytes in whatever pieces they arrive, to windows and events.
 *
 * <p>Imports {@code memory} for what it may hold, {@code metrics} for why a connection ends, and {@code api}. Begin with
 * {@code LumberjackDecoder}; {@code FrameConsumer} is told what it finds.
 */
package com.jisu.logs.ingest.lumberjack;
