package com.jisu.logs.parsers;

import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.geoip.GeoIpDatabases;
import com.jisu.logs.parsers.useragent.UserAgents;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What the tests of wings look up: the databases of the class path. */
public final class ReferenceDataForTests {

    private ReferenceDataForTests() {}

    public static GeoIp geoIp() {
        try {
            return GeoIpDatabases.open(null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static UserAgents userAgents() {
        return new UserAgents(1000);
    }
}
