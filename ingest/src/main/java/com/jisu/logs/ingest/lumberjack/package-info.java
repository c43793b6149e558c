/**
 * The protocol: bytes in whatever pieces they arrive, to windows and events.
 *
 * <p>Imports {@code api}, and {@code memory} for what it may hold. Begin with {@code LumberjackDecoder}; {@code
 * FrameConsumer} is told what it finds.
 */
package com.jisu.logs.ingest.lumberjack;
