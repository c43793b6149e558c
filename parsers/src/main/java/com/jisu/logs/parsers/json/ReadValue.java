package com.jisu.logs.parsers.json;

/**
 * A member that {@link JsonScanner} has read of an event or of its line.
 *
 * @param key its name
 * @param depth names on the path to it, in its own text
 * @param in the text: the event, or a decoded line
 * @param again an object that was read before, so that its members are not noted: as it was read; null for other values
 */
public record ReadValue(Key key, int depth, JsonValue value, byte[] in, int from, int to, JsonObject again) {

    /** Whether its name is this one, or leads into an object of this name. */
    public boolean isOf(Key name) {
        String own = key.name();
        String other = name.name();
        return own.startsWith(other) && (own.length() == other.length() || own.charAt(other.length()) == '.');
    }
}
