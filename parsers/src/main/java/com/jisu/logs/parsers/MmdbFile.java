package com.jisu.logs.parsers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A MaxMind DB, whole in memory (<a href="https://maxmind.github.io/MaxMind-DB/">MaxMind DB file format 2.0</a>).
 * Immutable and thread-safe.
 *
 * <p>MaxMind's own reader decodes a record anew for each address. Here an address leads to the place of its record, by
 * which those who ask can keep what they made of it: there are far fewer records than addresses.
 */
final class MmdbFile {

    private static final byte[] METADATA_MARKER = {
        (byte) 0xAB, (byte) 0xCD, (byte) 0xEF, 'M', 'a', 'x', 'M', 'i', 'n', 'd', '.', 'c', 'o', 'm'
    };
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int MAX_METADATA = 128 * 1024;
    private static final int SEPARATOR = 16;
    private static final int MAX_DEPTH = 64;

    private final byte[] file;
    private final String type;
    private final long buildEpochSeconds;
    private final int nodes;
    private final int recordBits;
    private final int ipVersion;
    private final int dataFrom;
    private final int dataTo;

    /** For the first 16 bits of an IPv4 address, where they lead: half of the way is the same for many. */
    private final int[] ipv4Nodes = new int[1 << 16];

    /** @throws InvalidDatabaseException if it is no such file, or is cut off */
    MmdbFile(byte[] file) throws InvalidDatabaseException {
        this.file = file;
        int marker = lastMarker(file);
        try {
            Map<?, ?> metadata = (Map<?, ?>) new Decoder(marker, file.length).value(marker);
            type = (String) metadata.get("database_type");
            buildEpochSeconds = number(metadata, "build_epoch");
            nodes = Math.toIntExact(number(metadata, "node_count"));
            recordBits = Math.toIntExact(number(metadata, "record_size"));
            ipVersion = Math.toIntExact(number(metadata, "ip_version"));
        } catch (RuntimeException e) {
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
        int ipv4Root = ipVersion == 6 ? ipv4Root() : 0;
        for (int first = 0; first < ipv4Nodes.length; first++) {
            ipv4Nodes[first] = walk(ipv4Root, first, 16);
        }
    }

    private static long number(Map<?, ?> map, String name) {
        return ((Number) map.get(name)).longValue();
    }

    private static int lastMarker(byte[] file) throws InvalidDatabaseException {
        int least = Math.max(0, file.length - MAX_METADATA);
        for (int from = file.length - METADATA_MARKER.length; from >= least; from--) {
            int i = 0;
            while (i < METADATA_MARKER.length && file[from + i] == METADATA_MARKER[i]) {
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

    /**
     * Where the record of an address is, or -1 if there is none.
     *
     * @param address 4 or 16 bytes
     */
    int find(byte[] address) {
        int from = address.length == 16 && isIpv4Mapped(address) ? 12 : 0;
        int node = 0;
        if (address.length - from == 4) {
            node = walk(ipv4Nodes[unsigned(address, from)], unsigned(address, from + 2), 16);
        } else if (ipVersion == 4) {
            return -1;
        } else {
            for (int i = 0; i < address.length && node < nodes; i += 2) {
                node = walk(node, unsigned(address, i), 16);
            }
        }
        return node > nodes ? node - nodes - SEPARATOR + dataFrom : -1;
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

    private static boolean isIpv4Mapped(byte[] address) {
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return address[10] == -1 && address[11] == -1;
    }

    /** Four bytes are read at once, as there is always something behind the tree. */
    private int child(int node, int side) {
        int at = node * (recordBits / 4);
        switch (recordBits) {
            case 24:
                return (int) INTS.get(file, at + side * 3) >>> 8;
            case 28:
                // The byte in the middle has the highest four bits of both.
                return side == 0
                        ? (int) INTS.get(file, at) >>> 8 | (file[at + 3] & 0xF0) << 20
                        : (int) INTS.get(file, at + 3) & 0x0FFF_FFFF;
            default:
                return (int) INTS.get(file, at + side * 4);
        }
    }

    private int unsigned(int at, int count) {
        int number = 0;
        for (int i = at; i < at + count; i++) {
            number = number << 8 | file[i] & 0xFF;
        }
        return number;
    }

    /**
     * Decodes the record at a place that {@link #find} gave.
     *
     * @return maps, lists, strings, numbers and booleans
     * @throws InvalidDatabaseException if the file is broken there
     */
    Object record(int place) throws InvalidDatabaseException {
        try {
            return new Decoder(dataFrom, dataTo).value(place);
        } catch (IndexOutOfBoundsException | ClassCastException | IllegalArgumentException e) {
            throw new InvalidDatabaseException("the record at byte " + place + " cannot be read", e);
        }
    }

    /** A cursor over this file's records. */
    MmdbCursor cursor() {
        return new MmdbCursor(file, dataFrom, dataTo);
    }

    /** Reads values of the data section. */
    private final class Decoder {

        private final int pointerBase;
        private final int end;
        private int at;
        private int depth;

        Decoder(int pointerBase, int end) {
            this.pointerBase = pointerBase;
            this.end = end;
        }

        Object value(int from) {
            at = from;
            return value();
        }

        private Object value() {
            if (at < pointerBase || at >= end || ++depth > MAX_DEPTH) {
                throw new IndexOutOfBoundsException("a value at byte " + at);
            }
            int control = file[at++] & 0xFF;
            int kind = control >> 5;
            if (kind == 1) {
                final Object target = pointer(control);
                depth--;
                return target;
            }
            if (kind == 0) {
                kind = (file[at++] & 0xFF) + 7;
            }
            final Object value = value(kind, size(control & 0x1F));
            depth--;
            return value;
        }

        private Object pointer(int control) {
            int bytes = (control >> 3 & 3) + 1;
            int low = control & 7;
            int target = switch (bytes) {
                case 1 -> low << 8 | unsigned(at, 1);
                case 2 -> (low << 16 | unsigned(at, 2)) + 2048;
                case 3 -> (low << 24 | unsigned(at, 3)) + 526_336;
                default -> unsigned(at, 4);
            };
            final int next = at + bytes;
            final Object value = value(pointerBase + target);
            at = next;
            return value;
        }

        private int size(int bits) {
            int size = bits;
            if (bits >= 29) {
                int more = bits - 28;
                int least = bits == 29 ? 29 : bits == 30 ? 285 : 65_821;
                size = least + unsigned(at, more);
                at += more;
            }
            return size;
        }

        private Object value(int kind, int size) {
            switch (kind) {
                case 2:
                    return new String(file, take(size), size, StandardCharsets.UTF_8);
                case 3:
                    return Double.longBitsToDouble(number(size));
                case 4:
                    return Arrays.copyOfRange(file, take(size), at);
                case 5, 6, 8, 9, 10:
                    return number(size);
                case 7:
                    return map(size);
                case 11:
                    return list(size);
                case 14:
                    return size != 0;
                case 15:
                    return (double) Float.intBitsToFloat((int) number(size));
                default:
                    throw new IllegalArgumentException("a value of type " + kind);
            }
        }

        /** Of numbers over 64 bits, of which no database here has any, the lowest 64. */
        private long number(int size) {
            long number = 0;
            for (int i = take(size); i < at; i++) {
                number = number << 8 | file[i] & 0xFF;
            }
            return number;
        }

        private Map<String, Object> map(int size) {
            Map<String, Object> map = new HashMap<>();
            for (int i = 0; i < size; i++) {
                String key = (String) value();
                map.put(key, value());
            }
            return map;
        }

        private List<Object> list(int size) {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                list.add(value());
            }
            return list;
        }

        private int take(int size) {
            if (size < 0 || size > end - at) {
                throw new IndexOutOfBoundsException("a value of " + size + " bytes at byte " + at);
            }
            final int from = at;
            at += size;
            return from;
        }
    }
}
