package com.jisu.logs.parsers.geoip;

import com.jisu.logs.parsers.api.GeoIpDatabase;
import com.jisu.logs.parsers.geoip.GeoIpFile.Stamp;
import com.jisu.logs.parsers.geoip.GeoIpFile.Use;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * City and network databases of MaxMind's format, loaded whole into memory. Of several for the same use the first that knows an address
 * wins. Thread-safe.
 *
 * <p>{@link #refresh} replaces a database whose file has changed, after checking it; a file that cannot be used is
 * refused with a warning, and the old one stays. Whoever owns this calls it from time to time: there is no thread here.
 *
 * <p>What is remembered does not grow with the number of files: the files for the same use share the room for 2 to the power of 18 records,
 * some 40 MB of places, which is nearly all that a database of cities has, and less of networks. Only regions are each file's own, 2 MB at
 * most, beside the file itself.
 */
public final class GeoIpDatabases implements GeoIp {

    private static final Logger LOG = LoggerFactory.getLogger(GeoIpDatabases.class);

    /** A database in one of its uses. */
    private record Source(GeoIpFile file, RecentRecords records) {
        GeoRecord find(byte[] address) {
            int place = file.mmdb().find(address);
            return place < 0 ? null : records.get(place);
        }
    }

    /** All databases, and what they said of late: with networks, and without for those who did not ask for them. */
    private record Current(Source[] city, Source[] asn, RecentPlaces recent, RecentPlaces recentCities) {

        Current(Source[] city, Source[] asn) {
            this(city, asn, new RecentPlaces(), new RecentPlaces());
        }

        GeoPlace find(byte[] address, boolean withNetwork) {
            if (address.length != 4) {
                return read(address, 0, withNetwork);
            }
            RecentPlaces remembered = withNetwork ? recent : recentCities;
            int ipv4 = (int) INTS.get(address, 0);
            GeoPlace place = remembered.get(ipv4);
            if (place == null) {
                place = read(address, ipv4, withNetwork);
                remembered.put(place);
            }
            return place;
        }

        private GeoPlace read(byte[] address, int ipv4, boolean withNetwork) {
            return new GeoPlace(ipv4, city(address), withNetwork ? autonomousSystem(address) : null);
        }

        private GeoCity city(byte[] address) {
            for (Source source : city) {
                if (source.find(address) instanceof GeoCity found) {
                    return found;
                }
            }
            return null;
        }

        private GeoAutonomousSystem autonomousSystem(byte[] address) {
            for (Source source : asn) {
                if (source.find(address) instanceof GeoAutonomousSystem found) {
                    return found;
                }
            }
            return null;
        }
    }

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private volatile Current current;

    /** The stamps of files that were refused, which is not said again. */
    private final Map<Path, Stamp> refused = new HashMap<>();

    private GeoIpDatabases(List<GeoIpFile> city, List<GeoIpFile> asn) {
        this.current = new Current(sources(city, Use.CITY), sources(asn, Use.ASN));
    }

    private static Source[] sources(List<GeoIpFile> files, Use use) {
        return files.stream()
                .map(file -> new Source(file, file.records(use, files.size())))
                .toArray(Source[]::new);
    }

    /**
     * Opens the databases. Where no file is given, that of the class path is used, if there is one
     * ({@code org.elasticsearch:geolite2-databases}).
     *
     * @param cityFiles files with places, the first that knows an address wins; may be empty
     * @param asnFiles files with networks, likewise; one with both may be in both lists, and is in memory once
     * @return {@link GeoIp#none} if there is neither
     * @throws IOException if a given file cannot be read or is no such database; the message names it
     */
    public static GeoIp open(List<Path> cityFiles, List<Path> asnFiles) throws IOException {
        Map<Path, GeoIpFile> opened = new HashMap<>();
        List<GeoIpFile> city = new ArrayList<>();
        for (Path file : cityFiles) {
            city.add(opened(file, opened).requireFor(Use.CITY));
        }
        List<GeoIpFile> asn = new ArrayList<>();
        for (Path file : asnFiles) {
            asn.add(opened(file, opened).requireFor(Use.ASN));
        }
        return of(city, asn);
    }

    private static GeoIpFile opened(Path file, Map<Path, GeoIpFile> opened) throws IOException {
        GeoIpFile before = opened.get(file);
        if (before != null) {
            return before;
        }
        GeoIpFile now = GeoIpFile.open(file);
        opened.put(file, now);
        return now;
    }

    /**
     * The same, with files of which each is used for all that it has.
     *
     * @throws IOException if one cannot be read or is no such database; the message names it
     */
    public static GeoIp open(List<Path> files) throws IOException {
        List<GeoIpFile> opened = new ArrayList<>();
        for (Path file : files) {
            opened.add(GeoIpFile.open(file));
        }
        return of(
                opened.stream().filter(file -> file.isFor(Use.CITY)).toList(),
                opened.stream().filter(file -> file.isFor(Use.ASN)).toList());
    }

    private static GeoIp of(List<GeoIpFile> city, List<GeoIpFile> asn) throws IOException {
        List<GeoIpFile> places =
                city.isEmpty() ? GeoIpFile.embedded(Use.CITY).stream().toList() : city;
        List<GeoIpFile> networks =
                asn.isEmpty() ? GeoIpFile.embedded(Use.ASN).stream().toList() : asn;
        if (places.isEmpty() && networks.isEmpty()) {
            LOG.info("No GeoIP database is configured and none is on the class path: events get no place");
            return GeoIp.none();
        }
        GeoIpDatabases databases = new GeoIpDatabases(places, networks);
        LOG.info("GeoIP databases: {}", databases.databases());
        return databases;
    }

    /**
     * Replaces the databases whose files have changed, by time or size, since they were opened; each by itself.
     *
     * @return whether any was replaced
     */
    public synchronized boolean refresh() {
        final Current now = current;
        Map<GeoIpFile, GeoIpFile> replaced = new HashMap<>();
        files(now).filter(file -> file.path() != null).forEach(old -> {
            GeoIpFile fresh = refreshed(old, now);
            if (fresh != old) {
                replaced.put(old, fresh);
            }
        });
        if (replaced.isEmpty()) {
            return false;
        }
        current = new Current(replaced(now.city(), Use.CITY, replaced), replaced(now.asn(), Use.ASN, replaced));
        return true;
    }

    private static Stream<GeoIpFile> files(Current current) {
        return Stream.of(current.city(), current.asn())
                .flatMap(Stream::of)
                .map(Source::file)
                .distinct();
    }

    private static Source[] replaced(Source[] sources, Use use, Map<GeoIpFile, GeoIpFile> replaced) {
        return Stream.of(sources)
                .map(source -> {
                    GeoIpFile fresh = replaced.get(source.file());
                    return fresh == null ? source : new Source(fresh, fresh.records(use, sources.length));
                })
                .toArray(Source[]::new);
    }

    private GeoIpFile refreshed(GeoIpFile old, Current now) {
        Stamp stamp = null;
        try {
            stamp = Stamp.of(old.path());
            if (stamp.equals(old.stamp()) || stamp.equals(refused.get(old.path()))) {
                return old;
            }
            GeoIpFile fresh = GeoIpFile.open(old.path());
            for (Use use : Use.values()) {
                if (Stream.of(use == Use.CITY ? now.city() : now.asn()).anyMatch(source -> source.file() == old)) {
                    fresh.requireFor(use);
                }
            }
            refused.remove(old.path());
            LOG.info("Replaced the GeoIP database {}", fresh.description());
            return fresh;
        } catch (IOException e) {
            if (stamp != null) {
                refused.put(old.path(), stamp);
            }
            LOG.warn("Kept the GeoIP database of {}: {}", old.description().built(), e.getMessage());
            return old;
        }
    }

    /** What databases are in use, those with places first. */
    public List<GeoIpDatabase> databases() {
        return files(current).map(GeoIpFile::description).toList();
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public boolean hasPlaces() {
        return current.city().length > 0;
    }

    @Override
    public GeoPlace find(byte[] address) {
        return current.find(address, true);
    }

    @Override
    public GeoPlace findCity(byte[] address) {
        return current.find(address, false);
    }
}
