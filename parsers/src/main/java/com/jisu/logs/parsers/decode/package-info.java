/**
 * Steps that read formats inside of texts: json, kv, csv and their kind.
 *
 * <p>Imports {@code steps}, {@code tree}, {@code json} and {@code api}. Begin with {@code DecodeSteps}, the table of them.
 */
package com.jisu.logs.parsers.decode;
