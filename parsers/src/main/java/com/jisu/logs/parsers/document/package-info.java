/**
 * The document being made of an event, and the rules by which fields get into it: names in both schemas, what the index's
 * mappings take, ids, tags, and who explains them.
 *
 * <p>Imports {@code geoip}, for addresses, {@code time}, {@code json} and {@code api}; it knows no type of log. Begin with
 * {@code Document} and {@code Placement}; {@code LogTypeParser} is what the wings of the log types implement.
 */
package com.jisu.logs.parsers.document;
