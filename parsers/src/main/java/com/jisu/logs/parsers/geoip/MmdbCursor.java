package com.jisu.logs.parsers.geoip;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Finds values in records of a MaxMind DB without decoding what is on the way: a city's record has its names in eight
 * languages. Places are offsets in the file; -1 is nowhere. A broken file ends in an {@link IndexOutOfBoundsException}.
 */
final class MmdbCursor {

    private static final int POINTER = 1;
    private static final int STRING = 2;
    private static final int DOUBLE = 3;
    private static final int UNSIGNED_16 = 5;
    private static final int UNSIGNED_32 = 6;
    private static final int MAP = 7;
    private static final int SIGNED_32 = 8;
    private static final int UNSIGNED_64 = 9;
    private static final int LIST = 11;
    private static final int BOOLEAN = 14;
    private static final int FLOAT = 15;

    private static final int LAST_KIND = 15;

    /** Steps that one search may take: no record is nearly as large, unless it is made to be. */
    private static final int MAX_STEPS = 100_000;

    private final ByteBuffer file;
    private final int dataFrom;
    private final int dataTo;

    private int steps;
    private int kind;
    private int size;
    private int content;

    MmdbCursor(ByteBuffer file, int dataFrom, int dataTo) {
        this.file = file;
        this.dataFrom = dataFrom;
        this.dataTo = dataTo;
    }

    /** Where the value of a name is in the map at a place. */
    int find(int map, byte[] name) {
        if (map < 0) {
            return -1;
        }
        steps = 0;
        open(map);
        if (kind != MAP) {
            return -1;
        }
        int at = content;
        for (int left = size; left > 0; left--) {
            open(at);
            boolean found = kind == STRING && isAt(name);
            at = afterValue(at);
            if (found) {
                return at;
            }
            at = afterValue(at);
        }
        return -1;
    }

    /** Where the values of some names are in the map at a place. */
    int[] findAll(int map, byte[][] names) {
        int[] found = new int[names.length];
        Arrays.fill(found, -1);
        if (map < 0) {
            return found;
        }
        steps = 0;
        open(map);
        if (kind != MAP) {
            return found;
        }
        int at = content;
        for (int left = size; left > 0; left--) {
            open(at);
            int name = kind == STRING ? nameHere(names) : -1;
            at = afterValue(at);
            if (name >= 0 && found[name] < 0) {
                found[name] = at;
            }
            at = afterValue(at);
        }
        return found;
    }

    private int nameHere(byte[][] names) {
        for (int i = 0; i < names.length; i++) {
            if (isAt(names[i])) {
                return i;
            }
        }
        return -1;
    }

    /** The place of a value, or where the pointer there leads. */
    int target(int place) {
        if (place < 0) {
            return -1;
        }
        header(place);
        return kind == POINTER ? dataFrom + pointer(place) : place;
    }

    /** Where the last element of the list at a place is. */
    int last(int list) {
        if (list < 0) {
            return -1;
        }
        steps = 0;
        open(list);
        if (kind != LIST || size == 0) {
            return -1;
        }
        int at = content;
        for (int left = size; left > 1; left--) {
            at = afterValue(at);
        }
        return at;
    }

    /** Whether there is a text, which {@link #text()} then has. */
    boolean isText(int place) {
        if (place < 0) {
            return false;
        }
        open(place);
        return kind == STRING;
    }

    /** The text that was asked for last, as UTF-8. */
    byte[] text() {
        byte[] text = new byte[size];
        file.get(content, text);
        return text;
    }

    /** The text at a place, or null. */
    String text(int place) {
        return isText(place) ? new String(text(), StandardCharsets.UTF_8) : null;
    }

    /** Whether there is a map. */
    boolean isMap(int place) {
        if (place < 0) {
            return false;
        }
        open(place);
        return kind == MAP;
    }

    /** The texts of the list at a place; none if there is no list. */
    List<String> texts(int list) {
        List<String> texts = new ArrayList<>();
        if (list < 0) {
            return texts;
        }
        steps = 0;
        open(list);
        int at = content;
        for (int left = kind == LIST ? size : 0; left > 0; left--) {
            String text = text(at);
            if (text != null) {
                texts.add(text);
            }
            at = afterValue(at);
        }
        return texts;
    }

    /** The number at a place, or not a number. A float has the digits that it was written with, not those of a double. */
    double number(int place) {
        if (place < 0) {
            return Double.NaN;
        }
        open(place);
        return switch (kind) {
            case DOUBLE -> size == Double.BYTES ? Double.longBitsToDouble(unsigned()) : Double.NaN;
            case FLOAT ->
                size == Float.BYTES
                        ? Double.parseDouble(Float.toString(Float.intBitsToFloat((int) unsigned())))
                        : Double.NaN;
            case SIGNED_32 -> (int) unsigned();
            case UNSIGNED_16, UNSIGNED_32, UNSIGNED_64 -> unsigned();
            default -> Double.NaN;
        };
    }

    /** The whole number at a place, or -1. */
    long whole(int place) {
        if (place < 0) {
            return -1;
        }
        open(place);
        return switch (kind) {
            case UNSIGNED_16, UNSIGNED_32, UNSIGNED_64 -> unsigned();
            case SIGNED_32 -> Math.max(-1, (int) unsigned());
            default -> -1;
        };
    }

    private long unsigned() {
        long number = 0;
        for (int i = content; i < content + size; i++) {
            number = number << 8 | file.get(i) & 0xFF;
        }
        return number;
    }

    private boolean isAt(byte[] name) {
        if (size != name.length) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (file.get(content + i) != name[i]) {
                return false;
            }
        }
        return true;
    }

    /** Reads what kind of value is at a place, or behind the pointer there. */
    private void open(int place) {
        header(place);
        if (kind == POINTER) {
            header(dataFrom + pointer(place));
        }
        if (kind == POINTER) {
            throw new IndexOutOfBoundsException("a pointer to a pointer at byte " + place);
        }
        if (kind != MAP && kind != LIST && kind != BOOLEAN && size > dataTo - content) {
            throw new IndexOutOfBoundsException("a value of " + size + " bytes at byte " + place);
        }
    }

    private int pointer(int at) {
        int control = file.get(at) & 0xFF;
        int low = control & 7;
        return switch (control >> 3 & 3) {
            case 0 -> low << 8 | byteAt(at + 1);
            case 1 -> (low << 16 | byteAt(at + 1) << 8 | byteAt(at + 2)) + 2048;
            case 2 -> (low << 24 | byteAt(at + 1) << 16 | byteAt(at + 2) << 8 | byteAt(at + 3)) + 526_336;
            default -> byteAt(at + 1) << 24 | byteAt(at + 2) << 16 | byteAt(at + 3) << 8 | byteAt(at + 4);
        };
    }

    private int byteAt(int at) {
        return file.get(at) & 0xFF;
    }

    /** Reads the control bytes at a place; of a pointer, {@link #content} is where it ends. */
    private void header(int place) {
        if (place < dataFrom || place >= dataTo || ++steps > MAX_STEPS) {
            throw new IndexOutOfBoundsException("a value at byte " + place);
        }
        int at = place;
        int control = byteAt(at++);
        kind = control >> 5;
        if (kind == POINTER) {
            content = at + (control >> 3 & 3) + 1;
            return;
        }
        if (kind == 0) {
            kind = byteAt(at++) + MAP;
            if (kind <= MAP || kind > LAST_KIND) {
                throw new IndexOutOfBoundsException("a value of type " + kind + " at byte " + place);
            }
        }
        size = control & 0x1F;
        if (size == 29) {
            size = 29 + byteAt(at++);
        } else if (size == 30) {
            size = 285 + (byteAt(at) << 8 | byteAt(at + 1));
            at += 2;
        } else if (size == 31) {
            size = 65_821 + (byteAt(at) << 16 | byteAt(at + 1) << 8 | byteAt(at + 2));
            at += 3;
        }
        content = at;
    }

    /** Where the value ends that begins here, or the pointer in its stead. */
    private int afterValue(int place) {
        int at = place;
        for (long left = 1; left > 0; left--) {
            header(at);
            at = content;
            switch (kind) {
                case POINTER, BOOLEAN -> {}
                case MAP -> left += 2L * size;
                case LIST -> left += size;
                default -> at += size;
            }
        }
        return at;
    }

    /**
     * Reads what kinds of values there are at a place, which is to be a map.
     *
     * @param targets is given the places of all values that pointers in it lead to
     */
    void check(int map, IntConsumer targets) {
        steps = 0;
        header(map);
        if (kind != MAP) {
            throw new IndexOutOfBoundsException("no record at byte " + map);
        }
        checkValue(map, targets);
    }

    /** The same of any value. */
    void checkValue(int place, IntConsumer targets) {
        steps = 0;
        int at = place;
        for (long left = 1; left > 0; left--) {
            int value = at;
            header(value);
            at = content;
            switch (kind) {
                case POINTER -> targets.accept(dataFrom + pointer(value));
                case BOOLEAN -> {}
                case MAP -> left += 2L * size;
                case LIST -> left += size;
                default -> at += size;
            }
        }
    }

    /** Names as they stand in the file. */
    static byte[][] names(String... names) {
        return Arrays.stream(names).map(MmdbCursor::name).toArray(byte[][]::new);
    }

    /** A name as it stands in the file. */
    static byte[] name(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
