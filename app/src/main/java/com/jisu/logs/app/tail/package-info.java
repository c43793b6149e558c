/**
 * {@code jisu-logs tail}: documents as they come, filtered, and written for people or as JSON.
 *
 * <p>Imports {@code settings}, {@code kafka}, {@code config} and {@code api}, and {@code records}; roles and the live page
 * use its parts. Begin with {@code Tail}, then {@code EventPrinter}.
 */
package com.jisu.logs.app.tail;
