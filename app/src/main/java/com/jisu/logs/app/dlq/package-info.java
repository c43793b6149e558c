/**
 * {@code jisu-logs dlq}: the dead letters, listed, shown, exported and replayed.
 *
 * <p>Imports {@code letters}, {@code settings}, {@code kafka}, {@code config} and {@code api}, and {@code records}; only {@code
 * Main} imports it. Begin with {@code DlqCommand}, then {@code DeadLetterTopic}.
 */
package com.jisu.logs.app.dlq;
