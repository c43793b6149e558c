package com.jisu.logs.parsers.geoip;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A MaxMind DB, in memory or mapped into it (<a href="https://maxmind.github.io/MaxMind-DB/">MaxMind DB file format 2.0</a>).
 * Thread-safe.
 *
 * <p>MaxMind's own reader decodes a record anew for each address. Here an address leads to the place of its record, by
 * which those who ask can keep what they made of it: there are far fewer records than addresses.
 */
public final class MmdbFile {

    private static final byte[] METADATA_MARKER = {
        (byte) 0xAB, (byte) 0xCD, (byte) 0xEF, 'M', 'a', 'x', 'M', 'i', 'n', 'd', '.', 'c', 'o', 'm'
    };
    private static final int MAX_METADATA = 128 * 1024;
    private static final int SEPARATOR = 16;

    private final ByteBuffer file;
    private final String type;
    private final long buildEpochSeconds;
    private final int nodes;
    private final int recordBits;
    private final int ipVersion;
    private final List<String> languages;
    private final int dataFrom;
    private final int dataTo;

    private final int ipv4Root;

    /**
     * For the first 16 bits of an IPv4 address, where they lead: half of the way is the same for many. 0, where nothing leads to, is what
     * nobody has asked for yet; whoever asks at the same time finds the same.
     */
    private final int[] ipv4Nodes = new int[1 << 16];

    /** @throws InvalidDatabaseException if it is no such file, or is cut off */
    public MmdbFile(byte[] file) throws InvalidDatabaseException {
        this(ByteBuffer.wrap(file));
    }

    /** @throws InvalidDatabaseException if it is no such file, or is cut off */
    MmdbFile(ByteBuffer file) throws InvalidDatabaseException {
        this.file = file;
        int marker = lastMarker(file);
        MmdbCursor metadata = new MmdbCursor(file, marker, file.limit());
        try {
            type = metadata.text(metadata.find(marker, MmdbCursor.name("database_type")));
            buildEpochSeconds = metadata.whole(metadata.find(marker, MmdbCursor.name("build_epoch")));
            nodes = (int) metadata.whole(metadata.find(marker, MmdbCursor.name("node_count")));
            recordBits = (int) metadata.whole(metadata.find(marker, MmdbCursor.name("record_size")));
            ipVersion = (int) metadata.whole(metadata.find(marker, MmdbCursor.name("ip_version")));
            languages = List.copyOf(metadata.texts(metadata.find(marker, MmdbCursor.name("languages"))));
        } catch (IndexOutOfBoundsException e) {
            throw new InvalidDatabaseException("its metadata cannot be read", e);
        }
        if (type == null || recordBits != 24 && recordBits != 28 && recordBits != 32) {
            throw new InvalidDatabaseException("its records are of " + recordBits + " bits, which is not known", null);
        }
        long treeSize = (long) nodes * recordBits / 4;
        dataTo = marker - METADATA_MARKER.length;
        if (nodes < 1 || treeSize + SEPARATOR > dataTo) {
            throw new InvalidDatabaseException("it is cut off: the search tree is not whole", null);
        }
        dataFrom = (int) treeSize + SEPARATOR;
        ipv4Root = ipVersion == 6 ? ipv4Root() : 0;
    }

    private static int lastMarker(ByteBuffer file) throws InvalidDatabaseException {
        int least = Math.max(0, file.limit() - MAX_METADATA);
        for (int from = file.limit() - METADATA_MARKER.length; from >= least; from--) {
            int i = 0;
            while (i < METADATA_MARKER.length && file.get(from + i) == METADATA_MARKER[i]) {
                i++;
            }
            if (i == METADATA_MARKER.length) {
                return from + i;
            }
        }
        throw new InvalidDatabaseException("it is no MaxMind DB, or is cut off: there is no metadata", null);
    }

    private int ipv4Root() {
        int node = 0;
        for (int i = 0; i < 96 && node < nodes; i++) {
            node = child(node, 0);
        }
        return node;
    }

    /** The database's type, such as {@code GeoLite2-City}. */
    String type() {
        return type;
    }

    /** When it was built, in seconds since 1970. */
    long buildEpochSeconds() {
        return buildEpochSeconds;
    }

    /** Whether it knows nothing of IPv6. */
    boolean isOfIpv4Only() {
        return ipVersion == 4;
    }

    /** Whether it knows nothing of IPv4: where IPv4 addresses are looked up, there is nothing. */
    boolean isOfIpv6Only() {
        return ipVersion != 4 && IntStream.range(0, ipv4Nodes.length).allMatch(first -> ipv4Node(first) == nodes);
    }

    /** The languages that its names are in, by its metadata; often none. */
    List<String> languages() {
        return languages;
    }

    /** Its size, in bytes. */
    int size() {
        return file.limit();
    }

    /**
     * Where the record of an address is, or -1 if there is none. That of an IPv4 address inside of one of IPv6, as a host of both
     * sees it or behind a NAT64, is that of the IPv4 address.
     *
     * @param address 4 or 16 bytes
     */
    public int find(byte[] address) {
        int from = IpAddress.ipv4At(address);
        int node = 0;
        if (from >= 0) {
            node = walk(ipv4Node(unsigned(address, from)), unsigned(address, from + 2), 16);
        } else if (ipVersion == 4) {
            return -1;
        } else {
            for (int i = 0; i < address.length && node < nodes; i += 2) {
                node = walk(node, unsigned(address, i), 16);
            }
        }
        return node > nodes ? node - nodes - SEPARATOR + dataFrom : -1;
    }

    private int ipv4Node(int first) {
        int node = ipv4Nodes[first];
        if (node == 0) {
            node = walk(ipv4Root, first, 16);
            ipv4Nodes[first] = node;
        }
        return node;
    }

    /** Follows the lowest bits of a number, from the highest of them. */
    private int walk(int from, int bits, int count) {
        int node = from;
        for (int bit = count - 1; bit >= 0 && node < nodes; bit--) {
            node = child(node, bits >> bit & 1);
        }
        return node;
    }

    private static int unsigned(byte[] address, int at) {
        return (address[at] & 0xFF) << 8 | address[at + 1] & 0xFF;
    }

    /** Four bytes are read at once, as there is always something behind the tree. */
    private int child(int node, int side) {
        int at = node * (recordBits / 4);
        switch (recordBits) {
            case 24:
                return file.getInt(at + side * 3) >>> 8;
            case 28:
                // The byte in the middle has the highest four bits of both. No branch: which side it is cannot be
                // predicted.
                int four = file.getInt(at + side * 3);
                int left = four >>> 8 | (four & 0xF0) << 20;
                return left ^ (left ^ four & 0x0FFF_FFFF) & -side;
            default:
                return file.getInt(at + side * 4);
        }
    }

    private int unsigned(int at, int count) {
        int number = 0;
        for (int i = at; i < at + count; i++) {
            number = number << 8 | file.get(i) & 0xFF;
        }
        return number;
    }

    /**
     * Reads all of the search tree, and the kinds of all values that it leads to: a file with a hole in it, where there are
     * zeros, is not whole.
     *
     * @throws IndexOutOfBoundsException if it is not
     */
    void check() {
        final MmdbCursor cursor = cursor();
        final BitSet open = new BitSet();
        final BitSet records = records();
        final BitSet known = (BitSet) records.clone();
        final IntConsumer target = place -> {
            if (place < dataFrom) {
                throw new IndexOutOfBoundsException("a value at byte " + place);
            }
            if (!known.get(place)) {
                known.set(place);
                open.set(place);
            }
        };
        for (int place = records.nextSetBit(0); place >= 0; place = records.nextSetBit(place + 1)) {
            cursor.check(place, target);
        }
        while (!open.isEmpty()) {
            for (int place = open.nextSetBit(0); place >= 0; place = open.nextSetBit(place + 1)) {
                open.clear(place);
                cursor.checkValue(place, target);
            }
        }
    }

    /** Where the records are that the tree leads to. */
    private BitSet records() {
        BitSet records = new BitSet();
        for (int node = 0; node < nodes; node++) {
            for (int side = 0; side < 2; side++) {
                int child = child(node, side);
                if (child <= 0) { // nothing leads back to the first node
                    throw new IndexOutOfBoundsException("a hole in the search tree, at node " + node);
                }
                if (child > nodes) {
                    records.set(child - nodes - SEPARATOR + dataFrom);
                }
            }
        }
        return records;
    }

    /** The places of some records from all over the search tree, of all of them where there are not more. */
    IntStream sample(int atMost) {
        long step = Math.max(1, nodes / Math.max(1, atMost / 2));
        return IntStream.iterate(
                        0, node -> node >= 0 && node < nodes, node -> (int) Math.min(Integer.MAX_VALUE, node + step))
                .flatMap(node -> IntStream.of(child(node, 0), child(node, 1)))
                .filter(child -> child > nodes)
                .map(child -> child - nodes - SEPARATOR + dataFrom);
    }

    /** A cursor over this file's records. */
    public MmdbCursor cursor() {
        return new MmdbCursor(file, dataFrom, dataTo);
    }
}
