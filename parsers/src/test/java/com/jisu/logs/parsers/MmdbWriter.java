package com.jisu.logs.parsers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes small databases of MaxMind's format, version 2.0, for tests. */
public final class MmdbWriter {

    private final String type;
    private final int recordBits;
    private final List<int[]> nodes = new ArrayList<>(List.of(new int[2]));
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final List<Integer> places = new ArrayList<>();
    private int ipVersion = 6;
    private Instant built = Instant.ofEpochSecond(1_700_000_000L);
    private List<String> languages = List.of();

    public MmdbWriter(String type, int recordBits) {
        this.type = type;
        this.recordBits = recordBits;
    }

    /** The version of its addresses: with 4, those are of 4 bytes. */
    public MmdbWriter ipVersion(int version) {
        ipVersion = version;
        return this;
    }

    public MmdbWriter built(Instant time) {
        built = time;
        return this;
    }

    public MmdbWriter languages(String... names) {
        languages = List.of(names);
        return this;
    }

    /** Gives all addresses that begin with these bytes a record. IPv4 addresses are of 16 bytes, 12 of them zeros. */
    public MmdbWriter put(byte[] prefix, Map<String, Object> record) {
        places.add(data.size());
        write(data, record);
        int leaf = -places.size();
        int node = 0;
        for (int bit = 0; bit < prefix.length * 8; bit++) {
            int side = prefix[bit / 8] >> 7 - bit % 8 & 1;
            if (bit == prefix.length * 8 - 1) {
                nodes.get(node)[side] = leaf;
            } else {
                if (nodes.get(node)[side] == 0) {
                    nodes.add(new int[2]);
                    nodes.get(node)[side] = nodes.size() - 1;
                }
                node = nodes.get(node)[side];
            }
        }
        return this;
    }

    public byte[] toByteArray() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int[] node : nodes) {
            long left = record(node[0]);
            long right = record(node[1]);
            switch (recordBits) {
                case 24 -> {
                    write(file, left, 3);
                    write(file, right, 3);
                }
                case 28 -> {
                    write(file, left, 3);
                    file.write((int) (left >> 24 << 4 | right >> 24));
                    write(file, right, 3);
                }
                default -> {
                    write(file, left, 4);
                    write(file, right, 4);
                }
            }
        }
        file.writeBytes(new byte[16]);
        file.writeBytes(data.toByteArray());
        file.writeBytes("xxxMaxMind.com".getBytes(UTF_8));
        byte[] bytes = file.toByteArray();
        ByteArrayOutputStream metadata = new ByteArrayOutputStream();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("binary_format_major_version", 2L);
        values.put("build_epoch", built.getEpochSecond());
        values.put("database_type", type);
        values.put("ip_version", (long) ipVersion);
        values.put("languages", languages);
        values.put("node_count", (long) nodes.size());
        values.put("record_size", (long) recordBits);
        write(metadata, values);
        int marker = bytes.length - 14;
        bytes[marker] = (byte) 0xAB;
        bytes[marker + 1] = (byte) 0xCD;
        bytes[marker + 2] = (byte) 0xEF;
        byte[] whole = java.util.Arrays.copyOf(bytes, bytes.length + metadata.size());
        System.arraycopy(metadata.toByteArray(), 0, whole, bytes.length, metadata.size());
        return whole;
    }

    private long record(int child) {
        if (child > 0) {
            return child;
        }
        return child == 0 ? nodes.size() : nodes.size() + 16L + places.get(-child - 1);
    }

    private static void write(ByteArrayOutputStream out, Object value) {
        if (value instanceof Map<?, ?> map) {
            control(out, 7, map.size());
            map.forEach((key, each) -> {
                write(out, key);
                write(out, each);
            });
        } else if (value instanceof String text) {
            byte[] utf8 = text.getBytes(UTF_8);
            control(out, 2, utf8.length);
            out.writeBytes(utf8);
        } else if (value instanceof Long number) {
            control(out, 9, 8);
            write(out, number, 8);
        } else if (value instanceof Integer number) {
            control(out, 8, 4);
            write(out, number, 4);
        } else if (value instanceof Float number) {
            control(out, 15, 4);
            write(out, Float.floatToIntBits(number), 4);
        } else if (value instanceof Boolean bit) {
            control(out, 14, bit ? 1 : 0);
        } else if (value instanceof Double number) {
            control(out, 3, 8);
            write(out, Double.doubleToLongBits(number), 8);
        } else {
            List<?> list = (List<?>) value;
            control(out, 11, list.size());
            list.forEach(each -> write(out, each));
        }
    }

    private static void control(ByteArrayOutputStream out, int kind, int size) {
        int bits = Math.min(size, size < 29 ? size : size < 285 ? 29 : 30);
        out.write((kind < 8 ? kind : 0) << 5 | bits);
        if (kind >= 8) {
            out.write(kind - 7);
        }
        if (bits == 29) {
            out.write(size - 29);
        } else if (bits == 30) {
            write(out, size - 285, 2);
        }
    }

    private static void write(ByteArrayOutputStream out, long number, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) {
            out.write((int) (number >>> 8 * i));
        }
    }
}
