package com.jisu.logs.parsers.geoip;

import com.jisu.logs.parsers.api.GeoIpDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * City and network databases of MaxMind's format, loaded whole into memory. Thread-safe.
 *
 * <p>{@link #refresh} replaces a database whose file has changed, after checking it; a file that cannot be used is
 * refused with a warning, and the old one stays. Whoever owns this calls it from time to time: there is no thread here.
 */
public final class GeoIpDatabases implements GeoIp {

    private static final Logger LOG = LoggerFactory.getLogger(GeoIpDatabases.class);
    private static final String CITY = "City";
    private static final String ASN = "ASN";

    /** A database in use. A {@code null} file is one of the class path. */
    private record Database(MmdbFile mmdb, Path file, Stamp stamp, Records records) {}

    private interface Reader {
        GeoRecord read(MmdbCursor record, int place);
    }

    /**
     * The records asked for of late, some 40 MB of them at most, which is nearly all that a database of cities has: each
     * has two slots to be in. Threads may overwrite each other's; as what is in a slot names its place, they never mistake it.
     */
    private static final class Records {
        private static final int SLOTS = 1 << 18;

        private final MmdbFile mmdb;
        private final Reader reader;
        private final GeoRecord[] slots = new GeoRecord[SLOTS];

        Records(MmdbFile mmdb, Reader reader) {
            this.mmdb = mmdb;
            this.reader = reader;
        }

        GeoRecord get(int place) {
            int slot = place * 0x9E3779B9 >>> 14;
            GeoRecord first = slots[slot];
            if (first != null && first.place() == place) {
                return first;
            }
            GeoRecord second = slots[slot ^ 1];
            if (second != null && second.place() == place) {
                return second;
            }
            GeoRecord read = read(place);
            if (first != null) {
                slots[slot ^ 1] = first;
            }
            slots[slot] = read;
            return read;
        }

        private GeoRecord read(int place) {
            try {
                return reader.read(mmdb.cursor(), place);
            } catch (IndexOutOfBoundsException e) {
                LOG.warn("The GeoIP record at byte {} cannot be read, so its addresses are unknown", place, e);
                return new GeoRecord(place);
            }
        }
    }

    private record Stamp(long modifiedMillis, long size) {
        private static final Stamp MISSING = new Stamp(-1, -1);

        static Stamp of(Path file) throws IOException {
            if (Files.notExists(file)) {
                return MISSING;
            }
            return new Stamp(Files.getLastModifiedTime(file).toMillis(), Files.size(file));
        }
    }

    /**
     * Both databases, and what they say of the addresses asked for of late: most clients come again, and a search touches
     * a dozen places of memory. Each has two slots to be in. Threads may overwrite each other's; as places name their
     * addresses, they never mistake one.
     */
    private record Current(Database city, Database asn, GeoPlace[] recent) {
        private static final int BITS = 16;

        Current(Database city, Database asn) {
            this(city, asn, new GeoPlace[1 << BITS]);
        }

        GeoPlace find(byte[] address) {
            if (address.length != 4) {
                return read(address, 0);
            }
            int ipv4 = (int) INTS.get(address, 0);
            int slot = ipv4 * 0x9E3779B9 >>> Integer.SIZE - BITS;
            GeoPlace first = recent[slot];
            if (first != null && first.ipv4() == ipv4) {
                return first;
            }
            GeoPlace second = recent[slot ^ 1];
            if (second != null && second.ipv4() == ipv4) {
                return second;
            }
            GeoPlace read = read(address, ipv4);
            recent[slot ^ 1] = first;
            recent[slot] = read;
            return read;
        }

        private GeoPlace read(byte[] address, int ipv4) {
            return new GeoPlace(
                    ipv4,
                    record(city, address) instanceof GeoCity found ? found : null,
                    record(asn, address) instanceof GeoAutonomousSystem found ? found : null);
        }

        private static GeoRecord record(Database database, byte[] address) {
            int place = database == null ? -1 : database.mmdb().find(address);
            return place < 0 ? null : database.records().get(place);
        }
    }

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private volatile Current current;
    private Stamp refusedCity;
    private Stamp refusedAsn;

    private GeoIpDatabases(Database city, Database asn) {
        this.current = new Current(city, asn);
    }

    /**
     * Opens the databases. Where no file is given, that of the class path is used, if there is one
     * ({@code org.elasticsearch:geolite2-databases}).
     *
     * @param cityFile a city database, or null
     * @param asnFile a network database, or null
     * @return {@link GeoIp#none} if there is neither
     * @throws IOException if a given file cannot be read or is no such database; the message names it
     */
    public static GeoIp open(Path cityFile, Path asnFile) throws IOException {
        Database city = open(cityFile, CITY);
        Database asn = open(asnFile, ASN);
        if (city == null && asn == null) {
            LOG.info("No GeoIP database is configured and none is on the class path: events get no place");
            return GeoIp.none();
        }
        GeoIpDatabases databases = new GeoIpDatabases(city, asn);
        LOG.info("GeoIP databases: {}", databases.databases());
        return databases;
    }

    private static Database open(Path file, String kind) throws IOException {
        if (file != null) {
            return read(file, kind);
        }
        String resource = "/GeoLite2-" + kind + ".mmdb";
        try (InputStream in = GeoIpDatabases.class.getResourceAsStream(resource)) {
            return in == null ? null : database(in.readAllBytes(), null, null, kind);
        } catch (InvalidDatabaseException e) {
            throw new InvalidDatabaseException("the embedded GeoIP database " + resource + ": " + e.getMessage(), e);
        }
    }

    private static Database read(Path file, String kind) throws IOException {
        try {
            // The stamp first: a file that changes while it is read is then seen to have changed.
            Stamp stamp = Stamp.of(file);
            return database(Files.readAllBytes(file), file, stamp, kind);
        } catch (InvalidDatabaseException e) {
            throw new InvalidDatabaseException("the GeoIP database " + file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException("the GeoIP database " + file + " cannot be read: " + e, e);
        }
    }

    private static Database database(byte[] bytes, Path file, Stamp stamp, String kind)
            throws InvalidDatabaseException {
        MmdbFile mmdb = new MmdbFile(bytes);
        boolean enterprise = kind.equals(CITY) && mmdb.type().endsWith("Enterprise");
        boolean isp = kind.equals(ASN) && mmdb.type().endsWith("ISP");
        if (!mmdb.type().contains(kind) && !enterprise && !isp) {
            throw new InvalidDatabaseException("it is of type " + mmdb.type() + ", expected one of " + kind, null);
        }
        GeoAreas areas = new GeoAreas();
        Reader reader =
                kind.equals(CITY) ? (record, place) -> GeoCity.read(record, place, areas) : GeoAutonomousSystem::read;
        check(mmdb, file, reader);
        return new Database(mmdb, file, stamp, new Records(mmdb, reader));
    }

    /**
     * Reads all that is in a file, and some of the records as they will be, so that no broken one is put to use. Those of the
     * class path are the build's, and need not be read whole at each start.
     */
    private static void check(MmdbFile mmdb, Path file, Reader reader) throws InvalidDatabaseException {
        int found = 0;
        try {
            if (file != null) {
                mmdb.check();
            }
            for (int i = 0; i < 1 << 16; i += 37) {
                int place = mmdb.find(new byte[] {(byte) (i >> 8), (byte) i, 1, 1});
                if (place >= 0 && isOfUse(reader.read(mmdb.cursor(), place))) {
                    found++;
                }
            }
        } catch (IndexOutOfBoundsException e) {
            throw new InvalidDatabaseException("it is broken: " + e.getMessage(), e);
        }
        if (found == 0) {
            throw new InvalidDatabaseException("there are no places or networks in it", null);
        }
    }

    private static boolean isOfUse(GeoRecord record) {
        return record instanceof GeoCity || record instanceof GeoAutonomousSystem;
    }

    /**
     * Replaces the databases whose files have changed, by time or size, since they were opened.
     *
     * @return whether any was replaced
     */
    public synchronized boolean refresh() {
        final Database city = current.city();
        final Database asn = current.asn();
        Database newCity = refreshed(city, CITY, refusedCity);
        Database newAsn = refreshed(asn, ASN, refusedAsn);
        refusedCity = newCity == city ? refused(city, refusedCity) : null;
        refusedAsn = newAsn == asn ? refused(asn, refusedAsn) : null;
        boolean replaced = newCity != city || newAsn != asn;
        if (replaced) {
            current = new Current(newCity, newAsn);
        }
        return replaced;
    }

    private static Stamp refused(Database database, Stamp before) {
        if (database == null || database.file() == null) {
            return null;
        }
        try {
            Stamp now = Stamp.of(database.file());
            return now.equals(database.stamp()) ? null : now;
        } catch (IOException e) {
            return before;
        }
    }

    /** @param refused the stamp of a file that was refused before, which is not said again */
    private static Database refreshed(Database old, String kind, Stamp refused) {
        if (old == null || old.file() == null) {
            return old;
        }
        try {
            Stamp now = Stamp.of(old.file());
            if (now.equals(old.stamp()) || now.equals(refused)) {
                return old;
            }
            Database fresh = read(old.file(), kind);
            LOG.info(
                    "Replaced the GeoIP database {}: {} of {}",
                    old.file(),
                    fresh.mmdb().type(),
                    built(fresh));
            return fresh;
        } catch (IOException e) {
            LOG.warn("Kept the GeoIP database of {}: {}", built(old), e.getMessage());
            return old;
        }
    }

    private static Instant built(Database database) {
        return Instant.ofEpochSecond(database.mmdb().buildEpochSeconds());
    }

    /** What databases are in use. */
    public List<GeoIpDatabase> databases() {
        Current now = current;
        return Stream.of(Optional.ofNullable(now.city()), Optional.ofNullable(now.asn()))
                .flatMap(Optional::stream)
                .map(database -> new GeoIpDatabase(
                        database.mmdb().type(),
                        built(database),
                        database.file() == null ? "embedded" : database.file().toString()))
                .toList();
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public GeoPlace find(byte[] address) {
        return current.find(address);
    }
}
