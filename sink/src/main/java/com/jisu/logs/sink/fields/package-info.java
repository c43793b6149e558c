/**
 * Room for new fields: which names an index has, and how many more a service may add.
 *
 * <p>Imports {@code document}, {@code elasticsearch}, {@code index} and {@code metrics}, and {@code records} and {@code
 * records.json}. Begin with {@code FieldRoom}, then {@code NameScan}.
 */
package com.jisu.logs.sink.fields;
