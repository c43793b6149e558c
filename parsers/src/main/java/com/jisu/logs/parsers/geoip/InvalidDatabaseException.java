package com.jisu.logs.parsers.geoip;

import java.io.IOException;

/** A GeoIP database that cannot be used. The message says why, as the second half of a sentence about the file. */
public final class InvalidDatabaseException extends IOException {

    private static final long serialVersionUID = 1L;

    InvalidDatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
