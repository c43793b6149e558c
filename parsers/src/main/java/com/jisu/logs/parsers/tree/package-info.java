/**
 * The event as rules of one's own change it: a tree of values, the paths to them, and texts with fields in them.
 *
 * <p>Imports {@code json} and {@code api}. Begin with {@code EventTree}, then {@code FieldPath}.
 */
package com.jisu.logs.parsers.tree;
