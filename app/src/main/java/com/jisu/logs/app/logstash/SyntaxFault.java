package com.jisu.logs.app.logstash;

/** A configuration that Logstash would not start with either. The message begins with the place. */
public final class SyntaxFault extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message what was expected there */
    public SyntaxFault(Place place, String message) {
        super(place + ": " + message);
    }
}
