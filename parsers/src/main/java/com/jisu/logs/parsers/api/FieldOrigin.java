package com.jisu.logs.parsers.api;

/**
 * A field of a document, and what made it.
 *
 * @param name with dots
 * @param json its value
 * @param rule what made it, by the names of docs/fields.md
 */
public record FieldOrigin(String name, String json, String rule) {}
