/**
 * Room for new fields: which names an index has, and how many more a service may add.
 *
 * <p>Imports {@code api}, {@code document} and {@code elasticsearch}. Begin with {@code FieldRoom}, then {@code
 * NameScan}.
 */
package com.jisu.logs.sink.fields;
