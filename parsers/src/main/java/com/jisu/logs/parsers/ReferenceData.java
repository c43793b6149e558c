package com.jisu.logs.parsers;

import com.jisu.logs.parsers.api.GeoIpDatabase;
import com.jisu.logs.parsers.document.FieldTypes;
import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.geoip.GeoIpDatabases;
import com.jisu.logs.parsers.useragent.UserAgents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What parsers look up: what the index maps names to, where addresses are, and which programs user agents are. Thread-safe, and
 * shared by all parsers of a process.
 */
public final class ReferenceData {

    private final FieldTypes fieldTypes;
    private final GeoIp geoIp;
    private final UserAgents userAgents;

    ReferenceData(FieldTypes fieldTypes, GeoIp geoIp, UserAgents userAgents) {
        this.fieldTypes = Objects.requireNonNull(fieldTypes, "fieldTypes");
        this.geoIp = Objects.requireNonNull(geoIp, "geoIp");
        this.userAgents = Objects.requireNonNull(userAgents, "userAgents");
    }

    /**
     * Opens the GeoIP databases. Where no file is given, that of the class path is used, if there is one
     * ({@code org.elasticsearch:geolite2-databases}); events get no place where there is neither.
     *
     * @param mappings the component template with the index's mappings, as Elasticsearch gets it
     * @param city databases of MaxMind's format that tell where addresses are: the first that knows one wins; may be empty
     * @param asn databases of MaxMind's format that tell whose network they are of, likewise
     * @param cachedUserAgents user agents of which it is remembered what they are, at least 1
     * @throws IOException if a given file cannot be read or is no such database; the message names it
     */
    public static ReferenceData open(byte[] mappings, List<Path> city, List<Path> asn, int cachedUserAgents)
            throws IOException {
        return new ReferenceData(
                FieldTypes.fromMappings(mappings), GeoIpDatabases.open(city, asn), new UserAgents(cachedUserAgents));
    }

    /**
     * The same, with databases of which each is used for all that it has.
     *
     * @param databases of MaxMind's format; the embedded ones serve for what none of them has
     * @throws IOException if one cannot be read or is no such database; the message names it
     */
    public static ReferenceData open(byte[] mappings, List<Path> databases, int cachedUserAgents) throws IOException {
        return new ReferenceData(
                FieldTypes.fromMappings(mappings), GeoIpDatabases.open(databases), new UserAgents(cachedUserAgents));
    }

    FieldTypes fieldTypes() {
        return fieldTypes;
    }

    GeoIp geoIp() {
        return geoIp;
    }

    UserAgents userAgents() {
        return userAgents;
    }

    /** The GeoIP databases in use. */
    public List<GeoIpDatabase> geoIpDatabases() {
        return geoIp instanceof GeoIpDatabases files ? files.databases() : List.of();
    }

    /**
     * Replaces the GeoIP databases whose files have changed since they were opened. A file that cannot be used is refused with a
     * warning, and the old database stays. Whoever owns this calls it from time to time: there is no thread here.
     *
     * @return whether any was replaced
     */
    public boolean refreshGeoIp() {
        return geoIp instanceof GeoIpDatabases files && files.refresh();
    }
}
