/**
 * {@code jisu-logs status}: what running processes say of themselves on their admin ports, in a table.
 *
 * <p>Imports {@code api}, and of the modules {@code parsers.api}; only {@code Main} imports it. Begin with {@code StatusCommand}.
 */
package com.jisu.logs.app.status;
