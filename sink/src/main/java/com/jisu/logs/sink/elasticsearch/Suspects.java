package com.jisu.logs.sink.elasticsearch;

/**
 * What those values of a document are like that a server may have refused, where its error names none and gives no place.
 *
 * @param trait what they have in common
 * @param within the dotted name of the field that holds them, for {@link Trait#LONG_IN_FLAT_OBJECT}; else empty
 * @param bound beyond which they are refused; what it counts, the trait says
 */
public record Suspects(Trait trait, String within, int bound) {

    /** What a refused value has that others have not. */
    public enum Trait {
        /** A name that no field can have: a part of it is blank, or it has more characters than the bound. */
        NAME,
        /** A number of more digits than the bound. */
        LONG_NUMBER,
        /** More levels of objects, from the document on, than the bound. */
        DEPTH,
        /** A value that has, with its dotted name, more bytes than the bound. */
        LONG_IN_FLAT_OBJECT
    }
}
