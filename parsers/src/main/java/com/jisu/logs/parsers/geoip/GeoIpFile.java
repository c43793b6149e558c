package com.jisu.logs.parsers.geoip;

import com.jisu.logs.parsers.api.GeoIpDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A database, and what it is good for, which is told from what its records have and not from what it is called. Immutable and
 * thread-safe.
 */
public final class GeoIpFile {

    /** What the configuration has databases for. */
    enum Use {
        CITY("city", "places", "GeoLite2-City, DBIP-City-Lite or city ipv4"),
        ASN("asn", "networks", "GeoLite2-ASN, DBIP-ASN-Lite or asn ipv4");

        private final String key;
        private final String has;
        private final String examples;

        Use(String key, String has, String examples) {
            this.key = key;
            this.has = has;
            this.examples = examples;
        }
    }

    /** What is of the file system: by it a file is seen to have changed. */
    record Stamp(long modifiedMillis, long size) {
        private static final Stamp MISSING = new Stamp(-1, -1);

        static Stamp of(Path file) throws IOException {
            if (Files.notExists(file)) {
                return MISSING;
            }
            return new Stamp(Files.getLastModifiedTime(file).toMillis(), Files.size(file));
        }
    }

    /** As long as an array can be: a file is one in memory. */
    static final long MAX_BYTES = Integer.MAX_VALUE - 8L;

    private static final int SAMPLE = 2048;

    /** What the build has chosen is known to be whole and alike; it is not looked at for longer at each start. */
    private static final int EMBEDDED_SAMPLE = 64;

    private final MmdbFile mmdb;
    private final Path path;
    private final Stamp stamp;
    private final GeoReader places;
    private final GeoReader networks;

    /** @param path null of an embedded one, which is the build's and need not be read whole at each start */
    private GeoIpFile(ByteBuffer bytes, Path path, Stamp stamp) throws InvalidDatabaseException {
        this.mmdb = new MmdbFile(bytes);
        int sample = path == null ? EMBEDDED_SAMPLE : SAMPLE;
        this.path = path;
        this.stamp = stamp;
        try {
            if (path != null) {
                mmdb.check();
            }
            places = places(mmdb, sample);
            networks = has(mmdb, sample, GeoAutonomousSystem::read) ? GeoAutonomousSystem::read : null;
        } catch (IndexOutOfBoundsException e) {
            throw new InvalidDatabaseException("it is broken: " + e.getMessage(), e);
        }
        if (places == null && networks == null) {
            throw new InvalidDatabaseException(
                    "it is of type " + mmdb.type() + " and has neither places nor networks; city needs one such as "
                            + Use.CITY.examples + ", asn one such as " + Use.ASN.examples,
                    null);
        }
    }

    /**
     * Reads a file, all of it, so that none with a hole in it is put to use; also one packed by gzip, whatever it is called.
     *
     * @throws IOException if it cannot be read or is no such database; the message names it, and says what would do
     */
    public static GeoIpFile open(Path file) throws IOException {
        return open(file, MAX_BYTES);
    }

    static GeoIpFile open(Path file, long maxBytes) throws IOException {
        try {
            // The stamp first: a file that changes while it is read is then seen to have changed.
            Stamp stamp = Stamp.of(file);
            return new GeoIpFile(ByteBuffer.wrap(bytes(file, maxBytes)), file, stamp);
        } catch (InvalidDatabaseException e) {
            throw new InvalidDatabaseException("the GeoIP database " + file + ": " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new IOException("the GeoIP database " + file + " cannot be read: there is no such file", e);
        } catch (IOException e) {
            throw new IOException("the GeoIP database " + file + " cannot be read: " + e, e);
        }
    }

    /** Those that come with the program ({@code org.elasticsearch:geolite2-databases}): City and ASN, as far as they are there. */
    public static List<GeoIpFile> embedded() throws IOException {
        return List.of(embedded(Use.CITY), embedded(Use.ASN)).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** The one that the build has unpacked beside the program's jars, else that of the class path, which is inflated. */
    static Optional<GeoIpFile> embedded(Use use) throws IOException {
        String name = use == Use.CITY ? "GeoLite2-City.mmdb" : "GeoLite2-ASN.mmdb";
        try {
            Path unpacked = besideTheProgram(name);
            if (Files.isRegularFile(unpacked)) {
                return Optional.of(new GeoIpFile(mapped(unpacked), null, null));
            }
            try (InputStream in = GeoIpFile.class.getResourceAsStream("/" + name)) {
                return in == null
                        ? Optional.empty()
                        : Optional.of(new GeoIpFile(ByteBuffer.wrap(in.readAllBytes()), null, null));
            }
        } catch (InvalidDatabaseException e) {
            throw new InvalidDatabaseException("the embedded GeoIP database " + name + ": " + e.getMessage(), e);
        }
    }

    private static Path besideTheProgram(String name) throws IOException {
        try {
            URI program = GeoIpFile.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            return Path.of(program).resolveSibling(name);
        } catch (URISyntaxException e) {
            throw new IOException("it is not known where the program is: " + e.getMessage(), e);
        }
    }

    /** A file that nobody changes: what is read of it is in memory once for all processes, and outside of the heap. */
    private static ByteBuffer mapped(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    /** What is in a file, unpacked. What was packed is read twice, so that never more than all of it is in memory. */
    private static byte[] bytes(Path file, long maxBytes) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InvalidDatabaseException("it is a directory; name the file in it", null);
        }
        final boolean packed;
        try (InputStream in = Files.newInputStream(file)) {
            packed = in.read() == 0x1F && in.read() == 0x8B;
        }
        long size = packed ? unpackedSize(file, maxBytes) : Files.size(file);
        if (size > maxBytes) {
            throw new InvalidDatabaseException(
                    (packed ? "it unpacks to more than " : "it is of more than ") + maxBytes
                            + " bytes, and cannot be held in memory",
                    null);
        }
        try (InputStream in = packed ? new GZIPInputStream(Files.newInputStream(file)) : Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes((int) size);
            if (bytes.length < size || in.read() >= 0) {
                throw new InvalidDatabaseException("it changed while it was read", null);
            }
            Optional<String> foreign = ForeignFile.said(bytes);
            if (foreign.isPresent()) {
                throw new InvalidDatabaseException(foreign.get(), null);
            }
            return bytes;
        }
    }

    private static long unpackedSize(Path file, long maxBytes) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long size = 0;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            for (int read = 0; read >= 0 && size <= maxBytes; read = in.read(buffer)) {
                size += read;
            }
        } catch (IOException e) {
            throw new InvalidDatabaseException("it cannot be unpacked, or is cut off: " + e.getMessage(), e);
        }
        return size;
    }

    /** How its places are read; null if it has none. */
    private static GeoReader places(MmdbFile mmdb, int sample) {
        GeoAreas areas = new GeoAreas();
        boolean flat = has(mmdb, sample, new FlatPlaces(areas, false));
        boolean nested = !flat && has(mmdb, sample, (record, place) -> GeoCity.read(record, place, areas, false));
        if (!flat && !nested) {
            return null;
        }
        GeoReader any =
                flat ? new FlatPlaces(areas, false) : (record, place) -> GeoCity.read(record, place, areas, false);
        boolean pointless = mmdb.sample(sample)
                .noneMatch(place -> any.read(mmdb.cursor(), place) instanceof GeoCity city && city.isPrecise());
        return flat
                ? new FlatPlaces(areas, pointless)
                : (record, place) -> GeoCity.read(record, place, areas, pointless);
    }

    private static boolean has(MmdbFile mmdb, int sample, GeoReader reader) {
        return mmdb.sample(sample).anyMatch(place -> isOfUse(reader.read(mmdb.cursor(), place)));
    }

    private static boolean isOfUse(GeoRecord record) {
        return record instanceof GeoCity || record instanceof GeoAutonomousSystem;
    }

    boolean isFor(Use use) {
        return reader(use) != null;
    }

    /** The same, where it is for a use. */
    GeoIpFile requireFor(Use use) throws InvalidDatabaseException {
        if (!isFor(use)) {
            Use other = use == Use.CITY ? Use.ASN : Use.CITY;
            throw new InvalidDatabaseException(
                    "the GeoIP database " + source() + ": it is of type " + mmdb.type() + ", which has " + other.has
                            + " and no "
                            + use.has + ": it belongs to streams.geoip." + other.key + "; " + use.key
                            + " needs one such as "
                            + use.examples,
                    null);
        }
        return this;
    }

    private GeoReader reader(Use use) {
        return use == Use.CITY ? places : networks;
    }

    /** @param files how many files are for the same use */
    RecentRecords records(Use use, int files) {
        return new RecentRecords(mmdb, Objects.requireNonNull(reader(use)), files);
    }

    MmdbFile mmdb() {
        return mmdb;
    }

    /** Null of an embedded one. */
    Path path() {
        return path;
    }

    Stamp stamp() {
        return stamp;
    }

    private String source() {
        return path == null ? "embedded" : path.toString();
    }

    /** What it has for an address, without remembering it. */
    public GeoPlace find(byte[] address) {
        int place = mmdb.find(address);
        GeoRecord city = place < 0 || places == null ? null : places.read(mmdb.cursor(), place);
        GeoRecord network = place < 0 || networks == null ? null : networks.read(mmdb.cursor(), place);
        return new GeoPlace(
                0,
                city instanceof GeoCity found ? found : null,
                network instanceof GeoAutonomousSystem found ? found : null);
    }

    /** What it says of itself. */
    public GeoIpDatabase description() {
        List<Integer> versions = mmdb.isOfIpv4Only() ? List.of(4) : mmdb.isOfIpv6Only() ? List.of(6) : List.of(4, 6);
        return new GeoIpDatabase(
                mmdb.type(),
                Instant.ofEpochSecond(mmdb.buildEpochSeconds()),
                source(),
                mmdb.size(),
                versions,
                mmdb.languages(),
                places != null,
                networks != null);
    }
}
